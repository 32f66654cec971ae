import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { floatKernel, type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';

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
      overRows(backend, 'softmaxCrossEntropy', { rows, columns }, [
        [logits, columns],
        [labels, columns],
        [output, 1],
      ]);
      return output;
    },
  ),
  SoftmaxCrossEntropyGrad: floatKernel<Input & { readonly dy: TensorInfo; readonly labels: TensorInfo }>(
    ({ inputs: { dy, logits, labels }, backend }) => {
      const [rows, columns] = logits.shape as [number, number];
      const output = backend.newTensor(logits.shape);
      overRows(backend, 'softmaxCrossEntropyGradient', { rows, columns }, [
        [dy, 1],
        [logits, columns],
        [labels, columns],
        [output, columns],
      ]);
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
    const rows = columns === 0 ? 0 : util.sizeFromShape(logits.shape) / columns;
    overRows(backend, name, { rows, columns }, [
      [logits, columns],
      [output, columns],
    ]);
    return output;
  });
}

/**
 * Runs a kernel over rows, in pieces.
 *
 * @param tensors the kernel's pointers, each with how many numbers it has for a row
 */
function overRows(
  backend: WasmBackend,
  kernel: 'softmax' | 'logSoftmax' | 'softmaxCrossEntropy' | 'softmaxCrossEntropyGradient',
  { rows, columns }: { readonly rows: number; readonly columns: number },
  tensors: readonly (readonly [TensorInfo, number])[],
): void {
  const pointers = tensors.map(([tensor, width]) => [backend.pointer(tensor), width * 4] as const);
  backend.threads.over(kernel, {
    extent: rows,
    cost: rows * columns * NANOSECONDS,
    args: (from, length) => [...pointers.map(([pointer, step]) => pointer + from * step), length, columns],
  });
}
