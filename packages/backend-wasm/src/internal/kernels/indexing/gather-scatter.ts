import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { disposeAll } from '../elementwise/convert.js';
import { fourBytes } from '../shape/copying.js';
import { bitsOf } from '../shape/shape.js';

type Inputs<Names extends string> = Readonly<Record<Names, TensorInfo>>;
/** Rows of numbers in a tensor, named by indices. */
type Rows = {
  readonly indices: TensorInfo;
  /** How many indices there are, of so many numbers each. */
  readonly count: number;
  readonly rank: number;
  /** How many rows there are. */
  readonly limit: number;
  /** Rows to go for one more, of each number of an index. */
  readonly distances: readonly number[];
};

/** The numbers of assembly/indexing/gather-scatter.ts. */
const SET = 0;
const ADD = 1;
const ADD_INTEGERS = 2;

/** Kernels to and from places that a tensor names. Where an index is out of bounds, the cpu backend's says which. */
export const placeKernels: KernelTable = {
  GatherNd: ownKernel<Inputs<'params' | 'indices'>>(({ inputs: { params, indices }, backend }) => {
    const dtype = fourBytes(params);
    if (dtype === undefined || indices.dtype !== 'int32') return undefined;
    const [shape, count, size, distances] = backend_util.prepareAndValidate(params as never, indices as never); // it reads shapes and dtypes
    const limit = util.sizeFromShape(params.shape) / size;
    const places = placesOf(backend, { indices, count, rank: indices.shape.at(-1)!, limit, distances });
    if (places === undefined) return undefined;
    const output = backend.newTensor(shape, dtype);
    backend.kernels.gather(backend.pointer(params), places, backend.pointer(output), 1, limit, count, size);
    return output;
  }),

  ScatterNd: ownKernel<Inputs<'indices' | 'updates'>, { shape: number[] }>(
    ({ inputs: { indices, updates }, attrs: { shape }, backend }) =>
      scatter(backend, indices, updates, shape, updates.dtype === 'int32' ? ADD_INTEGERS : ADD, (target, count) =>
        backend.kernels.fill(target, count, 0),
      ),
  ),

  SparseToDense: ownKernel<
    Inputs<'sparseIndices' | 'sparseValues' | 'defaultValue'>,
    { readonly outputShape: number[] }
  >(({ inputs: { sparseIndices, sparseValues, defaultValue }, attrs: { outputShape }, backend }) => {
    if (defaultValue.dtype !== sparseValues.dtype) return undefined;
    return scatter(backend, sparseIndices, sparseValues, outputShape, SET, (target, count) => {
      const [value] = backend.readSync(defaultValue.dataId) as Float32Array; // one number
      backend.kernels.fill(target, count, bitsOf(value!, defaultValue.dtype as 'float32' | 'int32'));
    });
  }),

  TensorScatterUpdate: ownKernel<Inputs<'tensor' | 'indices' | 'updates'>>(
    ({ inputs: { tensor, indices, updates }, backend }) => {
      if (tensor.dtype !== updates.dtype) return undefined;
      return scatter(backend, indices, updates, tensor.shape, SET, (target, count) =>
        backend.kernels.copyStrided(backend.pointer(tensor), target, 1, 1, 1, count, 0, 0, 0, 1, 0, 0, 0, 1),
      );
    },
  ),

  Bincount: ownKernel<Inputs<'x' | 'weights'>, { size: number }>(({ inputs, attrs: { size }, backend }) =>
    countBins(backend, inputs, { size, rows: 1, binary: false, shape: [size] }),
  ),
  DenseBincount: ownKernel<Inputs<'x' | 'weights'>, { size: number; binaryOutput?: boolean }>(
    ({ inputs, attrs: { size, binaryOutput: binary = false }, backend }) => {
      const rows = inputs.x.shape.length === 2 ? inputs.x.shape[0]! : 1;
      return countBins(backend, inputs, { size, rows, binary, shape: [...inputs.x.shape.slice(0, -1), size] });
    },
  ),

  SearchSorted: ownKernel<Inputs<'sortedSequence' | 'values'>, { side: string }>(
    ({ inputs: { sortedSequence, values }, attrs: { side }, backend }) => {
      const dtype = fourBytes(values);
      if (dtype === undefined || sortedSequence.dtype !== dtype || values.shape.length !== 2) return undefined;
      const output = backend.newTensor(values.shape, 'int32');
      backend.kernels.searchSorted(
        ...([backend.pointer(sortedSequence), backend.pointer(values), backend.pointer(output)] as const),
        ...([values.shape[0]!, sortedSequence.shape[1]!, values.shape[1]!] as const),
        side === 'right' ? 1 : 0,
        dtype === 'int32' ? 1 : 0,
      );
      return output;
    },
  ),
};

/** The places of rows in scratch, as one number each, or undefined where one is out of bounds. */
function placesOf(backend: WasmBackend, { indices, count, rank, limit, distances }: Rows): number | undefined {
  const places = backend.scratch.floats(count);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = distances;
  // Rows of nothing lie anywhere.
  const args = [backend.pointer(indices), places, count, rank, Number.isNaN(limit) ? -1 : limit] as const;
  return backend.kernels.flattenIndices(...args, a, b, c, d, e, f) ? places : undefined;
}

/** @param start gives the output its first values */
function scatter(
  backend: WasmBackend,
  indices: TensorInfo,
  updates: TensorInfo,
  shape: number[],
  operation: number,
  start: (target: number, count: number) => void,
): TensorInfo | undefined {
  const dtype = fourBytes(updates);
  if (dtype === undefined || indices.dtype !== 'int32') return undefined;
  const info = backend_util.calculateShapes(updates as never, indices as never, shape); // it reads shapes
  const { sliceRank: rank, numUpdates: count, sliceSize: size, strides: distances, outputSize } = info;
  const places = placesOf(backend, { indices, count, rank, limit: outputSize / size, distances });
  if (places === undefined) return undefined;
  const output = backend.newTensor(shape, dtype);
  const target = backend.pointer(output);
  start(target, util.sizeFromShape(shape));
  const step = updates.shape.length === 0 ? 0 : size;
  backend.kernels.scatter(operation, places, backend.pointer(updates), target, count, size, step);
  return output;
}

function countBins(
  backend: WasmBackend,
  { x, weights }: Inputs<'x' | 'weights'>,
  { size, rows, binary, shape }: { size: number; rows: number; binary: boolean; shape: number[] },
): TensorInfo | undefined {
  const dtype = fourBytes(weights);
  if (dtype === undefined || x.dtype !== 'int32') return undefined;
  const output = backend.newTensor(shape, dtype);
  const [numbers, target] = backend.pointers(x, output);
  backend.kernels.fill(target, rows * size, 0);
  const count = util.sizeFromShape(x.shape) / Math.max(1, rows);
  const weighted = util.sizeFromShape(weights.shape) > 0 ? backend.pointer(weights) : 0;
  for (let row = 0; row < rows; row++) {
    const skipped = row * count * 4;
    const some = [numbers + skipped, weighted && weighted + skipped, target + row * size * 4, count, size] as const;
    if (backend.kernels.countBins(...some, binary ? 1 : 0, dtype === 'int32' ? 1 : 0)) continue;
    disposeAll(backend, [output]);
    return undefined;
  }
  return output;
}
