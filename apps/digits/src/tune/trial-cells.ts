import type { Trial } from '@neurite/tuning';
import { configOf, type digitSpace } from './space.js';

export type DigitTrial = Trial<typeof digitSpace, 'maximize'>;

/** The last accuracy that a trial reached, whether it ran to its end or not; undefined where it reported none. */
export function accuracyOf({ result, reports }: DigitTrial): number | undefined {
  return result ?? reports.at(-1)?.value;
}

/** Milliseconds for a thousand digits; undefined where the trial did not come so far. */
export function millisecondsOf({ attributes }: DigitTrial): number | undefined {
  return typeof attributes.milliseconds === 'number' ? attributes.milliseconds : undefined;
}

/** A column of the table in the terminal: its heading, its width, and what stands in it. */
type Column = {
  readonly head: string;
  readonly width: number;
  readonly cell: (trial: DigitTrial) => string;
  /** It is left out where the terminal is narrower than this. */
  readonly from?: number;
};

const config = (trial: DigitTrial, of: (config: ReturnType<typeof configOf>) => string): string =>
  trial.values === undefined ? '' : of(configOf(trial.values));

export const columns: readonly Column[] = [
  { head: 'trial', width: 5, cell: ({ number }) => String(number) },
  { head: 'state', width: 8, cell: ({ state }) => state },
  { head: 'epochs', width: 6, cell: ({ reports }) => String(reports.length) },
  { head: 'accuracy', width: 8, cell: (trial) => percent(accuracyOf(trial)) },
  { head: 'ms', width: 5, cell: (trial) => millisecondsOf(trial)?.toFixed(0) ?? '' },
  { head: 'filters', width: 8, cell: (trial) => config(trial, ({ filters }) => filters.join(' ')) },
  { head: 'neurons', width: 7, cell: (trial) => config(trial, ({ neurons }) => neurons.join(' ') || '–') },
  { head: 'rate', width: 8, cell: (trial) => config(trial, ({ learningRate }) => String(learningRate)) },
  { head: 'dropout', width: 7, cell: (trial) => config(trial, ({ dropout }) => dropout.toFixed(2)), from: 100 },
  {
    head: 'augmentation',
    width: 12,
    cell: (trial) => config(trial, ({ augmentation }) => augmentation.toFixed(2)),
    from: 100,
  },
  { head: 'seconds', width: 7, cell: ({ seconds }) => seconds?.toFixed(0) ?? '', from: 100 },
];

function percent(share: number | undefined): string {
  return share === undefined ? '' : `${(100 * share).toFixed(1)} %`;
}
