import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type KernelCall, type KernelTable, ownKernel } from '../kernel.js';

type Transposes = { readonly transposeA: boolean; readonly transposeB: boolean };
type Factors = { readonly a: TensorInfo; readonly b: TensorInfo };

/** Matrix products; a factor of which there is one is used for the whole batch of the other. */
export const matMulKernels: KernelTable = { BatchMatMul: ownKernel(batchMatMul) };

function batchMatMul({ inputs: { a, b }, attrs, backend }: KernelCall<Factors, Transposes>): TensorInfo | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const { transposeA, transposeB } = attrs;
  const aRank = a.shape.length;
  const bRank = b.shape.length;
  const rows = a.shape[transposeA ? aRank - 1 : aRank - 2]!;
  const depth = a.shape[transposeA ? aRank - 2 : aRank - 1]!;
  const columns = b.shape[transposeB ? bRank - 2 : bRank - 1]!;
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const aCount = product(aBatch);
  const bCount = product(bBatch);
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const count = product(batch);
  if ((aCount !== count && aCount !== 1) || (bCount !== count && bCount !== 1)) return undefined;
  const output = backend.makeOutput([...batch, rows, columns], 'float32');
  const { kernels } = backend;
  const scratch = backend.scratch.floats(kernels.matrixProductScratch());
  const aStep = aCount === 1 ? 0 : rows * depth * 4;
  const bStep = bCount === 1 ? 0 : depth * columns * 4;
  const left = backend.pointer(a);
  const right = backend.pointer(b);
  const target = backend.pointer(output);
  for (let i = 0; i < count; i++) {
    kernels.matrixProduct(
      rows,
      columns,
      depth,
      left + i * aStep,
      transposeA ? 1 : 0,
      right + i * bStep,
      transposeB ? 1 : 0,
      target + i * rows * columns * 4,
      scratch,
    );
  }
  return output;
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}
