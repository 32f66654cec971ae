import { layerNormGradOperation, layerNormOperation } from '@neurite/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Target } from '../../shader.js';
import { asRows } from '../as-rows.js';
import { columnSum } from '../column-sum.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

type Attrs = { readonly epsilon: number };
type Size = { readonly rows: number; readonly columns: number };

/** Two programs instead of a dozen: mean and deviation of each row, then each element. */
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

/** Five programs, or seven for many rows, instead of two dozen. */
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
    const dScale = columnSum(target, {
      name: 'LayerNormGradScale',
      inputs: { dy, x, statistics },
      size,
      term: (dialect, row, column) => `${dialect.at('dy', row, column)} * ${standard(dialect, row, column)}`,
    });
    const dOffset = columnSum(target, {
      name: 'ColumnSum',
      inputs: { dy },
      size,
      term: ({ at }, row, column) => at('dy', row, column),
    });
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
