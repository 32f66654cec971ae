import { assertShape, checkInteger } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset, offsetOptional } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { FOUR_BYTES, INTEGER, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { disposeAll } from '../compose.js';
import { dtypeOf } from '../shape/copying.js';

type Inputs = { readonly x: TensorInfo; readonly weights: TensorInfo };
type Bins = {
  readonly size: number;
  readonly rows: number;
  readonly binary: boolean;
  readonly shape: number[];
};

function bins(x: string): Signature {
  return shapes<Inputs>({ x, weights: '...' }, (where, { size }, { x: { shape }, weights }) => {
    checkInteger(where, 'size', size, { min: 0 });
    // Without elements they count as 1.
    if (!weights.shape.includes(0)) assertShape(where, 'weights', weights.shape, shape);
  });
}

/** Counts, or sums of weights, in bins. Where a value is negative, the cpu backend says so. */
export const bincountKernels: KernelTable = {
  Bincount: tfjsKernel(
    bins('...'),
    takes<Inputs, { readonly size: number }>(
      { x: INTEGER, weights: FOUR_BYTES },
      ({ inputs, attrs: { size }, backend }) =>
        bincount(backend, inputs, { size, rows: 1, binary: false, shape: [size] }),
    ),
  ),
  DenseBincount: tfjsKernel(
    bins('... _'),
    takes<Inputs, { readonly size: number; readonly binaryOutput?: boolean }>(
      { x: INTEGER, weights: FOUR_BYTES },
      ({ inputs, attrs: { size, binaryOutput: binary = false }, backend }) => {
        const { shape } = inputs.x;
        if (shape.length > 2) return undefined;
        const rows = shape.length === 2 ? shape[0]! : 1;
        return bincount(backend, inputs, { size, rows, binary, shape: [...shape.slice(0, -1), size] });
      },
    ),
  ),
};

function bincount(
  backend: WasmBackend,
  { x, weights }: Inputs,
  { size, rows, binary, shape }: Bins,
): TensorInfo | undefined {
  const output = backend.newTensor(shape, dtypeOf(weights));
  const [values, target] = backend.pointers(x, output);
  backend.kernels.fill({ target, count: rows * size, bits: 0 });
  const count = util.sizeFromShape(x.shape) / Math.max(1, rows);
  const weighted = util.sizeFromShape(weights.shape) > 0 ? backend.pointer(weights) : 0;
  for (let row = 0; row < rows; row++) {
    const areCounted = backend.kernels.bincount({
      x: offset(values, row * count),
      weights: offsetOptional(weighted, row * count),
      target: offset(target, row * size),
      count,
      size,
      binary,
      integers: weights.dtype === 'int32',
    });
    if (areCounted) continue;
    disposeAll(backend, [output]);
    return undefined;
  }
  return output;
}
