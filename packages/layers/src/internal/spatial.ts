import {
  ArgumentError,
  checkSizes,
  describeValue,
  formatShape,
  formatSpec,
  type Shape,
  ShapeError,
  type Size,
  type Spec,
  tensorInput,
} from '@neurite/core';
import { sizesOf } from './sizes.js';

/** The names of the spatial axes of sequences, images and volumes. */
export const AXES = [[], ['time'], ['height', 'width'], ['depth', 'height', 'width']] as const;

/** What stands before and after an axis. */
export type Ends = readonly [before: number, after: number];

/** What a window is told; each list has one element for each spatial axis. */
type WindowParts = {
  readonly where: string;
  readonly axes: readonly string[];
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: 'valid' | 'same' | readonly Ends[];
  /** Whether the last window may reach over the end. Default false. */
  readonly ceilMode?: boolean;
};

/** A window that slides over spatial axes, with what follows from its parts, so that a forward pass computes none of it. */
export type Window = WindowParts & {
  readonly ceilMode: boolean;
  /** How far it reaches along each axis. */
  readonly reach: readonly number[];
  /** The smallest sizes that it slides over. */
  readonly least: readonly number[];
  /** What tfjs calls the padding; undefined where it has no name for it. */
  readonly named: 'valid' | 'same' | undefined;
  /** Whether it has no strides together with dilation, which tfjs does not have. */
  readonly simple: boolean;
  /** Over sequences: the same window over images of height 1. */
  readonly image: Window | undefined;
};

/** A window of these parts. */
export function windowOf({ where, axes, size, strides, dilation, padding, ceilMode = false }: WindowParts): Window {
  const reach = size.map((of, axis) => (of - 1) * dilation[axis]! + 1);
  return {
    where,
    axes,
    size,
    strides,
    dilation,
    padding,
    ceilMode,
    reach,
    least: reach.map((of, axis) => {
      if (padding === 'same') return 1;
      const over = ceilMode ? strides[axis]! - 1 : 0;
      return Math.max(1, of - over - (padding === 'valid' ? 0 : padding[axis]![0] + padding[axis]![1]));
    }),
    // How far the last window reaches over the end depends on the size of the input.
    named: ceilMode && Math.max(...strides) > 1 ? undefined : nameOf(padding, reach, strides),
    simple: Math.max(...strides) === 1 || Math.max(...dilation) === 1,
    image:
      axes.length > 1
        ? undefined
        : windowOf({
            where,
            axes: ['height', ...axes],
            size: [1, ...size],
            strides: [1, ...strides],
            dilation: [1, ...dilation],
            padding: typeof padding === 'string' ? padding : [[0, 0], ...padding],
            ceilMode,
          }),
  };
}

function nameOf(
  padding: WindowParts['padding'],
  reach: readonly number[],
  strides: readonly number[],
): 'valid' | 'same' | undefined {
  if (padding === 'valid') return padding;
  if (padding === 'same') {
    // Of three axes tfjs's kernels cut off what a window would skip at the end, as if the padding were negative.
    const isCut = reach.length === 3 && reach.some((of, axis) => of < strides[axis]!);
    return isCut ? undefined : padding;
  }
  const isSame = padding.every(
    ([before, after], i) => strides[i] === 1 && before === after && before + after === reach[i]! - 1,
  );
  if (isSame) return 'same';
  return padding.flat().every((of) => of === 0) ? 'valid' : undefined;
}

/** The options of a window as a layer takes them. */
export type WindowOptions = {
  readonly size: unknown;
  readonly strides: unknown;
  readonly padding: unknown;
  readonly dilation?: unknown;
  readonly ceilMode?: boolean;
};

/**
 * @param axes the names of the spatial axes
 * @param sizeName what the size is called, e.g. `kernelSize`
 * @throws ArgumentError
 */
export function toWindow(
  where: string,
  [axes, sizeName]: readonly [axes: readonly string[], sizeName: string],
  { size, strides, padding, dilation = 1, ceilMode = false }: WindowOptions,
): Window {
  const parts = {
    where,
    axes,
    size: checkSizes(where, sizeName, size, axes) as readonly number[],
    strides: checkSizes(where, 'strides', strides, axes),
    dilation: checkSizes(where, 'dilation', dilation, axes),
    ceilMode,
  };
  if (padding === 'valid' || padding === 'same') return windowOf({ ...parts, padding });
  if (padding === 'causal' && axes.length === 1) {
    return windowOf({ ...parts, padding: [[(parts.size[0]! - 1) * parts.dilation[0]!, 0]] });
  }
  const words = axes.length === 1 ? "'valid', 'same', 'causal'" : "'valid', 'same'";
  return windowOf({ ...parts, padding: checkSides(where, 'padding', padding, { axes, or: words }) });
}

/**
 * Checks how much is added at, or taken from, both ends of each axis.
 *
 * @param or what else the argument may be, for the error
 * @throws ArgumentError
 */
