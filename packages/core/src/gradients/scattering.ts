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

/** Gradients of kernels that read or write single elements by their positions. */
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
  // The kernels themselves say where elements go, if these are their own positions.
  {
    kernelName: 'RaggedGather',
    gradFunc: (dys, saved, attrs): InputGradients => ({
      paramsDenseValues: () => {
        const inputs = recordedInputs(saved);
        const values = inputs.paramsDenseValues!;
        const outputs = engine().runKernel(
          'RaggedGather',
          { ...inputs, paramsDenseValues: positionsOf(values) },
          attrs as NamedAttrMap,
        );
        return place((dys as Tensor[]).at(-1)!, (outputs as unknown as Tensor[]).at(-1)!, values); // several outputs
      },
    }),
  },
  {
    kernelName: 'RaggedTensorToTensor',
    gradFunc: (dy, saved, attrs): InputGradients => {
      const inputs = recordedInputs(saved);
      const { values, defaultValue } = inputs as { readonly values: Tensor; readonly defaultValue: Tensor }; // of this kernel
      const marked = { ...inputs, values: positionsOf(values), defaultValue: scalar(-1, 'int32') };
      const positions = engine().runKernel('RaggedTensorToTensor', marked, attrs as NamedAttrMap) as Tensor;
      return {
        values: () => place(dy as Tensor, positions, values), // one output; places that are negative go nowhere
        defaultValue: () =>
          sumTo(mul(dy as Tensor, cast(less(positions, scalar(0, 'int32')), 'float32')), defaultValue.shape),
      };
    },
  },
  kernelGradient('StridedSlice', ['x'], (dy, { x }, attrs: StridedSliceAttrs) => ({
    x: () => place(dy, tensor1d(slicedPositions(x.shape, attrs), 'int32'), x),
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
          const pictures = x.shape[0]!;
          const offsets = reshape(
            mul(range(0, pictures, 1, 'int32'), scalar(x.size / pictures, 'int32')),
            [-1, 1, 1, 1],
          );
          // webgl answers whole numbers as float32.
          const places = cast(found, 'int32');
          return place((dys as Tensor[])[0]!, includeBatchInIndex ? places : add(places, offsets), x); // values and positions
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
          const positions = add(reshape(indices, [x.size / last, indices.shape.at(-1)!]), rows);
          return place((dys as Tensor[])[0]!, positions, x); // values and indices
        },
      };
    },
  },
];

/** The position of each element, in place of the elements. */
function positionsOf({ shape, size }: Tensor): Tensor {
  return reshape(range(0, size, 1, 'int32'), shape);
}

/** `gatherND`, of tensors without elements too. */
function taken(dy: Tensor, indices: Tensor): Tensor {
  if (dy.size > 0) return gatherND(dy, indices);
  return zeros([...indices.shape.slice(0, -1), ...dy.shape.slice(indices.shape.at(-1)!)] as [number]); // any rank
}

/** Adds each element of `dy` at its position in a tensor like `x`, seen as one row. */
function place(dy: Tensor, positions: Tensor, { shape, size }: Tensor): Tensor {
  if (size === 0 || dy.size === 0) return zeros(shape as [number]); // any rank
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
