import {
  add,
  cast,
  engine,
  type GradConfig,
  gatherND,
  greater,
  less,
  mul,
  type NamedAttrMap,
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
  zeros,
} from '@tensorflow/tfjs-core';
import { sumTo } from '../internal/broadcast.js';
import { type InputGradients, kernelGradient, zerosOf } from '../internal/kernel-gradient.js';
import { select } from '../internal/select.js';
import { recordedInputs } from '../internal/tape.js';
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

/** Gradients of kernels that read or write single elements by their indices. */
export const scatteringGradients: readonly GradConfig[] = [
  kernelGradient('GatherNd', ['params', 'indices'], (dy, { params, indices }) => ({
    params: () => scatterND(indices, dy, params.shape),
    indices: () => zerosOf(indices),
  })),
  kernelGradient('ScatterNd', ['indices'], (dy, { indices }) => ({
    indices: () => zerosOf(indices),
    updates: () => taken(dy, indices),
  })),
  kernelGradient('TensorScatterUpdate', ['indices', 'updates'], (dy, { indices, updates }) => ({
    // Not by the kernel itself: on the cpu backend it writes into its input.
    tensor: () => {
      const written = greater(scatterND(indices, onesLike(updates), dy.shape), 0);
      return select(written, zerosOf(dy), dy);
    },
    indices: () => zerosOf(indices),
    updates: () => taken(dy, indices),
  })),
  // The kernels themselves tell where elements go, when these are their own indices.
  {
    kernelName: 'RaggedGather',
    gradFunc: (dys, saved, attrs): InputGradients => ({
      paramsDenseValues: () => {
        const inputs = recordedInputs(saved);
        const values = inputs.paramsDenseValues!;
        const outputs = engine().runKernel(
          'RaggedGather',
          { ...inputs, paramsDenseValues: indicesOf(values) },
          attrs as NamedAttrMap,
        );
        return scatter((dys as Tensor[]).at(-1)!, (outputs as unknown as Tensor[]).at(-1)!, values); // several outputs
      },
    }),
  },
  {
    kernelName: 'RaggedTensorToTensor',
    gradFunc: (dy, saved, attrs): InputGradients => {
      const inputs = recordedInputs(saved);
      const { values, defaultValue } = inputs as { readonly values: Tensor; readonly defaultValue: Tensor }; // of this kernel
      const marked = { ...inputs, values: indicesOf(values), defaultValue: scalar(-1, 'int32') };
      const indices = engine().runKernel('RaggedTensorToTensor', marked, attrs as NamedAttrMap) as Tensor;
      return {
        values: () => scatter(dy as Tensor, indices, values), // one output; negative indices are dropped
        defaultValue: () =>
          sumTo(mul(dy as Tensor, cast(less(indices, scalar(0, 'int32')), 'float32')), defaultValue.shape),
      };
    },
  },
  kernelGradient('StridedSlice', ['x'], (dy, { x }, attrs: StridedSliceAttrs) => ({
    x: () => scatter(dy, tensor1d(slicedIndices(x.shape, attrs), 'int32'), x),
  })),
  {
    kernelName: 'MaxPoolWithArgmax',
    inputsToSave: ['x'],
    outputsToSave: [false, true],
    gradFunc: (dys, saved, attrs): InputGradients => {
      const [x, found] = saved as [Tensor, Tensor]; // as named above
      const { includeBatchInIndex } = attrs as { readonly includeBatchInIndex: boolean }; // attributes of this kernel
      return {
        x: () => {
          const images = x.shape[0]!;
          const offsets = reshape(mul(range(0, images, 1, 'int32'), scalar(x.size / images, 'int32')), [-1, 1, 1, 1]);
          // webgl returns indices as float32.
          const indices = cast(found, 'int32');
          return scatter((dys as Tensor[])[0]!, includeBatchInIndex ? indices : add(indices, offsets), x); // values and indices
        },
      };
    },
  },
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
          const flat = add(reshape(indices, [x.size / last, indices.shape.at(-1)!]), rows);
          return scatter((dys as Tensor[])[0]!, flat, x); // values and indices
        },
      };
    },
  },
];

/** A tensor of this shape whose elements are their own indices. */
function indicesOf({ shape, size }: Tensor): Tensor {
  return reshape(range(0, size, 1, 'int32'), shape);
}

/** `gatherND`, for empty tensors too. */
function taken(dy: Tensor, indices: Tensor): Tensor {
  if (dy.size > 0) return gatherND(dy, indices);
  return zeros([...indices.shape.slice(0, -1), ...dy.shape.slice(indices.shape.at(-1)!)] as [number]); // any rank
}

/** Adds each element of `dy` at its index in a flat tensor of the size of `x`. */
function scatter(dy: Tensor, indices: Tensor, { shape, size }: Tensor): Tensor {
  if (size === 0 || dy.size === 0) return zeros(shape as [number]); // any rank
  const flat = reshape(indices, [dy.size]) as Tensor1D; // one axis
  return reshape(unsortedSegmentSum(reshape(dy, [dy.size]), flat, size), shape);
}

/** The indices that a strided slice reads, in its order. */
function slicedIndices(shape: readonly number[], attrs: StridedSliceAttrs): Int32Array {
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
    let [rest, index, step] = [i, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index += (begin[axis]! + (rest % sizes[axis]!) * strides[axis]!) * step;
      rest = Math.floor(rest / sizes[axis]!);
      step *= shape[axis]!;
    }
    return index;
  });
}
