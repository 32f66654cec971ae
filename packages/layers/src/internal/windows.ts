import { gather, reshape, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { padAxes } from './pad-axes.js';
import { type Ends, sidesOf, slidesOf, type Window } from './spatial.js';

/**
 * The elements of all windows, one window after the other. To be called in a scope.
 *
 * @param x [batch, …spatial, channels]
 * @param outside what stands around the input
 * @returns [batch, windows · elements, channels]
 */
export function takeWindows(x: Tensor, window: Window, outside = 0): Tensor {
  const spatial = x.shape.slice(1, -1);
  const sides = sidesOf(window, spatial);
  const padded = padAxes(x, sides, outside);
  const rows = reshape(padded, [x.shape[0]!, product(padded.shape.slice(1, -1)), x.shape.at(-1)!]);
  return gather(rows, tensor1d(windowIndices(window, spatial, sides), 'int32'), 1);
}

/** How many windows there are along each axis. */
export function windowCounts(window: Window, spatial: readonly number[]): number[] {
  return spatial.map((size, axis) => slidesOf(window, size, axis));
}

/**
 * The elements of all windows as indices into the spatial axes, laid out as one.
 *
 * @param sides what has been padded to them; without, an element outside of them has an index that means nothing
 */
export function windowIndices(window: Window, spatial: readonly number[], sides?: readonly Ends[]): Int32Array {
  const { size, strides, dilation } = window;
  const begins = sidesOf(window, spatial).map(([before], axis) => (sides?.[axis]?.[0] ?? 0) - before);
  const sizes = spatial.map((of, axis) => of + (sides?.[axis]?.[0] ?? 0) + (sides?.[axis]?.[1] ?? 0));
  const windows = windowCounts(window, spatial);
  const elements = product(size);
  const steps = sizes.map((_, axis) => product(sizes.slice(axis + 1)));
  /** What the windows, or their elements, add to an index along all axes. */
  const offsets = (counts: readonly number[], distance: (axis: number) => number): Int32Array => {
    const found = new Int32Array(product(counts));
    for (let i = 0; i < found.length; i++) {
      let rest = i;
      for (let axis = counts.length - 1; axis >= 0; axis--) {
        found[i]! += (rest % counts[axis]!) * distance(axis) * steps[axis]!;
        rest = Math.floor(rest / counts[axis]!);
      }
    }
    return found;
  };
  const first = begins.reduce((sum, begin, axis) => sum + begin * steps[axis]!, 0);
  const atWindow = offsets(windows, (axis) => strides[axis]!);
  const inWindow = offsets(size, (axis) => dilation[axis]!);
  return Int32Array.from(
    { length: atWindow.length * elements },
    (_, i) => first + atWindow[Math.floor(i / elements)]! + inWindow[i % elements]!,
  );
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
