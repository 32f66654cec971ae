import {
  checkChoice,
  checkSizes,
  formatShape,
  formatSpec,
  type Shape,
  ShapeError,
  type Size,
  type Spec,
  tensorInput,
} from '@neurite/core';
import type { Padding2d, Size2d } from '../image-options.js';

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
  checkChoice(where, 'padding', padding, ['valid', 'same']);
  return {
    where,
    size: checkSizes(where, sizeName, size, ['height', 'width']),
    strides: checkSizes(where, 'strides', strides, ['height', 'width']),
    dilation: checkSizes(where, 'dilation', dilation, ['height', 'width']),
    padding,
  };
}

/**
 * The height and width that a window leaves of an image; null for those that are null.
 *
 * @param input [height, width, channels]
 * @param channels whether their number must be known. Default false
 * @returns `[height, width, channels]`
 * @throws ShapeError, DtypeError when this is no image, or the window is larger than the image
 */
export function windowOutput(
  window: Window2d,
  input: Spec,
  { channels: known = false }: { readonly channels?: boolean } = {},
): readonly [Size, Size, Size] {
  const axes = ['height', 'width', 'channels'];
  const given = tensorInput(window.where, input, { axes, known: known ? ['channels'] : [] });
  const [height, width, channels] = given.shape as [Size, Size, Size]; // as many axes
  const left = slide(window, [height, width], () => ['input', formatSpec(given)]);
  return [left[0], left[1], channels];
}

/**
 * Checks a batch of images that a window is to slide over.
 *
 * @param channels the number of channels that the layer was built for; undefined takes any
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
  slide(window, [x.shape[1]!, x.shape[2]!], () => ['x', formatShape(x.shape)]);
}

function slide(
  { where, size, strides, dilation, padding }: Window2d,
  sizes: readonly [Size, Size],
  shown: () => readonly [argument: string, received: string],
): [Size, Size] {
  const reach = [0, 1].map((axis) => (size[axis]! - 1) * dilation[axis]! + 1);
  const left = sizes.map((of, axis) => {
    if (of === null) return null;
    const room = padding === 'same' ? of : of - reach[axis]! + 1;
    return Math.ceil(room / strides[axis]!);
  });
  if (left.some((of) => of !== null && of < 1)) {
    const [argument, received] = shown();
    throw new ShapeError({
      where,
      argument,
      expected: `be at least ${reach[0]} high and ${reach[1]} wide, as its window is`,
      received,
      advice: "Use a smaller window, or padding: 'same'",
    });
  }
  return left as [Size, Size]; // one for each
}
