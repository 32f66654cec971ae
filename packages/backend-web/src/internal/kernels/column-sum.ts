import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Target } from './shader.js';

/** With more rows than this, one thread for each column takes longer than many that sum a part each, and another program. */
const MANY_ROWS = 1024;

/**
 * A sum over all rows, for each column, times a factor: one program, or two for many rows.
 *
 * @param term what is summed, at a row and a column of the inputs
 */
export function columnSum(
  target: Target,
  {
    name,
    inputs,
    size,
    term,
    factor = 1,
  }: {
    readonly name: string;
    readonly inputs: Readonly<Record<string, TensorInfo>>;
    readonly size: { readonly rows: number; readonly columns: number };
    readonly term: (dialect: Dialect, row: string, column: string) => string;
    readonly factor?: number;
  },
): TensorInfo {
  const { rows, columns } = size;
  if (rows <= MANY_ROWS) {
    const body = (dialect: Dialect): string => `
      for (${dialect.int} j = 0; j < rows; j++) { result += ${term(dialect, 'j', 'row')}; }
      result *= factor;`;
    return target.rows({ name, inputs, constants: { factor }, outputShape: [columns], body }, size);
  }
  const stretch = Math.ceil(Math.sqrt(rows));
  const parts = { rows: Math.ceil(rows / stretch), columns };
  const partial = target.rows(
    {
      name: `${name} of parts`,
      inputs,
      constants: { stretch },
      outputShape: [parts.rows, columns],
      body: (dialect) => `
        ${dialect.int} first = row * ${dialect.toInt('stretch')};
        ${dialect.int} end = min(first + ${dialect.toInt('stretch')}, rows);
        for (${dialect.int} j = first; j < end; j++) { result += ${term(dialect, 'j', 'column')}; }`,
    },
    size,
  );
  const sum = columnSum(target, {
    name: 'ColumnSum',
    inputs: { partial },
    size: parts,
    term: ({ at }, row, column) => at('partial', row, column),
    factor,
  });
  target.free(partial);
  return sum;
}
