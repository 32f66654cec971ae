import type { ReportTable } from '@neurite/charts';
import { bytes, count, duration, percent, significant } from '@neurite/command-kit/words';
import { isNetwork, NETWORKS, titleOf, wordOf } from '../models/model-names.js';
import type { HardwareResult, NeighborResult, ProbeResult } from '../run/results.js';
import { type Group, intervalOf, sizesOf } from '../statistics/groups.js';
import { type Interval, shareInterval } from '../statistics/intervals.js';

/** Accuracy with its interval: `97.9 % ± 0.3`; without one where there is a single seed. */
export function accuracyText({ mean, upper }: Interval): string {
  return Number.isFinite(upper) ? `${percent(mean)} ± ${(100 * (upper - mean)).toFixed(1)}` : percent(mean);
}

/** Everything that was measured with the most samples, the most accurate first. */
export function largestTable(groups: readonly Group[]): ReportTable {
  const most = sizesOf(groups).at(-1)!;
  const own = groups.filter(({ samples }) => samples === most).sort((a, b) => b.accuracy.mean - a.accuracy.mean);
  return {
    caption: `With all ${count(most)} samples`,
    columns: ['model', 'learns from', 'accuracy', 'learns in', 'predicts in', 'parameters', 'size', 'memory'],
    rows: own.map((group) => {
      const mean = (number: Parameters<typeof intervalOf>[1]) => intervalOf(group, number).mean;
      const peak = group.cells.find(({ peakBytes }) => peakBytes !== undefined)?.peakBytes;
      return [
        titleOf(group.model),
        wordOf(group.inputs),
        accuracyText(group.accuracy),
        duration(mean(({ trainSeconds }) => trainSeconds)),
        duration(mean(({ predictMicroseconds }) => predictMicroseconds) / 1e6),
        count(mean(({ parameters }) => parameters)),
        bytes(mean(({ modelBytes }) => modelBytes)),
        peak === undefined ? 'not measured' : bytes(peak),
      ];
    }),
  };
}

/** The accuracy of every model with every number of samples. */
export function accuracyTable(groups: readonly Group[]): ReportTable {
  const sizes = sizesOf(groups);
  const keys = new Map(groups.map((group) => [`${group.model} ${group.inputs}`, group]));
  return {
    caption: 'Accuracy by the number of samples, with half of the 95 % interval',
    columns: ['model', 'learns from', ...sizes.map(count)],
    rows: [...keys].map(([key, { model, inputs }]) => [
      titleOf(model),
      isNetwork(model) ? wordOf('raw') : wordOf(inputs),
      ...sizes.map((size) => {
        const group = groups.find((one) => `${one.model} ${one.inputs}` === key && one.samples === size);
        return group === undefined ? '–' : accuracyText(group.accuracy);
      }),
    ]),
  };
}

export function probeTable(probes: readonly ProbeResult[]): ReportTable {
  return {
    caption: 'Logistic regression on what each layer gives',
    columns: ['source', 'columns', 'right', '95 % interval'],
    rows: probes.map(({ source, columns, right, tested }) => {
      const { mean, lower, upper } = shareInterval(right, tested);
      return [source, columns, percent(mean), `${percent(lower)} to ${percent(upper)}`];
    }),
  };
}

export function neighborTable(neighbors: readonly NeighborResult[]): ReportTable {
  return {
    caption: 'How many of the five nearest training samples are of the class of the test sample',
    columns: ['distance by', 'same class'],
    rows: neighbors.map(({ source, same, asked }) => [source, percent(same / asked)]),
  };
}

export function hardwareTable(hardware: readonly HardwareResult[]): ReportTable {
  return {
    caption: 'A train step of 64 samples, and a prediction, by network and engine',
    columns: ['network', 'engine', 'train step', 'samples per second', 'prediction'],
    rows: hardware.map((result) => {
      const name = { cpu: 'plain JavaScript', wasm: 'WebAssembly', gpu: 'GPU' }[result.engine];
      const threads =
        result.engine === 'wasm' ? `, ${result.threads} ${result.threads === 1 ? 'thread' : 'threads'}` : '';
      if ('reason' in result) return [NETWORKS[result.network], name, `not measured: ${result.reason}`, '–', '–'];
      return [
        NETWORKS[result.network],
        `${name}${threads}`,
        duration(result.stepMilliseconds / 1000),
        significant(64_000 / result.stepMilliseconds),
        duration(result.predictMicroseconds / 1e6),
      ];
    }),
  };
}
