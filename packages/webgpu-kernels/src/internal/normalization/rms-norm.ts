import { rmsNormGradOperation, rmsNormOperation } from '@neurite/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Target } from '../../shader.js';
import { asRows } from '../as-rows.js';
import { columnSum } from '../column-sum.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

type Attrs = { readonly epsilon: number };
type Size = { readonly rows: number; readonly columns: number };

/** Two programs instead of seven: the divisor of each row, then each element. */
export const rmsNorm: FusedKernel = fusedKernel<'x' | 'scale', Attrs>(
  rmsNormOperation,
  (target, { x: info, scale }, { epsilon }) => {
    const { rows: x, size } = asRows(info);
    const inverse = inverseOf(target, { x, size, epsilon });
    const y = target.rows(
      {
        name: 'RmsNorm',
        inputs: { x, inverse, scale },
        constants: {},
        outputShape: [size.rows, size.columns],
        body: ({ at, of }) =>
          `result = ${at('x', 'row', 'column')} * ${of('inverse', 'row')} * ${of('scale', 'column')};`,
      },
      size,
    );
    target.free(inverse);
    return { ...y, shape: info.shape };
  },
);

/** Four programs, or five for many rows, instead of sixteen. */
export const rmsNormGrad: FusedKernel = fusedKernel<'dy' | 'x' | 'scale', Attrs>(
  rmsNormGradOperation,
  (target, { dy: dyInfo, x: xInfo, scale }, { epsilon }) => {
    const { rows: x, size } = asRows(xInfo);
    const { rows: dy } = asRows(dyInfo);
    const inverse = inverseOf(target, { x, size, epsilon });
    const scaled = ({ at, of }: Dialect, column: string): string =>
      `${at('dy', 'row', column)} * ${of('scale', column)}`;
    const along = target.rows(
      {
        name: 'RmsNormGradMean',
        inputs: { dy, x, scale, inverse },
        constants: {},
        outputShape: [size.rows],
        body: (dialect) => `
          for (${dialect.int} j = 0; j < columns; j++) { result += ${scaled(dialect, 'j')} * ${dialect.at('x', 'row', 'j')}; }
          result *= ${dialect.of('inverse', 'row')} / ${dialect.toFloat('columns')};`,
      },
      size,
    );
    const dx = target.rows(
      {
        name: 'RmsNormGrad',
        inputs: { dy, x, scale, inverse, along },
        constants: {},
        outputShape: [size.rows, size.columns],
        body: (dialect) => `
          ${dialect.float} divided = ${dialect.of('inverse', 'row')};
          result = divided * (${scaled(dialect, 'column')}
            - ${dialect.at('x', 'row', 'column')} * divided * ${dialect.of('along', 'row')});`,
      },
      size,
    );
    const dScale = columnSum(target, {
      name: 'RmsNormGradScale',
      inputs: { dy, x, inverse },
      size,
      term: ({ at, of }, row, column) => `${at('dy', row, column)} * ${at('x', row, column)} * ${of('inverse', row)}`,
    });
    target.free(inverse);
    target.free(along);
    return [{ ...dx, shape: xInfo.shape }, dScale];
  },
);

/** 1 / √(mean of squares + epsilon) of each row, [rows]. */
function inverseOf(
  target: Target,
  { x, size, epsilon }: { readonly x: TensorInfo; readonly size: Size; readonly epsilon: number },
): TensorInfo {
  const body = ({ float, int, at, toFloat }: Dialect): string => `
    for (${int} j = 0; j < columns; j++) {
      ${float} one = ${at('x', 'row', 'j')};
      result += one * one;
    }
    result = 1.0 / sqrt(result / ${toFloat('columns')} + epsilon);`;
  return target.rows(
    { name: 'RowInverse', inputs: { x }, constants: { epsilon }, outputShape: [size.rows], body },
    size,
  );
}
