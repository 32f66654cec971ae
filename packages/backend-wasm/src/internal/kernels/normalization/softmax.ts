import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { overRows, type Rows } from '../../over-rows.js';

type Input = { readonly logits: TensorInfo };
type Labels = { readonly labels: TensorInfo };

/** For each element, about: two exponentials. */
const NANOSECONDS = 2;

/** Softmax over the last axis, its logarithm, and the project's fused cross entropy. */
export const softmaxKernels: KernelTable = {
  Softmax: rowWise('softmax', 'dim'),
  LogSoftmax: rowWise('logSoftmax', 'axis'),
  SoftmaxCrossEntropy: ownKernel<Input & Labels>(({ inputs: { logits, labels }, backend }) => {
    const width = labelsOfRow(logits, labels);
    if (width === undefined) return undefined;
    const [rows, columns] = logits.shape as [number, number];
    const output = backend.newTensor([rows]);
    overRows(
      backend,
      'softmaxCrossEntropy',
      [
        [logits, columns],
        [labels, width],
        [output, 1],
      ],
      measure(logits, labels),
    );
    return output;
  }),
  SoftmaxCrossEntropyGrad: ownKernel<Input & Labels & { readonly dy: TensorInfo }>(
    ({ inputs: { dy, logits, labels }, backend }) => {
      const width = labelsOfRow(logits, labels);
      if (width === undefined) return undefined;
      const columns = logits.shape[1]!;
      const output = backend.newTensor(logits.shape);
      overRows(
        backend,
        'softmaxCrossEntropyGradient',
        [
          [dy, 1],
          [logits, columns],
          [labels, width],
          [output, columns],
        ],
        measure(logits, labels),
      );
      return output;
    },
  ),
};

/** One for each logit, or one whole number: the class of the row. */
function labelsOfRow(logits: TensorInfo, labels: TensorInfo): number | undefined {
  const classes = labels.shape.length === 1;
  if (logits.dtype !== 'float32' || labels.dtype !== (classes ? 'int32' : 'float32')) return undefined;
  return classes ? 1 : logits.shape[1]!;
}

function rowWise(name: 'softmax' | 'logSoftmax', attribute: 'dim' | 'axis'): OwnKernel {
  return ownKernel<Input, Record<string, number>>(({ inputs: { logits }, attrs, backend }) => {
    const rank = logits.shape.length;
    const axis = attrs[attribute]!;
    if (logits.dtype !== 'float32' || rank === 0 || (axis !== -1 && axis !== rank - 1)) return undefined;
    const columns = logits.shape[rank - 1]!;
    const output = backend.newTensor(logits.shape);
    overRows(
      backend,
      name,
      [
        [logits, columns],
        [output, columns],
      ],
      measure(logits),
    );
    return output;
  });
}

/** What a kernel runs over: the rows of logits, which have a class where the labels are one for each. */
function measure({ shape }: TensorInfo, labels?: TensorInfo): Rows {
  const columns = shape.at(-1)!;
  const rows = util.sizeFromShape(shape.slice(0, -1));
  const classes = labels?.shape.length === 1 ? 1 : 0;
  return {
    extent: columns === 0 ? 0 : rows,
    cost: rows * columns * NANOSECONDS,
    sizes: (length) => [length, columns, classes],
  };
}
