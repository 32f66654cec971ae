import { type GradConfig, matMul, reshape, reverse, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { kernelGradient } from '../internal/kernel-gradient.js';

type ResizeAttrs = { readonly alignCorners: boolean; readonly halfPixelCenters: boolean };
/** Which inputs along one axis make the output at `position`, and with what weights. */
type Taps = (
  position: number,
  inputs: number,
  outputs: number,
  attrs: ResizeAttrs,
) => readonly (readonly [number, number])[];

/**
 * Gradients of image resizing, composed: resizing is a product with one matrix along each axis.
 *
 * tfjs's kernels are wrong: nearest neighbors writes out of bounds, bilinear mixes up height and width, and neither knows
 * half-pixel centers.
 */
export const imageGradients: readonly GradConfig[] = [
  resizeGradient('ResizeBilinear', bilinearTaps),
  resizeGradient('ResizeNearestNeighbor', nearestTaps),
  kernelGradient('FlipLeftRight', [], (dy) => ({ image: () => reverse(dy, 2) })),
];

function resizeGradient(kernelName: string, taps: Taps): GradConfig {
  return kernelGradient(kernelName, ['images'], (dy, { images }, attrs: ResizeAttrs) => ({
    images: () => resizeBack(dy, images, attrs, taps),
  }));
}

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
  const scale = scaleOf(inputs, outputs, attrs);
  const source = attrs.halfPixelCenters ? Math.max(0, scale * (position + 0.5) - 0.5) : scale * position;
  const below = Math.floor(source);
  const fraction = source - below;
  return [
    [Math.min(inputs - 1, below), 1 - fraction],
    [Math.min(inputs - 1, below + 1), fraction],
  ];
}
