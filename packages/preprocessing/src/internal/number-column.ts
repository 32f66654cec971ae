import type { Json, TransformerOptions } from '@neurite/core';
import type { ColumnTransformer, FittedColumn, FittedNumbers, Learner, NumberValue } from '../column.js';
import { fitBy } from './learn.js';
import type { Saved } from './saved.js';
import { toFinite, toNumber } from './to-number.js';

/** What a transformation of numbers does with one number; NaN never gets there. */
export type NumberMap = (value: number) => number;

/** A fitted transformation of each number by itself: NaN stays NaN. */
export function fittedNumbers(
  name: string,
  saved: Saved,
  { forward, backward }: { readonly forward: NumberMap; readonly backward: NumberMap },
): FittedNumbers {
  return {
    name,
    outputs: [''],
    transform: (values) => mapNumbers(`${name}.transform`, values, forward),
    invert: (values) => mapNumbers(`${name}.invert`, values, backward),
    toJSON: () => saveAs(name, saved),
  };
}

/** What every `toJSON` here gives. */
export function saveAs(name: string, saved: Saved): Json {
  return { kind: `neurite/${name}`, version: 1, ...saved };
}

export function mapNumbers(where: string, values: ArrayLike<NumberValue>, map: NumberMap): Float64Array {
  const result = new Float64Array(values.length);
  for (let row = 0; row < result.length; row++) {
    const value = toNumber(where, values[row], row);
    result[row] = Number.isNaN(value) ? value : map(value);
  }
  return result;
}

/** A transformer of numbers that learns from each one that is present. */
export function numberColumn<Fitted extends FittedColumn<NumberValue>>(
  name: string,
  learner: (options: TransformerOptions) => Learner<number, Fitted>,
  restore: (json: Json) => Fitted,
): ColumnTransformer<NumberValue, Fitted> {
  const where = `${name}.fit`;
  const start = (options: TransformerOptions): Learner<NumberValue, Fitted> => {
    const learned = learner(options);
    return {
      add(value, weight, row) {
        const number = toFinite(where, value, row);
        if (!Number.isNaN(number)) learned.add(number, weight, row);
      },
      end: () => learned.end(),
      ...(learned.steps && { steps: () => learned.steps!() }),
    };
  };
  return { name, start, fit: fitBy(where, start), restore };
}
