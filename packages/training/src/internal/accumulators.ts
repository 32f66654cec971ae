import {
  type AnyMetric,
  FormatError,
  type HostMetric,
  type HostValue,
  type Json,
  MetricAccumulator,
} from '@neurite/core';
import type { StepMetric } from '../step-mean.js';
import { mapRecord } from './map-record.js';
import { isHostMetric } from './metric-statistics.js';
import type { HostStatistics } from './read-reports.js';

/** Whatever makes one value of what batches report. */
export type ReportedMetrics = Readonly<Record<string, AnyMetric | StepMetric>>;

/** A metric over the batches so far. */
export type Accumulator = {
  add(statistics: HostStatistics): void;
  readonly value: unknown;
  readonly state: Json;
};

/** @param state where to go on, as an accumulator of the same metric gave it */
export function accumulatorOf(metric: AnyMetric | StepMetric, state: Json | undefined): Accumulator {
  return isHostMetric(metric) ? onHost(metric as HostMetric<unknown>, state) : ofStatistics(metric, state);
}

function ofStatistics(metric: StepMetric, state: Json | undefined): Accumulator {
  const accumulator = new MetricAccumulator(metric, numbersOf(metric.name, state));
  return {
    add: (statistics) => accumulator.add(mapRecord(statistics, ({ data }) => data)),
    get value() {
      return accumulator.value;
    },
    get state() {
      return mapRecord(accumulator.totals, (totals) => [...totals]);
    },
  };
}

/** @throws FormatError when the JSON is not a record of lists of numbers */
function numbersOf(where: string, state: Json = {}): Record<string, readonly number[]> {
  const isNumbers = (item: unknown): boolean => Array.isArray(item) && item.every((one) => typeof one === 'number');
  if (typeof state === 'object' && state !== null && Object.values(state).every(isNumbers)) {
    return state as Record<string, readonly number[]>; // checked
  }
  throw new FormatError({
    where,
    argument: 'snapshot',
    expected: 'hold numbers of the metric',
    received: 'other JSON',
    advice: 'The checkpoint is damaged, or was made with another metric of this name',
  });
}

function onHost(metric: HostMetric<unknown>, state: Json | undefined): Accumulator {
  let total = state ?? metric.start();
  return {
    add: (statistics) => {
      const { predictions, targets, weights } = treeOf(statistics) as Record<string, HostValue>; // of these names
      total = metric.add(total, predictions!, targets!, { weights });
    },
    get value() {
      return metric.value(total);
    },
    get state() {
      return structuredClone(total);
    },
  };
}

/** Arrays by path as lists and records again: names that count from 0 make a list. */
function treeOf(leaves: HostStatistics): HostValue {
  if (leaves[''] !== undefined) return leaves[''];
  const below: Record<string, Record<string, HostStatistics[string]>> = {};
  for (const [path, leaf] of Object.entries(leaves)) {
    const [name, ...rest] = path.split('.');
    below[name!] ??= {};
    below[name!]![rest.join('.')] = leaf;
  }
  const branches = mapRecord(below, treeOf);
  const names = Object.keys(branches);
  return names.every((name, i) => name === String(i)) ? Object.values(branches) : branches;
}
