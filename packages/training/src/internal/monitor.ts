import { ArgumentError, checkChoice, type EpochRecord, type Run } from '@neurite/core';

/** Whether a smaller or a larger number is the better one. */
export type Mode = 'min' | 'max';

/**
 * @throws ArgumentError when the mode is missing and the name does not tell: only losses do
 */
export function resolveMode(where: string, monitor: string, mode: Mode | undefined): Mode {
  if (mode === undefined && (monitor === 'loss' || monitor === 'validation.loss')) return 'min';
  const advice = `Say whether a smaller or a larger value of ${monitor} is better`;
  checkChoice(where, 'mode', mode, ['min', 'max'], { advice });
  return mode;
}

/** @throws ArgumentError when the run reports nothing under this name */
export function assertMonitor(where: string, argument: string, monitor: string, run: Run): void {
  const isMissing = monitor.startsWith('validation.') && !run.monitors.includes('validation.loss');
  checkChoice(where, argument, monitor, run.monitors, { advice: isMissing ? 'Pass `validation` to fit' : undefined });
}

/**
 * The number that a record holds under a name such as `accuracy` or `validation.loss`.
 *
 * @throws ArgumentError when it is a table
 */
export function monitored(where: string, argument: string, monitor: string, record: EpochRecord): number {
  const [part, name] = monitor.startsWith('validation.')
    ? [record.validation, monitor.slice('validation.'.length)]
    : [record, monitor];
  const value = name === 'loss' ? part?.loss : part?.metrics[name];
  if (typeof value === 'number') return value;
  throw new ArgumentError({
    where,
    argument,
    expected: 'name a metric whose value is a number',
    received: `${monitor}, whose value is ${Array.isArray(value) ? 'a table' : typeof value}`,
  });
}

/** Whether a value improves on the best one; NaN never does. */
export function isBetter(value: number, best: number | undefined, mode: Mode, minDelta = 0): boolean {
  if (Number.isNaN(value)) return false;
  if (best === undefined) return true;
  return mode === 'min' ? value < best - minDelta : value > best + minDelta;
}

/** The names and values of a record that are numbers, in the order of its columns. */
export function numbersOf(part: { readonly loss: number; readonly metrics: object }): [name: string, value: number][] {
  const numbers = Object.entries(part.metrics).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return [['loss', part.loss], ...numbers];
}
