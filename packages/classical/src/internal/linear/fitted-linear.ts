import type { LearnOptions, SavedEstimator, Table } from '@neurite/core';
import { FormatError } from '@neurite/core/errors';
import type { FittedLinear, LinearEstimator } from '../../linear/linear-options.js';
import { allFinite, checkTable } from '../check-table.js';
import { checkValues, givenWeights } from '../check-targets.js';
import { type Moments, momentsOf } from '../products/moments.js';
import { Multiplier } from '../products/multiplier.js';
import { readSaved } from '../saved.js';

const VERSION = 1;
/** Fewer products take less time than the memory of kernels does. */
const FEW = 20_000;

/** What a linear model learns from. */
export type LinearProblem = {
  readonly x: Table;
  readonly y: ArrayLike<number>;
  readonly weights: Float64Array | undefined;
  readonly moments: Moments;
};

/** An estimator that needs sums of products only. @param solve the coefficients */
export function linearEstimator(
  kind: string,
  intercept: boolean,
  solve: (problem: LinearProblem) => Float64Array,
): LinearEstimator {
  return {
    name: kind,
    fit: (x, y, learn: LearnOptions = {}) => {
      const where = `${kind}.fit`;
      checkTable(where, x, { known: true });
      checkValues(where, y, x.rows);
      const weights = givenWeights(where, learn, x.rows);
      const moments = momentsOf(x, { y, weights, center: intercept });
      // Values that are not finite leave no finite mean.
      if (!allFinite(moments.means)) checkTable(where, x);
      const coefficients = solve({ x, y, weights, moments });
      return fittedLinear(kind, coefficients, interceptOf(moments, coefficients, intercept));
    },
    restore: (saved) => restoreLinear(kind, saved),
  };
}

function interceptOf({ means }: Moments, coefficients: Float64Array, intercept: boolean): number {
  if (!intercept) return 0;
  return coefficients.reduce((rest, value, column) => rest - value * means[column]!, means[coefficients.length]!);
}

function fittedLinear(kind: string, coefficients: Float64Array, intercept: number): FittedLinear {
  return {
    name: kind,
    coefficients,
    intercept,
    predict: (x) => {
      return linearScores(`${kind}.predict`, x, { coefficients, intercepts: Float64Array.of(intercept) });
    },
    save: () => ({
      json: { kind, version: VERSION },
      arrays: { coefficients, intercept: Float64Array.of(intercept) },
    }),
  };
}

function restoreLinear(kind: string, saved: SavedEstimator): FittedLinear {
  readSaved(saved, { kind, version: VERSION, names: ['coefficients', 'intercept'] });
  const { coefficients, intercept } = saved.arrays as Record<'coefficients' | 'intercept', Float64Array>; // checked
  if (coefficients.length === 0 || intercept.length !== 1) {
    const received = `${coefficients.length} and ${intercept.length}`;
    const expected = 'have at least one coefficient and one intercept';
    throw new FormatError({ where: `${kind}.restore`, argument: 'saved', expected, received });
  }
  return fittedLinear(kind, coefficients, intercept[0]!);
}

/**
 * Σ coefficients × x + intercept of each output: rows × outputs.
 *
 * @throws ArgumentError, ShapeError as `checkTable` does
 */
export function linearScores(
  where: string,
  x: Table,
  { coefficients, intercepts }: { readonly coefficients: Float64Array; readonly intercepts: Float64Array },
): Float64Array {
  const columns = coefficients.length / intercepts.length;
  checkTable(where, x, { columns, known: true });
  const scores =
    intercepts.length === 1 ? oneScore(x, coefficients, intercepts[0]!) : manyScores(x, coefficients, intercepts);
  // Values that are not finite leave no finite score: to look at scores takes a part of the time.
  if (!allFinite(scores)) checkTable(where, x, { columns });
  return scores;
}

function manyScores(
  { rows, columns, data }: Table,
  coefficients: Float64Array,
  intercepts: Float64Array,
): Float64Array {
  const outputs = intercepts.length;
  const scores = new Float64Array(rows * outputs);
  // The same sums in the same order, so that a row alone has the scores that it has among many.
  const plain = scores.length * columns < FEW;
  new Multiplier(coefficients, columns, { plain }).multiply({ columns, data }, { start: 0, count: rows }, (block) => {
    const { products, stride, first } = block;
    for (let row = 0; row < block.rows; row++) {
      for (let k = 0; k < outputs; k++)
        scores[(first + row) * outputs + k] = products[row * stride + k]! + intercepts[k]!;
    }
  });
  return scores;
}

function oneScore({ rows, columns, data }: Table, coefficients: Float64Array, intercept: number): Float64Array {
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let column = 0;
    // Four sums: no addition waits for the one before it.
    for (; column + 3 < columns; column += 4) {
      a += data[from + column]! * coefficients[column]!;
      b += data[from + column + 1]! * coefficients[column + 1]!;
      c += data[from + column + 2]! * coefficients[column + 2]!;
      d += data[from + column + 3]! * coefficients[column + 3]!;
    }
    for (; column < columns; column++) a += data[from + column]! * coefficients[column]!;
    scores[row] = a + b + (c + d) + intercept;
  }
  return scores;
}
