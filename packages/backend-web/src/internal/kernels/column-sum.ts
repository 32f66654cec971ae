import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Target } from './shader.js';

/** With more rows than this, one thread for each column takes longer than tfjs's reductions in several dispatches. */
export const MANY_ROWS = 4096;

/**
 * A sum over all rows, for each column.
 *
 * @param term what is summed, at row `j` and column `row`: `row` counts the outputs, which are columns of the inputs
 */
export function columnSum(
  target: Target,
  {
    name,
    inputs,
    size,
    term,
  }: {
    readonly name: string;
    readonly inputs: Readonly<Record<string, TensorInfo>>;
    readonly size: { readonly rows: number; readonly columns: number };
    readonly term: (dialect: Dialect) => string;
  },
): TensorInfo {
  const body = (dialect: Dialect): string =>
    `for (${dialect.int} j = 0; j < rows; j++) { result += ${term(dialect)}; }`;
  return target.rows({ name, inputs, constants: {}, outputShape: [size.columns], body }, size);
}
