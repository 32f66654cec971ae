import {
  ArgumentError,
  type Blueprint,
  checkOptions,
  defineLayer,
  describeValue,
  Module,
  resolveOptions,
  sizeOf,
  spec,
} from '@neurite/core';
import { select } from '@neurite/core/operation';
import {
  abs,
  avgPool,
  avgPool3d,
  div,
  equal,
  maxPool,
  maxPool3d,
  mul,
  ones,
  onesLike,
  pow,
  type Rank,
  reshape,
  square,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { pair, triple } from './convolve.js';
import { padAxes } from './pad-axes.js';
import { assertImages, type Ends, sidesOf, toWindow, type Window, windowOutput } from './spatial.js';
import { takeWindows, windowCounts } from './windows.js';

/** What identifies a layer that pools: its function, its spatial axes, and the size of its window. */
export type PoolCall = {
  readonly where: string;
  readonly axes: readonly string[];
  readonly poolSize: unknown;
  /** Whether it takes `dilation`. Default false. */
  readonly dilates?: boolean;
};
/** How its window slides. */
export type PoolOptions = {
  readonly strides?: unknown;
  readonly padding?: unknown;
  readonly dilation?: unknown;
  readonly ceilMode?: boolean;
};

/** What layers that sum up windows of sequences, images or volumes have in common. */
export abstract class Pool<T extends Tensor> extends Module<T, T> {
  readonly #window: Window;

  constructor(call: PoolCall, options: PoolOptions) {
    super();
    this.#window = poolWindow(call, options);
  }

  get poolSize(): readonly number[] {
    return this.#window.size;
  }

  get strides(): readonly number[] {
    return this.#window.strides;
  }

  get padding(): Window['padding'] {
    return this.#window.padding;
  }

  get dilation(): readonly number[] {
    return this.#window.dilation;
  }

  get ceilMode(): boolean {
    return this.#window.ceilMode;
  }

  /**
   * @param x [batch, …spatial, channels]
   * @returns a new tensor [batch, …newSpatial, channels], owned by the caller
   * @throws ShapeError when `x` has other axes, or is smaller than the window
   */
  override forward(x: T): T {
    assertImages(this.#window, x);
    return this.pool(x, this.#window) as T; // of the rank of x
  }

  /** @param x not smaller than the window */
  protected abstract pool(x: Tensor, window: Window): Tensor;
}

/** The blueprint of a layer that pools. */
export function pool<T extends Tensor>(
  call: PoolCall,
  { args, ...options }: PoolOptions & { readonly args: readonly unknown[] },
  build: () => Pool<T>,
): Blueprint<T, T> {
  const window = poolWindow(call, options);
  return defineLayer(call.where, args, { outputSpec: (input) => spec(windowOutput(window, input)), build });
}

export function poolWindow({ where, axes, poolSize, dilates = false }: PoolCall, options: PoolOptions): Window {
  if (!dilates) checkOptions(where, options, ['strides', 'padding', 'ceilMode']);
  const defaults = { strides: poolSize, padding: 'valid', dilation: 1, ceilMode: false };
  const { ceilMode, ...slide } = resolveOptions(where, options, defaults);
  const window = toWindow(where, [axes, 'poolSize'], { size: poolSize, ...slide, ceilMode });
  if (typeof window.padding !== 'string' && window.padding.some((ends, i) => Math.max(...ends) >= window.reach[i]!)) {
    const expected = 'be smaller than the window';
    throw new ArgumentError({ where, argument: 'padding', expected, received: describeValue(slide.padding) });
  }
  if (ceilMode && window.padding === 'same') {
    const expected = "be false where padding is 'same', which lets all windows reach over the end";
    throw new ArgumentError({ where, argument: 'ceilMode', expected, received: 'true' });
  }
  return window;
}

/** The maximum of each window; what lies outside never wins. */
export function maximumOf(x: Tensor, window: Window): Tensor {
  const outside = Number.NEGATIVE_INFINITY;
  if (Math.max(...window.dilation) > 1) {
    return tidy(() => {
      const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
      const counts = windowCounts(window, x.shape.slice(1, -1));
      const elements = sizeOf(window.size);
      // As rows without gaps, which the plain kernel pools one by one.
      const rows = reshape<Rank.R4>(takeWindows(x, window, outside), [batch, sizeOf(counts), elements, channels]);
      return reshape(maxPool(rows, [1, elements], [1, elements], 'valid'), [batch, ...counts, channels]);
    });
  }
  return onImages(x, window, (images, at) => {
    const { size, strides, named: name } = at;
    const padded = name === undefined ? padAxes(images, sidesOf(at, images.shape.slice(1, -1)), outside) : images;
    return size.length === 2
      ? maxPool(padded as Tensor4D, pair(size), pair(strides), name ?? 'valid') // images
      : maxPool3d(padded as Tensor5D, triple(size), triple(strides), name ?? 'valid'); // volumes
  });
}

/**
 * The mean of each window.
 *
 * @param countPadding whether padding counts as zeros, or not at all
 */
export function meanOf(x: Tensor, window: Window, countPadding: boolean): Tensor {
  return onImages(x, window, (images, at) => {
    const average = (of: Tensor, padding: 'valid' | 'same'): Tensor =>
      at.size.length === 2
        ? avgPool(of as Tensor4D, pair(at.size), pair(at.strides), padding) // images
        : avgPool3d(of as Tensor5D, triple(at.size), triple(at.strides), padding); // volumes
    const name = at.named;
    if (name === 'valid' || (name === 'same' && !countPadding)) return average(images, name);
    const spatial = images.shape.slice(1, -1);
    const sides = sidesOf(at, spatial);
    return tidy(() => {
      const y = average(padAxes(images, sides), 'valid');
      if (countPadding && !at.ceilMode) return y;
      // What counts: the input, and its padding, but not what a window takes from behind that.
      const counted = countPadding ? sidesOf({ ...at, ceilMode: false }, spatial) : spatial.map((): Ends => [0, 0]);
      const rest = sides.map(([before, after], i): Ends => [before - counted[i]![0], after - counted[i]![1]]);
      const sizes = spatial.map((size, i) => size + counted[i]![0] + counted[i]![1]);
      return div(y, average(padAxes(ones([1, ...sizes, 1]), rest), 'valid'));
    });
  });
}

/** @param f of one kernel where the padding has a name, which needs no scope around it */
function onImages(x: Tensor, window: Window, f: (images: Tensor, window: Window) => Tensor): Tensor {
  const { image, named } = window;
  if (image === undefined) return named === undefined ? tidy(() => f(x, window)) : f(x, window);
  return tidy(() => {
    const [batch, time, channels] = x.shape as [number, number, number]; // a sequence
    const y = f(reshape(x, [batch, 1, time, channels]), image);
    return reshape(y, [batch, y.shape[2]!, channels]);
  });
}

/** The p-norm of each window. */
export function normOf(x: Tensor, window: Window, p: number): Tensor {
  return tidy(() => {
    const powers = p === 1 ? abs(x) : p === 2 ? square(x) : pow(abs(x), p);
    const sums = mul(
      meanOf(powers, window, true),
      window.size.reduce((product, size) => product * size, 1),
    );
    if (p === 1) return sums;
    // The root has no gradient at 0: take that of 1 there, and give 0.
    // As one axis: the gradient of `pow` selects, which webgl and webgpu do with at most four.
    const row = reshape(sums, [sums.size]);
    const nothing = equal(row, 0);
    const roots = pow(select(nothing, onesLike(row), row), 1 / p);
    return reshape(select(nothing, zerosLike(row), roots), sums.shape);
  });
}
