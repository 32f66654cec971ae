import {
  add,
  cast,
  expandDims,
  type GradConfig,
  gather,
  greaterEqual,
  maximum,
  mul,
  range,
  reshape,
  scalar,
  slice_util,
  type Tensor,
  type Tensor1D,
  transpose,
  unsortedSegmentSum,
  util,
} from '@tensorflow/tfjs-core';
import { kernelGradient, zerosOf } from '../internal/kernel-gradient.js';
import { padAnyRank } from '../internal/pad-any-rank.js';
import { select } from '../internal/select.js';
import { sizeOf } from '../shape.js';

type SliceAttrs = { readonly begin: number | number[]; readonly size: number | number[] };
type GatherAttrs = { readonly axis: number; readonly batchDims: number };

/** Gradients of kernels that select elements by index or condition; indices and conditions have none. */
export const indexingGradients: readonly GradConfig[] = [
  kernelGradient('Slice', ['x'], (dy, { x }, attrs: SliceAttrs) => ({
    x: () => {
      const [begin, size] = slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [number[], number[]]; // a pair
      return padAnyRank(
        dy,
        begin.map((from, axis): [number, number] => [from, x.shape[axis]! - from - size[axis]!]),
      );
    },
  })),
  kernelGradient('GatherV2', ['x', 'indices'], (dy, { x, indices }, { axis, batchDims }: GatherAttrs) => ({
    x: () => scatterRows(dy, x, indices, util.parseAxisParam(axis, x.shape)[0]!, batchDims),
    indices: () => zerosOf(indices),
  })),
  // Elements with a negative segment were dropped.
  kernelGradient('UnsortedSegmentSum', ['segmentIds'], (dy, { segmentIds }) => ({
    x: () => {
      const rows = gather(dy, maximum(segmentIds, scalar(0, 'int32')) as Tensor1D); // segmentIds has one axis
      const counted = reshape(cast(greaterEqual(segmentIds, scalar(0, 'int32')), 'float32'), [
        -1,
        ...rows.shape.slice(1).map(() => 1),
      ]);
      return mul(rows, counted);
    },
    segmentIds: () => zerosOf(segmentIds),
  })),
  // Not a product with the condition as 0 and 1: what is not selected may be infinite.
  kernelGradient('Select', ['condition'], (dy, { condition }) => ({
    condition: () => zerosOf(condition),
    t: () => select(condition, dy, zerosOf(dy)),
    e: () => select(condition, zerosOf(dy), dy),
  })),
];

/** Adds each gathered row back to its source: brings the gathered axes to the front and sums by segments. */
function scatterRows(dy: Tensor, x: Tensor, indices: Tensor, axis: number, batchDims: number): Tensor {
  const batch = x.shape.slice(0, batchDims);
  const before = x.shape.slice(batchDims, axis);
  const after = x.shape.slice(axis + 1);
  const size = x.shape[axis]!;
  const indexAxes = indices.rank - batchDims;

  const group = (start: number, count: number): number[] => Array.from({ length: count }, (_, i) => start + i);
  const toFront = [
    ...group(0, batchDims),
    ...group(axis, indexAxes),
    ...group(batchDims, before.length),
    ...group(axis + indexAxes, after.length),
  ];
  const front = before.length === 0 ? dy : transpose(dy, toFront);
  const rows = reshape(front, [indices.size, sizeOf(before) * sizeOf(after)]);

  const batches = sizeOf(batch);
  const positions = reshape(indices, [batches, indices.size / batches]);
  const offsets = expandDims(mul(range(0, batches, 1, 'int32'), scalar(size, 'int32')), 1);
  const segments = reshape(batchDims === 0 ? positions : add(positions, offsets), [indices.size]);
  const summed = unsortedSegmentSum(rows, segments as Tensor1D, batches * size); // reshaped to one axis

  const shaped = reshape(summed, [...batch, size, ...before, ...after]);
  if (before.length === 0) return shaped;
  return transpose(shaped, [
    ...group(0, batchDims),
    ...group(batchDims + 1, before.length),
    batchDims,
    ...group(axis + 1, after.length),
  ]);
}
