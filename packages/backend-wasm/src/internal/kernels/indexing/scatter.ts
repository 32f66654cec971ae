import { assertShape } from '@neurite/core';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Pointer } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { checkShape, unsuitable } from '../../checks.js';
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
import { type Signature, shapes } from '../../signature.js';
import { copyElements } from '../shape/copy.js';
import { dtypeOf } from '../shape/copying.js';
import { bitsOf } from '../shape/fill.js';
import { MOST_COMPONENTS, withFlatIndices } from './flat-indices.js';

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;

const SCATTER: Signature = shapes<Named<'indices' | 'updates'>>(
  { indices: '... _', updates: '...' },
  (where, { shape }, { indices, updates }) => checkUpdates(where, shape, indices, ['updates', updates]),
);
const SPARSE_TO_DENSE: Signature = shapes<Named<'sparseIndices' | 'sparseValues'>>(
  { sparseIndices: '...', sparseValues: '...', defaultValue: '' },
  (where, { outputShape }, { sparseIndices, sparseValues }) =>
    checkUpdates(where, outputShape, sparseIndices, ['sparseValues', sparseValues]),
);
const UPDATE: Signature = shapes<Named<'tensor' | 'indices' | 'updates'>>(
  { tensor: '...', indices: '... _', updates: '...' },
  (where, _, { tensor, indices, updates }) => checkUpdates(where, tensor.shape, indices, ['updates', updates]),
);

/** One index for each row of updates, which has the shape of what an index leaves of the output; a scalar is for all. */
function checkUpdates(
  where: string,
  shape: unknown,
  { shape: indices }: TensorInfo,
  [argument, updates]: readonly [string, TensorInfo],
): void {
  checkShape(where, 'shape', shape);
  // A list of indices has one component each.
  const rank = indices.length < 2 ? 1 : indices.at(-1)!;
  if (rank > shape.length) throw unsuitable(where, 'indices', `have at most ${shape.length} components`, indices);
  if (updates.shape.length > 0) {
    const batch = indices.length < 2 ? indices : indices.slice(0, -1);
    assertShape(where, argument, updates.shape, [...batch, ...shape.slice(rank)]);
  }
}

/** Rows written to the indices that a tensor holds. Where one is out of bounds, the cpu backend says which. */
export const scatterKernels: KernelTable = {
  ScatterNd: tfjsKernel(
    SCATTER,
    takes({ indices: INTEGER, updates: FLOAT }, scatterNd(ScatterCode.Add)),
    takes({ indices: INTEGER, updates: INTEGER }, scatterNd(ScatterCode.IntegerAdd)),
  ),
  SparseToDense: tfjsKernel(
    SPARSE_TO_DENSE,
    takes({ sparseIndices: INTEGER, sparseValues: FLOAT, defaultValue: FLOAT }, sparseToDense),
    takes({ sparseIndices: INTEGER, sparseValues: INTEGER, defaultValue: INTEGER }, sparseToDense),
  ),
  TensorScatterUpdate: tfjsKernel(
    UPDATE,
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
  if (rank > MOST_COMPONENTS) return undefined;
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
