import { batchNormTrainingGradOperation, batchNormTrainingOperation } from '@neurite/ops';
import type { Dialect } from '../../shader.js';
import { asRows } from '../as-rows.js';
import { columnSum } from '../column-sum.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

type Attrs = { readonly epsilon: number };

const centered = ({ at, of }: Dialect, row: string, column: string): string =>
  `(${at('x', row, column)} - ${of('mean', column)})`;
const inverse = ({ of }: Dialect, column: string): string => `(1.0 / sqrt(${of('variance', column)} + epsilon))`;

/** Three programs, or five for many rows, instead of a dozen: the mean of each channel, its variance, each element. */
export const batchNormTraining: FusedKernel = fusedKernel<'x' | 'scale' | 'offset', Attrs>(
  batchNormTrainingOperation,
  (target, { x: info, scale, offset }, { epsilon }) => {
    const { rows: x, size } = asRows(info);
    const factor = 1 / size.rows;
    const mean = columnSum(target, {
      name: 'ColumnSum',
      inputs: { x },
      size,
      term: ({ at }, row, column) => at('x', row, column),
      factor,
    });
    const variance = columnSum(target, {
      name: 'ColumnVariance',
      inputs: { x, mean },
      size,
      term: (dialect, row, column) => `${centered(dialect, row, column)} * ${centered(dialect, row, column)}`,
      factor,
    });
    const y = target.rows(
      {
        name: 'BatchNorm',
        inputs: { x, mean, variance, scale, offset },
        constants: { epsilon },
        outputShape: [size.rows, size.columns],
        body: (dialect) => `
          result = ${centered(dialect, 'row', 'column')} * ${inverse(dialect, 'column')} * ${dialect.of('scale', 'column')}
            + ${dialect.of('offset', 'column')};`,
      },
      size,
    );
    return [{ ...y, shape: info.shape }, mean, variance];
  },
);

type GradInputs = 'dy' | 'dMean' | 'dVariance' | 'x' | 'scale' | 'mean' | 'variance';

/** Four programs, or six for many rows, instead of two dozen. */
export const batchNormTrainingGrad: FusedKernel = fusedKernel<GradInputs, Attrs>(
  batchNormTrainingGradOperation,
  (target, { dy: dyInfo, x: xInfo, scale, mean, variance, dMean, dVariance }, { epsilon }) => {
    const { rows: x, size } = asRows(xInfo);
    const { rows: dy } = asRows(dyInfo);
    const dOffset = columnSum(target, {
      name: 'ColumnSum',
      inputs: { dy },
      size,
      term: ({ at }, row, column) => at('dy', row, column),
    });
    // The sum of dy · (x − mean), without the deviation, which a channel has in common.
    const product = columnSum(target, {
      name: 'BatchNormGradScale',
      inputs: { dy, x, mean },
      size,
      term: (dialect, row, column) => `${dialect.at('dy', row, column)} * ${centered(dialect, row, column)}`,
    });
    const perChannel = { rows: size.columns, columns: 4 };
    // dx = a · dy + b · (x − mean) + c in each channel. In a program of its own, because one reads at most seven inputs.
    const factors = target.rows(
      {
        name: 'BatchNormGradFactors',
        inputs: { scale, variance, product, dOffset, dMean, dVariance },
        constants: { epsilon, share: 1 / size.rows },
        outputShape: [perChannel.rows, perChannel.columns],
        body: (dialect) => `
          ${dialect.float} divided = ${inverse(dialect, 'row')};
          ${dialect.float} a = divided * ${dialect.of('scale', 'row')};
          if (column == 0) { result = a; }
          else if (column == 1) {
            result = (2.0 * ${dialect.of('dVariance', 'row')} - a * divided * divided * ${dialect.of('product', 'row')}) * share;
          }
          else if (column == 2) { result = (${dialect.of('dMean', 'row')} - a * ${dialect.of('dOffset', 'row')}) * share; }
          else { result = divided * ${dialect.of('product', 'row')}; }`,
      },
      perChannel,
    );
    const factor = ({ at }: Dialect, index: number): string => at('factors', 'column', String(index), '4');
    const dx = target.rows(
      {
        name: 'BatchNormGrad',
        inputs: { dy, x, mean, factors },
        constants: {},
        outputShape: [size.rows, size.columns],
        body: (dialect) => `
          result = ${factor(dialect, 0)} * ${dialect.at('dy', 'row', 'column')}
            + ${factor(dialect, 1)} * ${centered(dialect, 'row', 'column')} + ${factor(dialect, 2)};`,
      },
      size,
    );
    const dScale = target.rows(
      {
        name: 'FourthColumn',
        inputs: { factors },
        constants: {},
        outputShape: [size.columns],
        body: ({ at }) => `result = ${at('factors', 'row', '3', '4')};`,
      },
      perChannel,
    );
    target.free(product);
    target.free(factors);
    return [{ ...dx, shape: xInfo.shape }, dScale, dOffset];
  },
);
