import {
  add,
  type GradConfig,
  gatherND,
  greater,
  mul,
  onesLike,
  range,
  reshape,
  scalar,
  scatterND,
  slice_util,
  type Tensor,
  type Tensor1D,
  tensor1d,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { type InputGradients, kernelGradient, zerosOf } from '../internal/kernel-gradient.js';
import { select } from '../internal/select.js';
import { sizeOf } from '../shape.js';

type StridedSliceAttrs = {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
};

/** Gradients of kernels that read or write single elements by their positions. */
export const scatteringGradients: readonly GradConfig[] = [
  kernelGradient('GatherNd', ['params', 'indices'], (dy, { params, indices }) => ({
    params: () => scatterND(indices, dy, params.shape),
    indices: () => zerosOf(indices),
  })),
  kernelGradient('ScatterNd', ['indices'], (dy, { indices }) => ({
    indices: () => zerosOf(indices),
    updates: () => gatherND(dy, indices),
  })),
  kernelGradient('TensorScatterUpdate', ['indices', 'updates'], (dy, { indices, updates }) => ({
    // Not by the kernel itself: on the cpu backend it writes into its input.
    tensor: () => {
      const written = greater(scatterND(indices, onesLike(updates), dy.shape), 0);
      return select(written, zerosOf(dy), dy);
    },
    indices: () => zerosOf(indices),
    updates: () => gatherND(dy, indices),
  })),
  kernelGradient('StridedSlice', ['x'], (dy, { x }, attrs: StridedSliceAttrs) => ({
    x: () => place(dy, tensor1d(slicedPositions(x.shape, attrs), 'int32'), x),
  })),
  {
    kernelName: 'TopK',
    inputsToSave: ['x'],
    outputsToSave: [false, true],
    gradFunc: (dys, saved): InputGradients => {
      const [x, indices] = saved as [Tensor, Tensor]; // as named above
      return {
        x: () => {
          const last = x.shape.at(-1)!;
          const rows = reshape(mul(range(0, x.size / last, 1, 'int32'), scalar(last, 'int32')), [-1, 1]);
          const positions = add(reshape(indices, [x.size / last, -1]), rows);
          return place((dys as Tensor[])[0]!, positions, x); // values and indices
        },
      };
    },
  },
];

/** Adds each element of `dy` at its position in a tensor like `x`, seen as one row. */
function place(dy: Tensor, positions: Tensor, { shape, size }: Tensor): Tensor {
  const flat = reshape(positions, [dy.size]) as Tensor1D; // one axis
  return reshape(unsortedSegmentSum(reshape(dy, [dy.size]), flat, size), shape);
}

/** The positions that a strided slice reads, in its order. */
function slicedPositions(shape: readonly number[], attrs: StridedSliceAttrs): Int32Array {
  const { begin, end, strides } = slice_util.sliceInfo(
    [...shape],
    attrs.begin,
    attrs.end,
    attrs.strides,
    attrs.beginMask,
    attrs.endMask,
    attrs.ellipsisMask,
    attrs.newAxisMask,
    attrs.shrinkAxisMask,
  );
  const sizes = slice_util.computeOutShape(begin, end, strides);
  return Int32Array.from({ length: sizeOf(sizes) }, (_, i) => {
    let [rest, position, step] = [i, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += (begin[axis]! + (rest % sizes[axis]!) * strides[axis]!) * step;
      rest = Math.floor(rest / sizes[axis]!);
      step *= shape[axis]!;
    }
    return position;
  });
}
