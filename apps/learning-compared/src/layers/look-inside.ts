import { logisticRegression } from '@neurite/classical';
import type { Measurements } from '@neurite/command-kit/measured-run';
import type { Table } from '@neurite/core';
import { nearestRows } from '@neurite/numeric';
import { HAND_MADE, PIXELS } from '../conclusions/layers.js';
import type { DataSet } from '../data/data-set.js';
import { drawSamples, mostSamples } from '../data/draw-samples.js';
import { takeRows } from '../data/take-rows.js';
import { startEngine } from '../jobs/start-engine.js';
import { scaleColumns } from '../models/scale-columns.js';
import { ONE_THREAD } from '../run/measure-cells.js';
import type { NeighborResult, ProbeResult } from '../run/results.js';
import type { Options, Scale } from '../run/settings.js';
import { layerOutput, layersOf } from './layer-outputs.js';
import { trainedNetwork } from './trained-network.js';

/** What a network found by itself, beside what was made by hand. */
export type Inside = {
  readonly probes: readonly ProbeResult[];
  readonly neighbors: readonly NeighborResult[];
  readonly pictures: Pictures;
};

/** What can be looked at. Samples are rows of the data set. */
export type Pictures = {
  /** What the first convolutions give for a sample. */
  readonly maps: {
    readonly sample: number;
    readonly layers: readonly {
      readonly name: string;
      readonly shape: readonly number[];
      readonly values: readonly number[];
    }[];
  };
  /** Test samples with the nearest training samples of each source. */
  readonly near: readonly {
    readonly sample: number;
    readonly bySource: readonly { readonly source: string; readonly samples: readonly number[] }[];
  }[];
};

/** Neighbors of each test sample. */
const NEIGHBORS = 5;
/** Test samples whose neighbors are shown. */
const SHOWN = 4;

/** Where a layer's output stands among what is compared: outputs of these say nothing of their own. */
const SILENT = ['dropout', 'flatten'];

/**
 * Trains a convolutional network on all samples, and looks at what its layers give: how well a linear model reads the classes
 * from them, which samples are neighbors in its last hidden layer, and maps.
 */
export async function lookInside(
  dataSet: DataSet,
  {
    path,
    options,
    scale,
    measurements,
    say,
  }: {
    /** Where the network is saved. */
    readonly path: string;
    readonly options: Options;
    readonly scale: Scale;
    readonly measurements: Measurements;
    say(what: string): void;
  },
): Promise<Inside> {
  const seed = 1000 * options.seed;
  const draw = await drawSamples(dataSet, { samples: mostSamples(dataSet), seed });
  await startEngine(ONE_THREAD);
  say('a convolutional network learns from all samples');
  const network = await trainedNetwork(dataSet, draw, {
    path,
    seed,
    epochs: options.epochs,
    leastSteps: scale.leastSteps,
  });
  try {
    const rows = { train: draw.train.slice(0, scale.probed.train), test: draw.test.slice(0, scale.probed.test) };
    const y = { train: labelsOf(dataSet, rows.train), test: labelsOf(dataSet, rows.test) };
    const pixels = (part: Uint32Array) => takeRows(dataSet.inputs.raw.table, part);
    const tables = async (source: string): Promise<[train: Table, test: Table]> => {
      if (source === PIXELS) return [pixels(rows.train), pixels(rows.test)];
      if (source === HAND_MADE) {
        const { table } = dataSet.inputs.features;
        return scaleColumns(takeRows(table, rows.train), takeRows(table, rows.test));
      }
      const [train, test] = [pixels(rows.train), pixels(rows.test)];
      return [(await layerOutput(network, source, train)).table, (await layerOutput(network, source, test)).table];
    };
    const names = layersOf(network).map(({ name }) => name);
    const loud = names.filter((name) => !SILENT.some((kind) => name.startsWith(kind)));
    const probes: ProbeResult[] = [];
    for (const source of [PIXELS, HAND_MADE, ...loud]) {
      say(`a linear model reads from ${source}`);
      const probe = async () => probeOf(source, await tables(source), { ...y, steps: scale.probed.steps });
      probes.push(await measurements.once(`probe-${source.replaceAll(' ', '-')}`, probe));
    }
    const last = names.findLast((name) => name.startsWith('relu'))!;
    const neighbors: (NeighborResult & { readonly shown: readonly (readonly number[])[] })[] = [];
    for (const source of [PIXELS, HAND_MADE, last]) {
      say(`nearest neighbors by ${source}`);
      const near = async () => neighborsOf(source, await tables(source), { y, rows: rows.train });
      const measured = await measurements.once(`neighbors-${source.replaceAll(' ', '-')}`, near);
      neighbors.push(source === last ? { ...measured, source: `${last}, the last hidden layer` } : measured);
    }
    const sample = rows.test[0]!;
    const maps = names.filter((name) => /^(conv2d|maxPool2d)/.test(name));
    const layers = [];
    for (const name of maps) {
      const { shape, table } = await layerOutput(network, name, pixels(Uint32Array.of(sample)));
      layers.push({ name, shape, values: Array.from(table.data) });
    }
    const near = Array.from({ length: Math.min(SHOWN, rows.test.length) }, (_, i) => ({
      sample: rows.test[i]!,
      bySource: neighbors.map(({ source, shown }) => ({ source, samples: shown[i]! })),
    }));
    return {
      probes,
      neighbors: neighbors.map(({ source, same, asked }) => ({ source, same, asked })),
      pictures: { maps: { sample, layers }, near },
    };
  } finally {
    network.module.dispose();
  }
}

type Labels = { readonly train: Int32Array; readonly test: Int32Array };

function labelsOf({ labels }: DataSet, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => labels[row]!);
}

function probeOf(
  source: string,
  [train, test]: readonly [Table, Table],
  y: Labels & { readonly steps: number },
): ProbeResult {
  const predicted = logisticRegression({ maxIterations: y.steps }).fit(train, y.train).predict(test);
  const right = y.test.reduce((sum, label, row) => sum + Number(predicted[row] === label), 0);
  return { source, columns: train.columns, right, tested: test.rows };
}

function neighborsOf(
  source: string,
  [train, test]: readonly [Table, Table],
  { y, rows }: { readonly y: Labels; readonly rows: Uint32Array },
): NeighborResult & { readonly shown: readonly (readonly number[])[] } {
  const nearest = nearestRows(train, test, NEIGHBORS);
  const same = nearest.reduce((sum, row, i) => sum + Number(y.train[row] === y.test[Math.floor(i / NEIGHBORS)]), 0);
  const shown = Array.from({ length: Math.min(SHOWN, test.rows) }, (_, i) =>
    Array.from(nearest.subarray(i * NEIGHBORS, (i + 1) * NEIGHBORS), (row) => rows[row]!),
  );
  return { source, same, asked: nearest.length, shown };
}
