import {
  type Augmentation,
  type Dataset,
  type DatasetIterator,
  type Example,
  type HostArray,
  hostArray,
  type IterateOptions,
  type Json,
} from '@neurite/core';
import { type DataPipeline, fromArrays } from '@neurite/data';
import { featuresOf } from './features.js';
import type { NetworkConfig } from './network-config.js';
import { type Sample, type TaskKind, taskKind } from './samples.js';

/** One draw: how far a point is moved. */
type Shift = { readonly dx1: number; readonly dx2: number };

/** Moves each point at random, anew in each epoch: more data from the data there is. */
function jitter(reach: number): Augmentation<Shift> {
  return {
    name: 'jitter',
    keeps: ['label'],
    draw: (random) => ({ dx1: random.normal(0, reach), dx2: random.normal(0, reach) }),
    row: ({ data }, { dx1, dx2 }) => hostArray(Float32Array.of(data[0]! + dx1, data[1]! + dx2)),
  };
}

/** The truth of points as their task wants it: class indices, or a column of values. */
export function targetsOf(samples: readonly Sample[], kind: TaskKind): Example['y'] {
  const labels = samples.map(({ label }) => label);
  return kind === 'classes'
    ? hostArray(Int32Array.from(labels))
    : hostArray(Float32Array.from(labels), [labels.length, 1]);
}

/** What the network sees of points, [points, features]. */
export function inputsOf(samples: readonly { x1: number; x2: number }[], config: NetworkConfig): HostArray<'float32'> {
  const rows = samples.flatMap(({ x1, x2 }) => featuresOf(config.features, x1, x2));
  return hostArray(Float32Array.from(rows), [samples.length, config.features.length]);
}

/** Where the batches stand: in which pass, how many batches came before it, and where in it. */
type Place = { readonly pass: number; readonly from: number; readonly inner: Json };

/** A pass over the points that has begun. */
type Pass = { readonly index: number; readonly from: number; readonly length: number };

/**
 * Passes over the points without an end, each in another order; each asks for the settings when it begins. To `fit` all
 * are one epoch: it would keep a record of each, and thousands of them come in a minute.
 */
export class LiveBatches implements Dataset<Example> {
  /** Infinity would be refused, because no epoch ends then; here none has to. */
  readonly size = undefined;
  readonly #samples: readonly Sample[];
  readonly #settings: () => NetworkConfig;
  /** The pass of the last step that was shown, and those after it: batches are read before their steps. */
  #passes: Pass[] = [];

  constructor(samples: readonly Sample[], settings: () => NetworkConfig) {
    this.#samples = samples;
    this.#settings = settings;
  }

  /** The number of passes that so many batches complete; it is asked with ever more batches. */
  completed(batches: number): number {
    while (this.#passes.length > 1 && this.#passes[1]!.from <= batches) this.#passes.shift();
    const [pass] = this.#passes;
    if (pass === undefined) return 0;
    return batches < pass.from + pass.length ? pass.index : pass.index + 1;
  }

  iterate({ seed = 0, position }: IterateOptions = {}): DatasetIterator<Example> {
    const begin = (index: number, from: number, inner?: Json): [Pass, DatasetIterator<Example>] => {
      const config = this.#settings();
      const pass = { index, from, length: Math.ceil(this.#samples.length / config.batch) };
      this.#passes.push(pass);
      const options = inner === undefined ? { epoch: index, seed } : { epoch: index, seed, position: inner };
      return [pass, batchesOf(this.#samples, config).iterate(options)];
    };
    const place = position as Place | undefined; // one of those below
    this.#passes = [];
    let [pass, batches] = begin(place?.pass ?? 0, place?.from ?? 0, place?.inner);
    const iterator: DatasetIterator<Example> = {
      next: async () => {
        const next = await batches.next();
        if (!next.done || pass.length === 0) return next;
        [pass, batches] = begin(pass.index + 1, pass.from + pass.length);
        return batches.next();
      },
      return: async (value) => (await batches.return?.(value)) ?? { done: true, value },
      position: () => ({ pass: pass.index, from: pass.from, inner: batches.position() }) satisfies Place,
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  [Symbol.asyncIterator](): DatasetIterator<Example> {
    return this.iterate();
  }
}

function batchesOf(samples: readonly Sample[], config: NetworkConfig): DataPipeline<Example> {
  const y = targetsOf(samples, taskKind(config));
  if (config.jitter === 0)
    return fromArrays({ x: inputsOf(samples, config), y })
      .shuffle()
      .batch(config.batch);
  const points = Float32Array.from(samples.flatMap(({ x1, x2 }) => [x1, x2]));
  return fromArrays({ x: hostArray(points, [samples.length, 2]), y })
    .augment(jitter(config.jitter), { x: 'row', y: 'label' })
    .map(({ x, y: truth }) => ({
      x: hostArray(Float32Array.from(featuresOf(config.features, x.data[0]!, x.data[1]!))),
      y: truth,
    }))
    .shuffle()
    .batch(config.batch);
}
