import { softmaxCrossEntropyGradOperation, softmaxCrossEntropyOperation } from '@neurite/ops';
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

/** How large the rows are, and whether labels are one for each logit, or one for each row: its class. */
type Size = { readonly rows: number; readonly columns: number; readonly classes: boolean };

function sizeOf(logits: TensorInfo, labels: TensorInfo): Size | undefined {
  const [rows, columns] = logits.shape as [number, number];
  const classes = labels.shape.length === 1;
  return classes === (labels.dtype === 'int32') ? { rows, columns, classes } : undefined;
}

/** What programs for classes know besides: they have names of their own. */
function constantsOf({ classes }: Size): Readonly<Record<string, number>> {
  return classes ? { none: Number.NaN } : {};
}

function nameOf(name: string, { classes }: Size): string {
  return classes ? `${name}OfClasses` : name;
}

/** The label of a row at a column. */
function label({ at, of, toFloat, toInt }: Dialect, { classes }: Size, column: string): string {
  return classes ? toFloat(`max(0, 1 - abs(${toInt(of('labels', 'row'))} - ${column}))`) : at('labels', 'row', column);
}

/** Sets `mass` to the sum of a row of labels; where there is no such class, that is no number. */
function labelSum(dialect: Dialect, size: Size): string {
  const { float, int } = dialect;
  return `
    ${float} mass = 0.0;
    for (${int} j = 0; j < columns; j++) { mass += ${label(dialect, size, 'j')}; }
    ${size.classes ? 'if (mass == 0.0) { mass = none; }' : ''}`;
}

/** One program in the place of eight. */
export const softmaxCrossEntropy: FusedKernel = fusedKernel<'logits' | 'labels', object>(
  softmaxCrossEntropyOperation,
  (target, { logits, labels }) => {
    const size = sizeOf(logits, labels);
    if (size === undefined) return undefined;
    const body = (dialect: Dialect): string => `
      ${logSumExp(dialect)}
      for (${dialect.int} j = 0; j < columns; j++) {
        result += ${label(dialect, size, 'j')} * (level - ${dialect.at('logits', 'row', 'j')});
      }
      ${size.classes ? `${labelSum(dialect, size)} result *= mass;` : ''}`;
    return target.rows(
      {
        name: nameOf('SoftmaxCrossEntropy', size),
        inputs: { logits, labels },
        constants: constantsOf(size),
        outputShape: [size.rows],
        body,
      },
      size,
    );
  },
  ['labels'],
);

/** Up to so many classes, every number sums its row again, which costs less than another program would. */
const FEW = 64;

/** One program in the place of seven, or two: what belongs to a row, then each number. */
export const softmaxCrossEntropyGrad: FusedKernel = fusedKernel<'dy' | 'logits' | 'labels', object>(
  softmaxCrossEntropyGradOperation,
  (target, { dy, logits, labels }) => {
    const size = sizeOf(logits, labels);
    if (size === undefined) return undefined;
    const outputShape = [size.rows, size.columns];
    const constants = constantsOf(size);
    if (size.columns <= FEW) {
      const body = (dialect: Dialect): string =>
        `${logSumExp(dialect)} ${labelSum(dialect, size)} ${slope(dialect, size, { level: 'level', mass: 'mass' })}`;
      const name = nameOf('SoftmaxCrossEntropyGrad', size);
      return target.rows({ name, inputs: { dy, logits, labels }, constants, outputShape, body }, size);
    }
    const sums = target.rows(
      {
        name: nameOf('SoftmaxCrossEntropySums', size),
        inputs: { logits, labels },
        constants,
        outputShape: [size.rows, 2],
        body: (dialect) => `
          if (column == 0) { ${logSumExp(dialect)} result = level; }
          else { ${labelSum(dialect, size)} result = mass; }`,
      },
      size,
    );
    const gradient = target.rows(
      {
        name: nameOf('SoftmaxCrossEntropyGradOfSums', size),
        inputs: { dy, logits, labels, sums },
        constants: {},
        outputShape,
        body: (dialect) =>
          slope(dialect, size, {
            level: dialect.at('sums', 'row', '0', '2'),
            mass: dialect.at('sums', 'row', '1', '2'),
          }),
      },
      size,
    );
    target.free(sums);
    return gradient;
  },
  ['labels'],
);

function slope(
  dialect: Dialect,
  size: Size,
  { level, mass }: { readonly level: string; readonly mass: string },
): string {
  const probability = `exp(${dialect.at('logits', 'row', 'column')} - ${level})`;
  return `result = ${dialect.of('dy', 'row')} * (${probability} * ${mass} - ${label(dialect, size, 'column')});`;
}
