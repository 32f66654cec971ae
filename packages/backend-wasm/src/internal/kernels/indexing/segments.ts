import { assertShape, checkInteger } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { elementsOf } from '../../checks.js';
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

type UnsortedInputs = { readonly x: TensorInfo; readonly segmentIds: TensorInfo };
type SparseInputs = Readonly<Record<'data' | 'indices' | 'segmentIds', TensorInfo>>;

const SORTED: Signature = shapes({ data: '_ ...', indices: 'n', segmentIds: 'n' });
const UNSORTED: Signature = shapes<UnsortedInputs>(
  { x: '...', segmentIds: '...' },
  (where, { numSegments }, { x, segmentIds }) => {
    assertShape(where, 'segmentIds', segmentIds.shape, x.shape.slice(0, segmentIds.shape.length));
    checkInteger(where, 'numSegments', numSegments, { min: 0 });
    elementsOf([numSegments, ...x.shape.slice(segmentIds.shape.length)]);
  },
);

/** Sums and means of rows by segments. */
export const segmentKernels: KernelTable = {
  SparseSegmentMean: tfjsKernel(
    SORTED,
    takes({ data: FLOAT, indices: INTEGER, segmentIds: INTEGER }, sparseSegments(true)),
  ),
  SparseSegmentSum: tfjsKernel(
    SORTED,
    takes({ data: FLOAT, indices: INTEGER, segmentIds: INTEGER }, sparseSegments(false)),
  ),
  UnsortedSegmentSum: tfjsKernel(
    UNSORTED,
    takes({ x: FLOAT, segmentIds: INTEGER }, unsortedSegmentSum),
    takes({ x: INTEGER, segmentIds: INTEGER }, integerSegmentSum),
  ),
};

function unsortedSegmentSum({
  inputs: { x, segmentIds },
  attrs: { numSegments: segments },
  backend,
}: KernelCall<UnsortedInputs, { readonly numSegments: number }>): TensorInfo | undefined {
  if (segmentIds.shape.length !== 1) return undefined;
  const [rows, ...inner] = x.shape as [number, ...number[]]; // tfjs-core checks that it is no scalar
  const output = backend.newTensor([segments, ...inner]);
  const [source, ids, target] = backend.pointers(x, segmentIds, output);
  backend.kernels.sumUnsortedSegments({
    x: source,
    ids,
    target,
    rows,
    columns: util.sizeFromShape(inner),
    segments,
  });
  return output;
}

/** Rows whose id is out of range are in no segment. */
function integerSegmentSum({
  inputs: { x, segmentIds },
  attrs: { numSegments: segments },
  backend,
}: KernelCall<UnsortedInputs, { readonly numSegments: number }>): TensorInfo {
  const inner = x.shape.slice(segmentIds.shape.length);
  const output = backend.newTensor([segments, ...inner], 'int32');
  const [source, ids, target] = [x, segmentIds, output].map(({ dataId }) => backend.data.get(dataId).values) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]; // of this dtype
  const columns = util.sizeFromShape(inner);
  target.fill(0);
  ids.forEach((id, row) => {
    if (id < 0 || id >= segments) return;
    for (let i = 0; i < columns; i++) target[id * columns + i]! += source[row * columns + i]!;
  });
  return output;
}

/** Of rows at indices, by sorted ids. What is wrong with them, the cpu backend says. */
function sparseSegments(mean: boolean): KernelFunction<SparseInputs> {
  return ({ inputs: { data, indices, segmentIds }, backend }) => {
    const count = util.sizeFromShape(segmentIds.shape);
    const areVectors = indices.shape.length === 1 && segmentIds.shape.length === 1;
    if (!areVectors || count === 0 || indices.shape[0] !== count) return undefined;
    const [rows, ...inner] = data.shape as [number, ...number[]]; // likewise
    const segments = (backend.data.get(segmentIds.dataId).values as Int32Array)[count - 1]! + 1; // of this dtype
    if (segments <= 0) return undefined;
    const output = backend.newTensor([segments, ...inner]);
    const [from, at, ids, target] = backend.pointers(data, indices, segmentIds, output);
    const sizes = { count, rows, columns: util.sizeFromShape(inner), segments, mean };
    if (backend.kernels.sumSortedSegments({ data: from, indices: at, ids, target, ...sizes })) return output;
    backend.disposeIntermediateTensorInfo(output);
    return undefined;
  };
}
