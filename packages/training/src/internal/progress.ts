import { type EpochRecord, FormatError, type Json, type TrainState } from '@neurite/core';
import type { Aside } from './change-trainables.js';
import { isRecord } from './json.js';
import type { TotalsState } from './totals.js';

/** Where a run stands, apart from its tensors. */
export type Progress = {
  readonly seed: number;
  readonly step: number;
  readonly joined: NonNullable<TrainState['joined']>;
  readonly aside: Aside['steps'];
  /** Which parameters the run has frozen (false) and unfrozen (true), by path. */
  readonly trainable: Readonly<Record<string, boolean>>;
  readonly signals: Readonly<Record<string, number>>;
  /** Finished epochs. */
  readonly epochs: number;
  /** Steps, batches and seconds of the epoch that has begun, its sums, and where its data goes on. */
  readonly steps: number;
  readonly batches: number;
  readonly seconds: number;
  readonly totals: TotalsState;
  readonly position: Json | undefined;
  readonly stepsPerEpoch: number | undefined;
  readonly history: readonly EpochRecord[];
  /** What callbacks remember, by their names. */
  readonly callbacks: Readonly<Record<string, Json>>;
};

/** @returns JSON; what is undefined is left out */
export function progressToJson(progress: Progress): Json {
  // Everything in it is JSON already, the values of metrics included: `readonly` records only lack an index signature.
  return progress as unknown as Json;
}

/**
 * Checks that JSON from outside is a progress.
 *
 * @throws FormatError
 */
export function progressFromJson(json: Json): Progress {
  const counts = ['seed', 'step', 'epochs', 'steps', 'batches'] as const;
  const valid =
    isRecord(json) &&
    counts.every((name) => Number.isSafeInteger(json[name]) && Number(json[name]) >= 0) &&
    typeof json.seconds === 'number' &&
    [json.joined, json.aside, json.signals].every((item) => isRecord(item) && isNumbers(Object.values(item))) &&
    isRecord(json.trainable) &&
    Object.values(json.trainable).every((item) => typeof item === 'boolean') &&
    isTotals(json.totals) &&
    isRecord(json.callbacks) &&
    Array.isArray(json.history) &&
    json.history.length === json.epochs &&
    json.history.every(isEpochRecord) &&
    (json.stepsPerEpoch === undefined || typeof json.stepsPerEpoch === 'number');
  if (!valid) {
    throw new FormatError({
      where: 'fit',
      argument: 'snapshot',
      expected: 'say where a run stands',
      received: 'other JSON',
      advice: 'The checkpoint is damaged, or was made by something else',
    });
  }
  return json as unknown as Progress; // checked field by field above; `position` is the data set's own
}

function isTotals(json: Json | undefined): boolean {
  return (
    isRecord(json) &&
    typeof json.samples === 'number' &&
    isNumbers(json.total) &&
    isNumbers(json.weight) &&
    isRecord(json.metrics)
  );
}

function isNumbers(json: Json | undefined): boolean {
  return Array.isArray(json) && json.every((item) => typeof item === 'number');
}

function isEpochRecord(json: Json): boolean {
  return (
    isRecord(json) &&
    [json.epoch, json.steps, json.samples, json.loss, json.seconds].every((item) => typeof item === 'number') &&
    isRecord(json.metrics) &&
    (json.validation === undefined || isRecord(json.validation))
  );
}
