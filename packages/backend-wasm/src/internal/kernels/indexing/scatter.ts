import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Pointer } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { ScatterCode } from '../../generated/kernel-calls.js';
import {
  FLOAT,
  INTEGER,
  type KernelCall,
  type KernelFunction,
  type KernelTable,
  takes,
  tfjsKernel,
} from '../../kernel.js';
import { copyElements } from '../shape/copy.js';
import { dtypeOf } from '../shape/copying.js';
import { bitsOf } from '../shape/fill.js';
import { withFlatIndices } from './flat-indices.js';

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** Rows written to the indices that a tensor holds. Where one is out of bounds, the cpu backend says which. */
export const scatterKernels: KernelTable = {
  ScatterNd: tfjsKernel(
    takes({ indices: INTEGER, updates: FLOAT }, scatterNd(ScatterCode.Add)),
    takes({ indices: INTEGER, updates: INTEGER }, scatterNd(ScatterCode.IntegerAdd)),
  ),
  SparseToDense: tfjsKernel(
    takes({ sparseIndices: INTEGER, sparseValues: FLOAT, defaultValue: FLOAT }, sparseToDense),
    takes({ sparseIndices: INTEGER, sparseValues: INTEGER, defaultValue: INTEGER }, sparseToDense),
  ),
  TensorScatterUpdate: tfjsKernel(
    takes({ tensor: FLOAT, indices: INTEGER, updates: FLOAT }, tensorScatterUpdate),
    takes({ tensor: INTEGER, indices: INTEGER, updates: INTEGER }, tensorScatterUpdate),
  ),
};

function scatterNd(code: ScatterCode): KernelFunction<Named<'indices' | 'updates'>, { readonly shape: number[] }> {
  return ({ inputs, attrs: { shape }, backend }) =>
    scatter(backend, code, { ...inputs, shape }, (target, count) => backend.kernels.fill({ target, count, bits: 0 }));
}

function sparseToDense({
  inputs: { sparseIndices: indices, sparseValues: updates, defaultValue },
  attrs: { outputShape: shape },
  backend,
}: KernelCall<Named<'sparseIndices' | 'sparseValues' | 'defaultValue'>, { readonly outputShape: number[] }>):
  | TensorInfo
  | undefined {
  return scatter(backend, ScatterCode.Set, { indices, updates, shape }, (target, count) => {
    const [value] = backend.readSync(defaultValue.dataId) as Float32Array; // a scalar
    backend.kernels.fill({ target, count, bits: bitsOf(value!, dtypeOf(defaultValue)) });
  });
}

function tensorScatterUpdate({
  inputs: { tensor, indices, updates },
  backend,
}: KernelCall<Named<'tensor' | 'indices' | 'updates'>>): TensorInfo | undefined {
  const { shape } = tensor;
  return scatter(backend, ScatterCode.Set, { indices, updates, shape }, (target, count) =>
    copyElements(backend, backend.pointer(tensor), target, count),
  );
}

/** @param start gives the output its initial values */
function scatter(
  backend: WasmBackend,
  code: ScatterCode,
  { indices, updates, shape }: Named<'indices' | 'updates'> & { readonly shape: number[] },
  start: (target: Pointer, count: number) => void,
): TensorInfo | undefined {
  const info = backend_util.calculateShapes(updates as never, indices as never, shape); // it reads shapes
  const { sliceRank: rank, numUpdates: count, sliceSize: size, strides, outputSize } = info;
  return withFlatIndices(backend, { indices, count, rank, limit: outputSize / size, strides }, (flat) => {
    const output = backend.newTensor(shape, dtypeOf(updates));
    const [from, target] = backend.pointers(updates, output);
    start(target, util.sizeFromShape(shape));
    // One update may be for all indices.
    const step = updates.shape.length === 0 ? 0 : size;
    backend.kernels.scatter({ code, indices: flat, updates: from, target, count, size, step });
    return output;
  });
}
