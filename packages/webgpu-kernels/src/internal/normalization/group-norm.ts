import { groupNormGradOperation, groupNormOperation } from '@neurite/ops';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Dialect, Target } from '../../shader.js';
import { asRows } from '../as-rows.js';
import { columnSum } from '../column-sum.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

type Attrs = { readonly groups: number; readonly epsilon: number };

/** With more elements in a group than this, one thread per group takes longer than tfjs's reductions. */
const LARGE_GROUP = 8192;

/** Images as a matrix [batch · pixels, channels], and its groups. */
type Grouped = {
  readonly x: TensorInfo;
  readonly size: { readonly rows: number; readonly columns: number };
  /** Pixels of a sample, and channels of a group. */
  readonly pixels: number;
  readonly span: number;
  /** Groups of all samples. */
  readonly count: number;
};

function grouped(info: TensorInfo, groups: number): Grouped {
  const { rows: x, size } = asRows(info);
  const batch = info.shape[0]!;
  const pixels = util.sizeFromShape(info.shape.slice(1, -1));
  return { x, size, pixels, span: size.columns / groups, count: batch * groups };
}

/** Two programs instead of a dozen: mean and deviation of each group, then each element. */
export const groupNorm: FusedKernel = fusedKernel<'x' | 'scale' | 'offset', Attrs>(
  groupNormOperation,
  (target, { x: info, scale, offset }, { groups, epsilon }) => {
    const { x, size, pixels, span, count } = grouped(info, groups);
    if (pixels * span > LARGE_GROUP) return undefined;
    const statistics = statisticsOf(target, { x, size, pixels, span, count, epsilon });
    const y = target.rows(
      {
        name: 'GroupNorm',
        inputs: { x, statistics, scale, offset },
        constants: { pixels, span },
        outputShape: [size.rows, size.columns],
        body: (dialect) => `
          ${groupAt(dialect)}
          result = ${standard(dialect, 'row', 'column')} * ${dialect.of('scale', 'column')} + ${dialect.of('offset', 'column')};`,
      },
      size,
    );
    target.free(statistics);
    return { ...y, shape: info.shape };
  },
);

/** Five programs, or seven for many rows, instead of two dozen. */
export const groupNormGrad: FusedKernel = fusedKernel<'dy' | 'x' | 'scale', Attrs>(
  groupNormGradOperation,
  (target, { dy: dyInfo, x: info, scale }, { groups, epsilon }) => {
    const { x, size, pixels, span, count } = grouped(info, groups);
    if (pixels * span > LARGE_GROUP) return undefined;
    const { rows: dy } = asRows(dyInfo);
    const statistics = statisticsOf(target, { x, size, pixels, span, count, epsilon });
    const scaled = ({ at, of }: Dialect, row: string, column: string): string =>
      `${at('dy', row, column)} * ${of('scale', column)}`;
    const means = target.rows(
      {
        name: 'GroupNormGradMeans',
        inputs: { dy, x, scale, statistics },
        constants: { pixels, span },
        outputShape: [count, 2],
        body: (dialect) => `
          ${dialect.int} group = row;
          ${overGroup(
            dialect,
            `${dialect.float} one = ${scaled(dialect, 'pixel', 'channel')};
            if (column == 1) { one *= ${standard(dialect, 'pixel', 'channel')}; }
            result += one;`,
          )}
          result /= pixels * span;`,
      },
      size,
    );
    const dx = target.rows(
      {
        name: 'GroupNormGrad',
        inputs: { dy, x, scale, statistics, means },
        constants: { pixels, span },
        outputShape: [size.rows, size.columns],
        body: (dialect) => `
          ${groupAt(dialect)}
          result = ${dialect.at('statistics', 'group', '1', '2')} * (${scaled(dialect, 'row', 'column')}
            - ${dialect.at('means', 'group', '0', '2')}
            - ${standard(dialect, 'row', 'column')} * ${dialect.at('means', 'group', '1', '2')});`,
      },
      size,
    );
    // The group of an element follows from its row and its column.
    const dScale = columnSum(target, {
      name: `GroupNormGradScale ${pixels} ${span}`,
      inputs: { dy, x, statistics },
      size,
      term: (dialect, row, column) => {
        const group = `((${row} / ${pixels}) * (columns / ${span}) + ${column} / ${span})`;
        const { at } = dialect;
        return `${at('dy', row, column)} * (${at('x', row, column)} - ${at('statistics', group, '0', '2')}) * ${at('statistics', group, '1', '2')}`;
      },
    });
    const dOffset = columnSum(target, {
      name: 'ColumnSum',
      inputs: { dy },
      size,
      term: ({ at }, row, column) => at('dy', row, column),
    });
    target.free(statistics);
    target.free(means);
    return [{ ...dx, shape: info.shape }, dScale, dOffset];
  },
);

/** Mean and 1 / √(variance + epsilon) of each group, [batch · groups, 2]. */
function statisticsOf(
  target: Target,
  { x, size, pixels, span, count, epsilon }: Grouped & { readonly epsilon: number },
): TensorInfo {
  const one = ({ at }: Dialect): string => at('x', 'pixel', 'channel');
  const body = (dialect: Dialect): string => `
    ${dialect.int} group = row;
    ${dialect.float} mean = 0.0;
    ${overGroup(dialect, `mean += ${one(dialect)};`)}
    mean /= pixels * span;
    result = mean;
    if (column == 1) {
      ${dialect.float} variance = 0.0;
      ${overGroup(dialect, `variance += (${one(dialect)} - mean) * (${one(dialect)} - mean);`)}
      result = 1.0 / sqrt(variance / (pixels * span) + epsilon);
    }`;
  return target.rows(
    { name: 'GroupStatistics', inputs: { x }, constants: { pixels, span, epsilon }, outputShape: [count, 2], body },
    size,
  );
}

/** Sets `group` to that of the element at `row` and `column`. */
function groupAt({ int, toInt }: Dialect): string {
  return `
    ${int} wide = ${toInt('span')};
    ${int} group = (row / ${toInt('pixels')}) * (columns / wide) + column / wide;`;
}

/** Runs code for each `pixel` and `channel` of a `group`. */
function overGroup({ int, toInt }: Dialect, each: string): string {
  return `
    {
      ${int} high = ${toInt('pixels')};
      ${int} wide = ${toInt('span')};
      ${int} across = columns / wide;
      ${int} firstPixel = (group / across) * high;
      ${int} firstChannel = (group - (group / across) * across) * wide;
      for (${int} i = 0; i < high; i++) {
        for (${int} j = 0; j < wide; j++) {
          ${int} pixel = firstPixel + i;
          ${int} channel = firstChannel + j;
          ${each}
        }
      }
    }`;
}

function standard({ at }: Dialect, row: string, column: string): string {
  return `(${at('x', row, column)} - ${at('statistics', 'group', '0', '2')}) * ${at('statistics', 'group', '1', '2')}`;
}
