import { layerNormGradOperation, layerNormOperation } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type FusedKernel, fusedKernel } from './fused-kernel.js';
import type { Dialect, Target } from './shader.js';

type Attrs = { readonly epsilon: number };
type Size = { readonly rows: number; readonly columns: number };

/** Two programs in the place of a dozen: mean and deviation of each row, then each number. */
export const layerNorm: FusedKernel = fusedKernel<'x' | 'scale' | 'offset', Attrs>(
  layerNormOperation,
  (target, { x, scale, offset }, { epsilon }) => {
    const { rows, size } = asRows(x);
    const statistics = rowStatistics(target, { x: rows, size, epsilon });
    const y = target.rows(
      {
        name: 'LayerNorm',
        inputs: { x: rows, statistics, scale, offset },
        constants: {},
        outputShape: [size.rows, size.columns],
        body: (dialect) => `
          result = ${standard(dialect, 'row', 'column')} * ${dialect.of('scale', 'column')} + ${dialect.of('offset', 'column')};`,
      },
      size,
    );
    target.free(statistics);
    return { ...y, shape: x.shape };
  },
);

/** Five programs in the place of two dozen. */
export const layerNormGrad: FusedKernel = fusedKernel<'dy' | 'x' | 'scale', Attrs>(
  layerNormGradOperation,
  (target, { dy: dyInfo, x: xInfo, scale }, { epsilon }) => {
    const { rows: x, size } = asRows(xInfo);
    const { rows: dy } = asRows(dyInfo);
    const statistics = rowStatistics(target, { x, size, epsilon });
    const scaled = ({ at, of }: Dialect, column: string): string =>
      `${at('dy', 'row', column)} * ${of('scale', column)}`;
    const means = target.rows(
      {
        name: 'LayerNormGradMeans',
        inputs: { dy, x, scale, statistics },
        constants: {},
        outputShape: [size.rows, 2],
        body: (dialect) => `
          for (${dialect.int} j = 0; j < columns; j++) {
            ${dialect.float} one = ${scaled(dialect, 'j')};
            if (column == 1) { one *= ${standard(dialect, 'row', 'j')}; }
            result += one;
          }
          result /= ${dialect.toFloat('columns')};`,
      },
      size,
    );
    const dx = target.rows(
      {
        name: 'LayerNormGrad',
        inputs: { dy, x, scale, statistics, means },
        constants: {},
        outputShape: [size.rows, size.columns],
        body: (dialect) => `
          result = ${dialect.at('statistics', 'row', '1', '2')} * (${scaled(dialect, 'column')}
            - ${dialect.at('means', 'row', '0', '2')}
            - ${standard(dialect, 'row', 'column')} * ${dialect.at('means', 'row', '1', '2')});`,
      },
      size,
    );
    // Here `row` counts the outputs, which are columns of the inputs.
    const columnSum = (
      name: string,
      term: (dialect: Dialect) => string,
      inputs: Record<string, TensorInfo>,
    ): TensorInfo =>
      target.rows(
        {
          name,
          inputs,
          constants: {},
          outputShape: [size.columns],
          body: (dialect) => `for (${dialect.int} j = 0; j < rows; j++) { result += ${term(dialect)}; }`,
        },
        size,
      );
    const dScale = columnSum(
      'LayerNormGradScale',
      (dialect) => `${dialect.at('dy', 'j', 'row')} * ${standard(dialect, 'j', 'row')}`,
      { dy, x, statistics },
    );
    const dOffset = columnSum('LayerNormGradOffset', ({ at }) => at('dy', 'j', 'row'), { dy });
    target.free(statistics);
    target.free(means);
    return [{ ...dx, shape: xInfo.shape }, dScale, dOffset];
  },
);

/** Mean and 1 / √(variance + epsilon) of each row, [rows, 2]. */
function rowStatistics(
  target: Target,
  { x, size, epsilon }: { readonly x: TensorInfo; readonly size: Size; readonly epsilon: number },
): TensorInfo {
  const body = ({ float, int, at, toFloat }: Dialect): string => `
    ${float} mean = 0.0;
    for (${int} j = 0; j < columns; j++) { mean += ${at('x', 'row', 'j')}; }
    mean /= ${toFloat('columns')};
    result = mean;
    if (column == 1) {
      ${float} variance = 0.0;
      for (${int} j = 0; j < columns; j++) {
        ${float} off = ${at('x', 'row', 'j')} - mean;
        variance += off * off;
      }
      result = 1.0 / sqrt(variance / ${toFloat('columns')} + epsilon);
    }`;
  return target.rows(
    { name: 'RowStatistics', inputs: { x }, constants: { epsilon }, outputShape: [size.rows, 2], body },
    size,
  );
}

function standard({ at }: Dialect, row: string, column: string): string {
  const [mean, inverse] = [at('statistics', row, '0', '2'), at('statistics', row, '1', '2')];
  return `(${at('x', row, column)} - ${mean}) * ${inverse}`;
}

/** The same numbers as a matrix of their last axis. */
function asRows({ dataId, shape, dtype }: TensorInfo): { readonly rows: TensorInfo; readonly size: Size } {
  const columns = shape.at(-1) ?? 1;
  const rows = util.sizeFromShape(shape) / columns;
  return { rows: { dataId, shape: [rows, columns], dtype }, size: { rows, columns } };
}
