import { ArgumentError, type Callback, memoryScope, type NamedTensors, type StepTensors } from '@neurite/core';
import { copies } from './named-tensors.js';
import type { PartsStep } from './own-step.js';
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

/**
 * A step into which callbacks look: their numbers travel with those of its first part.
 *
 * @throws ArgumentError (the step) when it does not return its gradients
 */
export function inspectedStep(step: PartsStep, inspectors: readonly Inspector[]): PartsStep {
  if (inspectors.length === 0) return step;
  return (before, parts, input) =>
    memoryScope('train step', () => {
      const { state, gradients, reports } = step(before, parts, { ...input, wantsGradients: true });
      const missing = Object.keys(before.parameters).filter((path) => gradients?.[path] === undefined);
      if (gradients === undefined || missing.length > 0) {
        throw new ArgumentError({
          where: 'train step',
          argument: 'gradients',
          expected: `be returned for each parameter, because ${inspectors.map(({ name }) => name).join(', ')} inspects them`,
          received: gradients === undefined ? 'none' : `none for ${missing.join(', ')}`,
        });
      }
      const tensors = { gradients, parameters: before.parameters, updated: state.parameters, step: state.step };
      const [first, ...others] = reports;
      const metrics = { ...first!.metrics, ...inspectStep(inspectors, tensors) };
      return { state, reports: [{ ...first!, metrics }, ...others] };
    });
}

/** The same on the host, by the names of callbacks. */
export function inspectedIn(values: readonly ReportValues[]): Readonly<Record<string, HostStatistics>> {
  const found = values.flatMap(({ metrics }) => Object.entries(metrics).filter(([name]) => name.startsWith(PREFIX)));
  return Object.fromEntries(found.map(([name, statistics]) => [name.slice(PREFIX.length), statistics]));
}
