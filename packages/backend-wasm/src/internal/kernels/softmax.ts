import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats, type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';

type Input = { readonly logits: TensorInfo };

/** Softmax over the last axis, its logarithm, and the project's fused cross entropy. */
export const softmaxKernels: KernelTable = {
  Softmax: rowWise('softmax', 'dim'),
  LogSoftmax: rowWise('logSoftmax', 'axis'),
  SoftmaxCrossEntropy: ownKernel<Input & { readonly labels: TensorInfo }>(({ inputs: { logits, labels }, backend }) => {
    if (!areFloats({ logits, labels })) return undefined;
    const [rows, columns] = logits.shape as [number, number];
    const output = backend.newTensor([rows], 'float32');
    backend.kernels.softmaxCrossEntropy(
      backend.pointer(logits),
      backend.pointer(labels),
      backend.pointer(output),
      rows,
      columns,
    );
    return output;
  }),
  SoftmaxCrossEntropyGrad: ownKernel<Input & { readonly dy: TensorInfo; readonly labels: TensorInfo }>(
    ({ inputs: { dy, logits, labels }, backend }) => {
      if (!areFloats({ logits, labels })) return undefined;
      const [rows, columns] = logits.shape as [number, number];
      const output = backend.newTensor(logits.shape, 'float32');
      backend.kernels.softmaxCrossEntropyGradient(
        backend.pointer(dy),
        backend.pointer(logits),
        backend.pointer(labels),
        backend.pointer(output),
        rows,
        columns,
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
    const output = backend.newTensor(logits.shape, 'float32');
    const rows = columns === 0 ? 0 : util.sizeFromShape(logits.shape) / columns;
    backend.kernels[name](backend.pointer(logits), backend.pointer(output), rows, columns);
    return output;
  });
}
