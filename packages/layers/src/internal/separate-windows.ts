import type { Tensor } from '@tensorflow/tfjs-core';
import { takeAlong } from './along-axis.js';
import { padAxes } from './pad-axes.js';
import { sidesOf, slidesOf, type Window } from './spatial.js';

/**
 * The elements of all windows side by side, so that windows do not overlap and have no gaps. To be called in a scope.
 *
 * @param x [batch, …spatial, channels]
 * @param outside what stands around the input
 * @returns [batch, …(windows · size), channels]
 */
export function separateWindows(x: Tensor, window: Window, outside = 0): Tensor {
  const spatial = x.shape.slice(1, -1);
  const padded = padAxes(x, sidesOf(window, spatial), outside);
  return indicesOf(window, spatial).reduce((y, indices, i) => takeAlong(y, i + 1, indices), padded);
}

/** Which elements of a padded axis the windows take, one window after the other. */
export function indicesOf(window: Window, spatial: readonly number[]): readonly (readonly number[])[] {
  return window.size.map((size, axis) => {
    const [stride, dilation] = [window.strides[axis]!, window.dilation[axis]!];
    const count = slidesOf(window, spatial[axis]!, axis) * size;
    return Array.from({ length: count }, (_, i) => Math.floor(i / size) * stride + (i % size) * dilation);
  });
}
