import { softmaxCrossEntropyGradOperation, softmaxCrossEntropyOperation } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type FusedKernel, fusedKernel } from './fused-kernel.js';
import type { Dialect } from './shader.js';

/** Sets `level` to log Σ exp of a row, the largest logit taken out first, so that nothing overflows. */
function logSumExp({ float, int, at }: Dialect): string {
  const logit = at('logits', 'row', 'j');
  return `
    ${float} largest = ${at('logits', 'row', '0')};
    for (${int} j = 1; j < columns; j++) { largest = max(largest, ${logit}); }
    ${float} total = 0.0;
    for (${int} j = 0; j < columns; j++) { total += exp(${logit} - largest); }
    ${float} level = largest + log(total);`;
}

function sizeOf({ shape }: TensorInfo): { readonly rows: number; readonly columns: number } {
  return { rows: shape[0]!, columns: shape[1]! };
}

/** One program in the place of eight. */
export const softmaxCrossEntropy: FusedKernel = fusedKernel<'logits' | 'labels', object>(
  softmaxCrossEntropyOperation,
  (target, { logits, labels }) => {
    const size = sizeOf(logits);
    if (size.columns === 0) return undefined;
    const body = (dialect: Dialect): string => `
      ${logSumExp(dialect)}
      for (${dialect.int} j = 0; j < columns; j++) {
        result += ${dialect.at('labels', 'row', 'j')} * (level - ${dialect.at('logits', 'row', 'j')});
      }`;
    return target.rows(
      { name: 'SoftmaxCrossEntropy', inputs: { logits, labels }, constants: {}, outputShape: [size.rows], body },
      size,
    );
  },
);

/** Up to so many classes, every number sums its row again, which costs less than another program would. */
const FEW = 64;

/** One program in the place of seven, or two: what belongs to a row, then each number. */
export const softmaxCrossEntropyGrad: FusedKernel = fusedKernel<'dy' | 'logits' | 'labels', object>(
  softmaxCrossEntropyGradOperation,
  (target, { dy, logits, labels }) => {
    const size = sizeOf(logits);
    if (size.columns === 0) return undefined;
    const outputShape = [size.rows, size.columns];
    if (size.columns <= FEW) {
      const body = (dialect: Dialect): string =>
        `${logSumExp(dialect)} ${labelSum(dialect)} ${slope(dialect, { level: 'level', mass: 'mass' })}`;
      const name = 'SoftmaxCrossEntropyGrad';
      return target.rows({ name, inputs: { dy, logits, labels }, constants: {}, outputShape, body }, size);
    }
    const sums = target.rows(
      {
        name: 'SoftmaxCrossEntropySums',
        inputs: { logits, labels },
        constants: {},
        outputShape: [size.rows, 2],
        body: (dialect) => `
          if (column == 0) { ${logSumExp(dialect)} result = level; }
          else { ${labelSum(dialect)} result = mass; }`,
      },
      size,
    );
    const gradient = target.rows(
      {
        name: 'SoftmaxCrossEntropyGradOfSums',
        inputs: { dy, logits, labels, sums },
        constants: {},
        outputShape,
        body: (dialect) =>
          slope(dialect, { level: dialect.at('sums', 'row', '0', '2'), mass: dialect.at('sums', 'row', '1', '2') }),
      },
      size,
    );
    target.free(sums);
    return gradient;
  },
);

/** Sets `mass` to the sum of a row of labels. */
function labelSum({ float, int, at }: Dialect): string {
  return `
    ${float} mass = 0.0;
    for (${int} j = 0; j < columns; j++) { mass += ${at('labels', 'row', 'j')}; }`;
}

function slope({ at, of }: Dialect, { level, mass }: { readonly level: string; readonly mass: string }): string {
  const probability = `exp(${at('logits', 'row', 'column')} - ${level})`;
  return `result = ${of('dy', 'row')} * (${probability} * ${mass} - ${at('labels', 'row', 'column')});`;
}
