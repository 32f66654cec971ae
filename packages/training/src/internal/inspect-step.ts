import type { Callback, NamedTensors, StepTensors } from '@neurite/core';
import { copies } from './named-tensors.js';
import type { HostStatistics, ReportValues } from './read-reports.js';

/** A callback that looks into steps. */
export type Inspector = Callback & Required<Pick<Callback, 'inspect'>>;

export function isInspector(callback: Callback): callback is Inspector {
  return callback.inspect !== undefined;
}

/** What stands before the name of a callback where its numbers travel with those of metrics. */
const PREFIX = 'inspect/';

/** What callbacks take from a step, as statistics that no metric has. */
export function inspectStep(
  inspectors: readonly Inspector[],
  tensors: StepTensors,
): Readonly<Record<string, NamedTensors>> {
  // Copies, because what somebody returns may be what was lent.
  return Object.fromEntries(inspectors.map((one) => [PREFIX + one.name, copies(one.inspect(tensors))]));
}

/** The same on the host, by the names of callbacks. */
export function inspectedIn(values: readonly ReportValues[]): Readonly<Record<string, HostStatistics>> {
  const found = values.flatMap(({ metrics }) => Object.entries(metrics).filter(([name]) => name.startsWith(PREFIX)));
  return Object.fromEntries(found.map(([name, statistics]) => [name.slice(PREFIX.length), statistics]));
}
