import {
  engine,
  type GradConfig,
  matMul,
  type NamedAttrMap,
  reshape,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import { kernelGradient } from '../internal/kernel-gradient.js';

type ResizeAttrs = { readonly alignCorners: boolean; readonly halfPixelCenters: boolean };
/** Which inputs along one axis make output `position`, and with what weights. */
type Taps = (
  position: number,
  inputs: number,
  outputs: number,
  attrs: ResizeAttrs,
) => readonly (readonly [number, number])[];

/**
 * Gradients of image resizing.
 *
 * tfjs's kernel for the gradient of nearest-neighbour resizing is wrong, and the bilinear one knows no half pixel
 * centres; both are composed here, as resizing is one matrix along each axis.
 */
export const imageGradients: readonly GradConfig[] = [
  kernelGradient('ResizeBilinear', ['images'], (dy, { images }, attrs: ResizeAttrs) => ({
    images: () =>
      attrs.halfPixelCenters
        ? resizeBack(dy, images, attrs, bilinearTaps)
        : engine().runKernel('ResizeBilinearGrad', { images, dy }, attrs as NamedAttrMap), // two booleans
  })),
  kernelGradient('ResizeNearestNeighbor', ['images'], (dy, { images }, attrs: ResizeAttrs) => ({
    images: () => resizeBack(dy, images, attrs, nearestTaps),
  })),
];

/** heightsᵀ · dy · widths, where resizing is heights · images · widthsᵀ. */
function resizeBack(dy: Tensor, images: Tensor, attrs: ResizeAttrs, taps: Taps): Tensor {
  const [batch, height, width, channels] = images.shape as [number, number, number, number]; // resizing takes rank 4
  const [, newHeight, newWidth] = dy.shape as [number, number, number, number]; // the same rank
  const widths = resizeMatrix(width, newWidth, attrs, taps);
  const heights = resizeMatrix(height, newHeight, attrs, taps);
  const narrow = matMul(widths, reshape(dy, [batch * newHeight, newWidth, channels]), true, false);
  const back = matMul(heights, reshape(narrow, [batch, newHeight, width * channels]), true, false);
  return reshape(back, [batch, height, width, channels]);
}

/** [1, outputs, inputs], for a product with any batch. */
function resizeMatrix(inputs: number, outputs: number, attrs: ResizeAttrs, taps: Taps): Tensor {
  const values = new Float32Array(outputs * inputs);
  for (let position = 0; position < outputs; position++) {
    for (const [input, weight] of taps(position, inputs, outputs, attrs)) {
      values[position * inputs + input] = values[position * inputs + input]! + weight;
    }
  }
  return tensor(values, [1, outputs, inputs]);
}

function scaleOf(inputs: number, outputs: number, { alignCorners }: ResizeAttrs): number {
  return alignCorners && outputs > 1 ? (inputs - 1) / (outputs - 1) : inputs / outputs;
}

function nearestTaps(position: number, inputs: number, outputs: number, attrs: ResizeAttrs): [number, number][] {
  const source = scaleOf(inputs, outputs, attrs) * (attrs.halfPixelCenters ? position + 0.5 : position);
  const nearest = attrs.alignCorners ? Math.round(source) : Math.floor(source);
  return [[Math.max(0, Math.min(inputs - 1, nearest)), 1]];
}

function bilinearTaps(position: number, inputs: number, outputs: number, attrs: ResizeAttrs): [number, number][] {
  const source = Math.max(0, scaleOf(inputs, outputs, attrs) * (position + 0.5) - 0.5);
  const below = Math.floor(source);
  const fraction = source - below;
  return [
    [Math.min(inputs - 1, below), 1 - fraction],
    [Math.min(inputs - 1, below + 1), fraction],
  ];
}
