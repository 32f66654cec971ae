import { concat, split, type Tensor } from '@tensorflow/tfjs-core';
import { type ConvAttrs, conv2d } from '../gradients/convolution.js';
import { defineOperation, type Operation } from './define-operation.js';
import { kernelGradient } from './kernel-gradient.js';

/** Attributes of a convolution of images, channels last. */
export type GroupedAttrs = {
  readonly strides: readonly [number, number];
  readonly pad: 'valid' | 'same';
  readonly dilations: readonly [number, number];
};
type Forward = { readonly x: Tensor; readonly filter: Tensor };
type ByInput = { readonly dy: Tensor; readonly filter: Tensor };
type ByFilter = { readonly x: Tensor; readonly dy: Tensor };
type WithInputShape = GroupedAttrs & { readonly inputShape: readonly number[] };
type WithFilterShape = GroupedAttrs & { readonly filterShape: readonly number[] };

/** tfjs's convolutions have no groups, so that composed each group is one of them. */
function byGroup(groups: number, [a, b]: readonly [Tensor, Tensor], one: (a: Tensor, b: Tensor) => Tensor): Tensor {
  const others = split(b, groups, -1);
  return concat(
    split(a, groups, -1).map((part, i) => one(part, others[i]!)),
    -1,
  );
}

/**
 * A convolution of images in groups, with derivatives of any order. The shapes are the caller's to check.
 *
 * The kernel `GroupedConv2D`: x [batch, height, width, channels], filter [height, width, channels / groups, filters], which
 * both fall into groups along their last axis; strides, pad, dilations → [batch, newHeight, newWidth, filters].
 */
export const groupedConv2d: Operation<Forward, GroupedAttrs, Tensor> = defineOperation({
  name: 'GroupedConv2D',
  compose: ({ x, filter }: Forward, attrs: GroupedAttrs) =>
    byGroup(x.shape[3]! / filter.shape[2]!, [x, filter], (part, weights) =>
      conv2d.convolve(part, weights, withFormat(attrs)),
    ),
  gradient: kernelGradient('GroupedConv2D', ['x', 'filter'], (dy, { x, filter }, attrs: GroupedAttrs) => ({
    x: () => byInput({ dy, filter }, { ...attrs, inputShape: x.shape }),
    filter: () => byFilter({ x, dy }, { ...attrs, filterShape: filter.shape }),
  })),
});

/** The kernel `GroupedConv2DBackpropInput`: dy, filter; the attributes and inputShape → the gradient by x. */
const byInput: Operation<ByInput, WithInputShape, Tensor> = defineOperation({
  name: 'GroupedConv2DBackpropInput',
  compose: ({ dy, filter }: ByInput, { inputShape, ...attrs }: WithInputShape) => {
    const depth = filter.shape[2]!;
    const shape = inputShape.with(3, depth);
    return byGroup(inputShape[3]! / depth, [dy, filter], (part, weights) =>
      conv2d.inputGradient(part, weights, shape, withFormat(attrs)),
    );
  },
  gradient: kernelGradient(
    'GroupedConv2DBackpropInput',
    ['dy', 'filter'],
    (ddx, { dy, filter }, { strides, pad, dilations }: GroupedAttrs) => ({
      dy: () => groupedConv2d({ x: ddx, filter }, { strides, pad, dilations }),
      filter: () => byFilter({ x: ddx, dy }, { strides, pad, dilations, filterShape: filter.shape }),
    }),
  ),
});

/** The kernel `GroupedConv2DBackpropFilter`: x, dy; the attributes and filterShape → the gradient by the filter. */
const byFilter: Operation<ByFilter, WithFilterShape, Tensor> = defineOperation({
  name: 'GroupedConv2DBackpropFilter',
  compose: ({ x, dy }: ByFilter, { filterShape, ...attrs }: WithFilterShape) => {
    const groups = x.shape[3]! / filterShape[2]!;
    const shape = filterShape.with(3, filterShape[3]! / groups);
    return byGroup(groups, [x, dy], (part, gradient) =>
      conv2d.filterGradient(part, gradient, shape, withFormat(attrs)),
    );
  },
  gradient: kernelGradient(
    'GroupedConv2DBackpropFilter',
    ['x', 'dy'],
    (ddw, { x, dy }, { strides, pad, dilations }: GroupedAttrs) => ({
      x: () => byInput({ dy, filter: ddw }, { strides, pad, dilations, inputShape: x.shape }),
      dy: () => groupedConv2d({ x, filter: ddw }, { strides, pad, dilations }),
    }),
  ),
});

function withFormat(attrs: GroupedAttrs): ConvAttrs {
  const { strides, pad, dilations } = attrs;
  return { strides, pad, dilations, dataFormat: 'NHWC' };
}
