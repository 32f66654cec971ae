import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { floatKernel, type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { overRows, type Rows } from '../over-rows.js';

type Input = { readonly logits: TensorInfo };

/** For each element, about: two exponentials. */
const NANOSECONDS = 2;

/** Softmax over the last axis, its logarithm, and the project's fused cross entropy. */
export const softmaxKernels: KernelTable = {
  Softmax: rowWise('softmax', 'dim'),
  LogSoftmax: rowWise('logSoftmax', 'axis'),
  SoftmaxCrossEntropy: floatKernel<Input & { readonly labels: TensorInfo }>(
    ({ inputs: { logits, labels }, backend }) => {
      const [rows, columns] = logits.shape as [number, number];
      const output = backend.newTensor([rows]);
      overRows(
        backend,
        'softmaxCrossEntropy',
        [
          [logits, columns],
          [labels, columns],
          [output, 1],
        ],
        measure(logits),
      );
      return output;
    },
  ),
  SoftmaxCrossEntropyGrad: floatKernel<Input & { readonly dy: TensorInfo; readonly labels: TensorInfo }>(
    ({ inputs: { dy, logits, labels }, backend }) => {
      const columns = logits.shape[1]!;
      const output = backend.newTensor(logits.shape);
      overRows(
        backend,
        'softmaxCrossEntropyGradient',
        [
          [dy, 1],
          [logits, columns],
          [labels, columns],
          [output, columns],
        ],
        measure(logits),
      );
      return output;
    },
  ),
};

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

/** What a kernel runs over: the rows of logits. */
function measure({ shape }: TensorInfo): Rows {
  const columns = shape.at(-1)!;
  const rows = util.sizeFromShape(shape.slice(0, -1));
  return { extent: columns === 0 ? 0 : rows, cost: rows * columns * NANOSECONDS, sizes: (length) => [length, columns] };
}
