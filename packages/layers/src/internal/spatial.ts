import { assertInputShape, formatShape, type Shape, ShapeError } from '@neurite/core';
import type { Padding2d, Size2d } from '../image-options.js';
import { assertOneOf, toPair } from './arguments.js';

/** The options of a window that slides over an image. */
export type WindowOptions = {
  readonly size: Size2d;
  readonly strides: Size2d;
  readonly padding: Padding2d;
  readonly dilation?: Size2d;
};

/** A window that slides over an image: `[height, width]` each. */
export type Window2d = {
  readonly where: string;
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: Padding2d;
};

/**
 * @param sizeName what the size is called, e.g. `kernelSize`
 * @throws ArgumentError
 */
export function toWindow(
  where: string,
  sizeName: string,
  { size, strides, padding, dilation = 1 }: WindowOptions,
): Window2d {
  assertOneOf(where, 'padding', padding, ['valid', 'same']);
  return {
    where,
    size: toPair(where, sizeName, size),
    strides: toPair(where, 'strides', strides),
    dilation: toPair(where, 'dilation', dilation),
    padding,
  };
}

/**
 * The height and width that a window leaves of an image.
 *
 * @param inputShape `[height, width, channels]`
 * @returns `[height, width]`
 * @throws ShapeError when this is no image, or the window is larger than the image
 */
export function windowOutput(window: Window2d, inputShape: Shape): [number, number] {
  assertInputShape(window.where, inputShape, ['height', 'width', 'channels']);
  return slide(window, 'inputShape', inputShape, [inputShape[0]!, inputShape[1]!]);
}

/**
 * Checks a batch of images that a window is to slide over.
 *
 * @param channels how many channels the layer was built for; undefined takes any
 * @throws ShapeError
 */
export function assertImages(window: Window2d, x: { readonly shape: Shape }, channels?: number): void {
  if (x.shape.length !== 4 || (channels !== undefined && x.shape[3] !== channels)) {
    throw new ShapeError({
      where: window.where,
      argument: 'x',
      expected: `have shape [batch, height, width, ${channels ?? 'channels'}]`,
      received: formatShape(x.shape),
      advice: channels === undefined ? undefined : 'The last axis must equal the channels it was built for',
    });
  }
  slide(window, 'x', x.shape, [x.shape[1]!, x.shape[2]!]);
}

function slide(window: Window2d, argument: string, shape: Shape, sizes: readonly [number, number]): [number, number] {
  const { where, size, strides, dilation, padding } = window;
  const reach = [0, 1].map((axis) => (size[axis]! - 1) * dilation[axis]! + 1);
  const left = [0, 1].map((axis) => {
    const room = padding === 'same' ? sizes[axis]! : sizes[axis]! - reach[axis]! + 1;
    return Math.ceil(room / strides[axis]!);
  });
  if (left[0]! < 1 || left[1]! < 1) {
    throw new ShapeError({
      where,
      argument,
      expected: `be at least ${reach[0]} high and ${reach[1]} wide, as its window is`,
      received: formatShape(shape),
      advice: "Use a smaller window, or padding: 'same'",
    });
  }
  return [left[0]!, left[1]!];
}
