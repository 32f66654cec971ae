import {
  checkInteger,
  type EpochRecord,
  type Run,
  type RunEvent,
  type StepReport,
  type ValidationRecord,
} from '@neurite/core';
import { numbersOf } from './monitor.js';

/** After every how many steps something is told. */
export type EverySteps = { readonly steps: number };

/** Whether something is due after a step. */
export function isDue({ step }: Pick<Run, 'step'>, { steps }: EverySteps): boolean {
  return step % steps === 0;
}

/** @throws ArgumentError when it is not an integer of at least 1 */
export function checkEvery(where: string, { steps }: EverySteps): void {
  checkInteger(where, 'every.steps', steps, { min: 1 });
}

/** What there is to tell of a step: its loss, and the signals of schedules. */
export function stepEvent(run: Run, { loss }: StepReport): RunEvent {
  const signals = Object.entries(run.signals).map(([name, value]) => [`signals.${name}`, value] as const);
  return { type: 'scalars', values: { 'step.loss': loss, ...Object.fromEntries(signals) } };
}

/** What there is to tell of an epoch: all its numbers, and its tables. */
export function epochEvents(record: EpochRecord): RunEvent[] {
  const { validation, seconds } = record;
  const parts = [
    { prefix: '', part: record },
    ...(validation === undefined ? [] : [{ prefix: 'validation.', part: validation }]),
  ];
  const values = parts.flatMap(({ prefix, part }) => numbersOf(part).map(([name, value]) => [prefix + name, value]));
  const tables = parts.flatMap(({ prefix, part }) =>
    Object.entries(part.metrics).flatMap(([name, rows]): RunEvent[] =>
      isTable(rows) ? [{ type: 'table', name: prefix + name, rows }] : [],
    ),
  );
  return [{ type: 'scalars', values: { ...Object.fromEntries(values), seconds } }, ...tables];
}

/** What there is to tell of a validation within an epoch. */
export function validationEvent(record: ValidationRecord): RunEvent {
  const values = numbersOf(record).map(([name, value]) => [`validation.${name}`, value]);
  return { type: 'scalars', values: Object.fromEntries(values) };
}

/** Whether the value of a metric is a table of numbers. */
export function isTable(value: unknown): value is readonly (readonly number[])[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((row) => Array.isArray(row) && typeof row[0] === 'number')
  );
}

/** Why a run has ended, in words. */
export function endOf({ error, stopped }: Run): { readonly reason: string; readonly error?: string } {
  if (error === undefined) return { reason: stopped ?? 'finished' };
  return { reason: 'failed', error: error instanceof Error ? error.message : String(error) };
}
