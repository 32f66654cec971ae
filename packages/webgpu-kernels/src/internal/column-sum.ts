import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Target } from '../shader.js';

/** With more rows than this, one thread per column takes longer than many that sum a block each, and a second program. */
const MANY_ROWS = 1024;

/**
 * The sum of each column times a factor: one program, or two for many rows.
 *
 * @param term the expression that is summed, at a row and a column of the inputs
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
  const blockRows = Math.ceil(Math.sqrt(rows));
  const blocks = { rows: Math.ceil(rows / blockRows), columns };
  const partial = target.rows(
    {
      name: `${name} of blocks`,
      inputs,
      constants: { blockRows },
      outputShape: [blocks.rows, columns],
      body: (dialect) => `
        ${dialect.int} first = row * ${dialect.toInt('blockRows')};
        ${dialect.int} end = min(first + ${dialect.toInt('blockRows')}, rows);
        for (${dialect.int} j = first; j < end; j++) { result += ${term(dialect, 'j', 'column')}; }`,
    },
    size,
  );
  const sum = columnSum(target, {
    name: 'ColumnSum',
    inputs: { partial },
    size: blocks,
    term: ({ at }, row, column) => at('partial', row, column),
    factor,
  });
  target.free(partial);
  return sum;
}
