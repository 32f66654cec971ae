import { ArgumentError, checkInteger, checkNumber, describeValue } from '@neurite/core';

/** What of the network and its training can be tuned. */
export type DigitConfig = {
  /** The filters of each convolution: one to four of them; the first is followed by pooling, and so is the second or third. */
  readonly filters: readonly number[];
  /** Whether each convolution is followed by batch normalization. */
  readonly batchNorm: boolean;
  /** The neurons of each hidden dense layer; none or up to three of them. */
  readonly neurons: readonly number[];
  /** The share of features that is dropped before the last layer: at least 0, below 1. */
  readonly dropout: number;
  /** The highest learning rate, after the warm-up: above 0. */
  readonly learningRate: number;
  /** How much images are rotated, shifted, scaled and sheared, in terms of what they are by default: 0 to 3. */
  readonly augmentation: number;
};

/** What `npm start` trains. */
export const DEFAULT_CONFIG: DigitConfig = {
  filters: [16, 32, 48, 64],
  batchNorm: true,
  neurons: [],
  dropout: 0.3,
  learningRate: 8e-3,
  augmentation: 1,
};

const MOST_CONVOLUTIONS = 4;
const MOST_HIDDEN = 3;
const MOST_UNITS = 4096;

/**
 * A configuration that was read from a file; what it leaves out is as by default.
 *
 * @param where the path of the file, for errors
 * @throws ArgumentError for another form, an unknown name, and values out of range
 */
export function checkConfig(where: string, value: unknown): DigitConfig {
  const names = Object.keys(DEFAULT_CONFIG).join(', ');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const expected = `be an object with some of ${names}`;
    throw new ArgumentError({ where, argument: 'config', expected, received: describeValue(value) });
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(DEFAULT_CONFIG, name));
  if (unknown !== undefined) {
    throw new ArgumentError({ where, argument: 'config', expected: `have only ${names}`, received: unknown });
  }
  const { filters, batchNorm, neurons, dropout, learningRate, augmentation } = { ...DEFAULT_CONFIG, ...value };
  checkUnits(where, 'filters', filters, { least: 1, most: MOST_CONVOLUTIONS });
  if (typeof batchNorm !== 'boolean') {
    const expected = 'be true or false';
    throw new ArgumentError({ where, argument: 'batchNorm', expected, received: describeValue(batchNorm) });
  }
  checkUnits(where, 'neurons', neurons, { least: 0, most: MOST_HIDDEN });
  checkNumber(where, 'dropout', dropout, { atLeast: 0, below: 1 });
  checkNumber(where, 'learningRate', learningRate, { above: 0 });
  checkNumber(where, 'augmentation', augmentation, { atLeast: 0, atMost: 3 });
  return { filters: [...filters], batchNorm, neurons: [...neurons], dropout, learningRate, augmentation };
}

function checkUnits(
  where: string,
  argument: string,
  units: readonly number[],
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (!Array.isArray(units) || units.length < least || units.length > most) {
    const expected = `be a list of ${least} to ${most} integers`;
    throw new ArgumentError({ where, argument, expected, received: describeValue(units) });
  }
  for (const [i, count] of units.entries())
    checkInteger(where, `${argument}[${i}]`, count, { min: 1, max: MOST_UNITS });
}
