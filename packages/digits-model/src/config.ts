import { ArgumentError, checkInteger, checkNumber, describeValue } from '@neurite/core';

/** What of the network and its training can be tuned. */
export type DigitConfig = {
  /** The filters of each convolution: one to three of them, the first two followed by pooling. */
  readonly filters: readonly number[];
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
  filters: [16, 32],
  neurons: [],
  dropout: 0.3,
  learningRate: 4e-3,
  augmentation: 1,
};

const MOST_LAYERS = 3;
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
  const { filters, neurons, dropout, learningRate, augmentation } = { ...DEFAULT_CONFIG, ...value };
  checkUnits(where, 'filters', filters, 1);
  checkUnits(where, 'neurons', neurons, 0);
  checkNumber(where, 'dropout', dropout, { atLeast: 0, below: 1 });
  checkNumber(where, 'learningRate', learningRate, { above: 0 });
  checkNumber(where, 'augmentation', augmentation, { atLeast: 0, atMost: 3 });
  return { filters: [...filters], neurons: [...neurons], dropout, learningRate, augmentation };
}

function checkUnits(where: string, argument: string, units: readonly number[], least: number): void {
  if (!Array.isArray(units) || units.length < least || units.length > MOST_LAYERS) {
    const expected = `be a list of ${least} to ${MOST_LAYERS} integers`;
    throw new ArgumentError({ where, argument, expected, received: describeValue(units) });
  }
  for (const [i, count] of units.entries())
    checkInteger(where, `${argument}[${i}]`, count, { min: 1, max: MOST_UNITS });
}