export function checkSides(
  where: string,
  argument: string,
  value: unknown,
  { axes, or }: { readonly axes: readonly string[]; readonly or?: string },
): readonly Ends[] {
  const isCount = (one: unknown): one is number => Number.isSafeInteger(one) && (one as number) >= 0;
  const ends = (one: unknown): Ends | undefined => {
    if (isCount(one)) return [one, one];
    return Array.isArray(one) && one.length === 2 && one.every(isCount) ? (one as [number, number]) : undefined; // two counts
  };
  const several = axes.length > 1 && Array.isArray(value) && value.length === axes.length;
  const sides = several
    ? value.map(ends)
    : axes.map(() => (axes.length > 1 && !isCount(value) ? undefined : ends(value)));
  if (sides.every((one) => one !== undefined)) return sides;
  const form = axes.length === 1 ? 'or [before, after]' : `or one or [before, after] for each of ${listOf(axes)}`;
  throw new ArgumentError({
    where,
    argument,
    expected: `be ${or === undefined ? '' : `${or}, `}an integer of at least 0, ${form}`,
    received: describeValue(value),
  });
}

/** What `padding` adds at both ends of axes of these sizes. */
export function sidesOf(window: Window, sizes: readonly number[]): readonly Ends[] {
  const { padding, reach, strides, ceilMode } = window;
  return sizes.map((size, axis) => {
    const stride = strides[axis]!;
    if (padding !== 'same') {
      const [before, after] = padding === 'valid' ? [0, 0] : padding[axis]!;
      if (!ceilMode) return [before, after];
      const end = (slidesOf(window, size, axis) - 1) * stride + reach[axis]!; // of the last window
      return [before, Math.max(after, end - before - size)];
    }
    const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach[axis]! - size, 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

/**
 * The sizes that a window leaves of an input; null for those that are null.
 *
 * @param input […spatial, channels]
 * @param channels whether their number must be known. Default false
 * @returns `[…spatial, channels]`
 * @throws ShapeError, DtypeError when the input has other axes, or the window is larger than it
 */
export function windowOutput(
  window: Window,
  input: Spec,
  { channels: known = false }: { readonly channels?: boolean } = {},
): readonly Size[] {
  const sizes = sizesOf(spatialInput(window.where, input, { axes: window.axes, channels: known }));
  const left = slide(window, sizes.slice(0, -1), input);
  return [...left, sizes.at(-1)!];
}

/** Checks that an input has these spatial axes, and channels. */
export function spatialInput(
  where: string,
  input: Spec,
  { axes, channels = false }: { readonly axes: readonly string[]; readonly channels?: boolean },
): Spec {
  return tensorInput(where, input, { axes: [...axes, 'channels'], known: channels ? ['channels'] : [] });
}

/**
 * Checks a batch that a window is to slide over.
 *
 * @param channels the number of channels that the layer was built for; undefined takes any
 * @throws ShapeError
 */
export function assertImages(window: Window, x: { readonly shape: Shape }, channels?: number): void {
  const { where, axes, least } = window;
  assertSpatial(where, x, { axes, channels });
  if (least.some((of, axis) => x.shape[axis + 1]! < of)) refuse(window, 'x', formatShape(x.shape));
}

/** @throws ShapeError unless `x` has shape [batch, …axes, channels] */
export function assertSpatial(
  where: string,
  { shape }: { readonly shape: Shape },
  { axes, channels }: { readonly axes: readonly string[]; readonly channels?: number | undefined },
): void {
  if (shape.length === axes.length + 2 && (channels === undefined || shape.at(-1) === channels)) return;
  throw new ShapeError({
    where,
    argument: 'x',
    expected: `have shape [batch, ${axes.join(', ')}, ${channels ?? 'channels'}]`,
    received: formatShape(shape),
    advice: channels === undefined ? undefined : 'The last axis must equal the channels it was built for',
  });
}

function slide(window: Window, sizes: readonly Size[], input: Spec): Size[] {
  const { least } = window;
  if (sizes.some((of, axis) => of !== null && of < least[axis]!)) refuse(window, 'input', formatSpec(input));
  return sizes.map((of, axis) => (of === null ? null : slidesOf(window, of, axis)));
}

/** How many windows there are along an axis of this size. */
export function slidesOf({ padding, reach, strides, ceilMode }: Window, size: number, axis: number): number {
  const stride = strides[axis]!;
  if (padding === 'same') return Math.ceil(size / stride);
  const [before, after] = padding === 'valid' ? [0, 0] : padding[axis]!;
  const steps = (size + before + after - reach[axis]!) / stride;
  if (!ceilMode) return Math.floor(steps) + 1;
  // A window that would begin behind the input is left out, as in PyTorch.
  return Math.min(Math.ceil(steps) + 1, Math.ceil((size + before) / stride));
}

function refuse({ where, axes, least }: Window, argument: string, received: string): never {
  const expected = `be at least ${listOf(axes.map((axis, i) => `${least[i]} in ${axis}`))}, as its window is`;
  throw new ShapeError({ where, argument, expected, received, advice: "Use a smaller window, or padding: 'same'" });
}

function listOf(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
