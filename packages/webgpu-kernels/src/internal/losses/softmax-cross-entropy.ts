import { softmaxCrossEntropyGradOperation, softmaxCrossEntropyOperation } from '@neurite/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect } from '../../shader.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

/** Sets `logSum` to log Σ exp of a row, computed relative to the largest logit so that nothing overflows. */
function logSumExp({ float, int, at }: Dialect): string {
  const logit = at('logits', 'row', 'j');
  return `
    ${float} largest = ${at('logits', 'row', '0')};
    for (${int} j = 1; j < columns; j++) { largest = max(largest, ${logit}); }
    ${float} total = 0.0;
    for (${int} j = 0; j < columns; j++) { total += exp(${logit} - largest); }
    ${float} logSum = largest + log(total);`;
}

/** The size of the logits, and whether labels are classes, one for each row, instead of one for each logit. */
type Size = { readonly rows: number; readonly columns: number; readonly classes: boolean };

function sizeOf(logits: TensorInfo, labels: TensorInfo): Size | undefined {
  const [rows, columns] = logits.shape as [number, number];
  const classes = labels.shape.length === 1;
  return classes === (labels.dtype === 'int32') ? { rows, columns, classes } : undefined;
}

/** Programs for classes have names of their own, and one more constant. */
function constantsOf({ classes }: Size): Readonly<Record<string, number>> {
  return classes ? { nan: Number.NaN } : {};
}

function nameOf(name: string, { classes }: Size): string {
  return classes ? `${name}OfClasses` : name;
}

/** The label of a row at a column. */
function label({ at, of, toFloat, toInt }: Dialect, { classes }: Size, column: string): string {
  return classes ? toFloat(`max(0, 1 - abs(${toInt(of('labels', 'row'))} - ${column}))`) : at('labels', 'row', column);
}

/** Sets `mass` to the sum of a row of labels; NaN if the class is out of range. */
function labelSum(dialect: Dialect, size: Size): string {
  const { float, int } = dialect;
  return `
    ${float} mass = 0.0;
    for (${int} j = 0; j < columns; j++) { mass += ${label(dialect, size, 'j')}; }
    ${size.classes ? 'if (mass == 0.0) { mass = nan; }' : ''}`;
}

/** One program instead of eight. */
export const softmaxCrossEntropy: FusedKernel = fusedKernel<'logits' | 'labels', object>(
  softmaxCrossEntropyOperation,
  (target, { logits, labels }) => {
    const size = sizeOf(logits, labels);
    if (size === undefined) return undefined;
    const body = (dialect: Dialect): string => `
      ${logSumExp(dialect)}
      for (${dialect.int} j = 0; j < columns; j++) {
        ${dialect.float} weight = ${label(dialect, size, 'j')};
        // Not by a product: the distance of a masked class is infinite.
        if (weight != 0.0) { result += weight * (logSum - ${dialect.at('logits', 'row', 'j')}); }
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

/** Up to this many classes each element sums its row again, which costs less than a second program. */
const FEW = 64;

/** One program instead of seven, or two: the sums of each row, then each element. */
export const softmaxCrossEntropyGrad: FusedKernel = fusedKernel<'dy' | 'logits' | 'labels', object>(
  softmaxCrossEntropyGradOperation,
  (target, { dy, logits, labels }) => {
    const size = sizeOf(logits, labels);
    if (size === undefined) return undefined;
    const outputShape = [size.rows, size.columns];
    const constants = constantsOf(size);
    if (size.columns <= FEW) {
      const body = (dialect: Dialect): string =>
        `${logSumExp(dialect)} ${labelSum(dialect, size)} ${gradientFrom(dialect, size, { logSum: 'logSum', mass: 'mass' })}`;
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
          if (column == 0) { ${logSumExp(dialect)} result = logSum; }
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
          gradientFrom(dialect, size, {
            logSum: dialect.at('sums', 'row', '0', '2'),
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

function gradientFrom(
  dialect: Dialect,
  size: Size,
  { logSum, mass }: { readonly logSum: string; readonly mass: string },
): string {
  const probability = `exp(${dialect.at('logits', 'row', 'column')} - ${logSum})`;
  return `result = ${dialect.of('dy', 'row')} * (${probability} * ${mass} - ${label(dialect, size, 'column')});`;
}
