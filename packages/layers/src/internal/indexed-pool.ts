import {
  ArgumentError,
  type Blueprint,
  checkSizes,
  DtypeError,
  defineLayer,
  describeValue,
  formatShape,
  formatSpec,
  Module,
  ShapeError,
  type Size,
  type Spec,
  sizeOf,
  spec,
  TensorSpec,
} from '@neurite/core';
import {
  add,
  argMax,
  cast,
  gather,
  mul,
  reshape,
  scalar,
  type Tensor,
  tensor,
  tensor1d,
  tidy,
  unsortedSegmentSum,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Indexed } from '../pooling/indexed.js';
import { maximumOf, type PoolCall, type PoolOptions, poolWindow } from './pool.js';
import { assertImages, type Ends, type Window, windowOutput } from './spatial.js';
import { takeWindows, windowCounts, windowIndices } from './windows.js';

/** What layers have in common that pool and say where the maxima are. */
export abstract class PoolWithIndices<T extends Tensor> extends Module<T, Indexed<T>> {
  readonly #window: Window;

  constructor(call: PoolCall, options: PoolOptions) {
    super();
    this.#window = poolWindow(call, options);
  }

  /**
   * @param x [batch, …spatial, channels]
   * @returns new tensors [batch, …newSpatial, channels], owned by the caller
   * @throws ShapeError when `x` has other axes, or is smaller than the window
   */
  override forward(x: T): Indexed<T> {
    const window = this.#window;
    assertImages(window, x);
    return tidy(() => ({ values: maximumOf(x, window), indices: indicesOf(x, window) })) as Indexed<T>; // of the rank of x
  }
}

/** The blueprint of such a layer. */
export function poolWithIndices<T extends Tensor>(
  call: PoolCall,
  options: PoolOptions,
  build: () => PoolWithIndices<T>,
): Blueprint<T, Indexed<T>> {
  const window = poolWindow(call, options);
  return defineLayer(call.where, [call.poolSize, options], {
    outputSpec: (input) => {
      const sizes = windowOutput(window, input);
      return { values: spec(sizes), indices: spec(sizes, 'int32') };
    },
    build,
  });
}

/** The first largest element of each window. */
function indicesOf(x: Tensor, window: Window): Tensor {
  const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
  const spatial = x.shape.slice(1, -1);
  const counts = windowCounts(window, spatial);
  const [windows, elements] = [sizeOf(counts), sizeOf(window.size)];
  const rows = reshape(takeWindows(x, window, Number.NEGATIVE_INFINITY), [batch, windows, elements, channels]);
  const chosen = cast(argMax(rows, 2), 'int32');
  const begins = tensor(
    Int32Array.from({ length: windows }, (_, i) => i * elements),
    [1, windows, 1],
    'int32',
  );
  const table = tensor1d(windowIndices(window, spatial), 'int32');
  return reshape(gather(table, add(chosen, begins)), [batch, ...counts, channels]);
}

/** What identifies an unpool: its pool, and the size that comes out where its pool has others that give the same. */
export type UnpoolCall = PoolCall & { readonly outputSize: unknown };

/** What layers have in common that put values where a pool has found them. */
export abstract class Unpool<T extends Tensor> extends Module<Indexed<T>, T> {
  readonly #geometry: Geometry;

  constructor(call: UnpoolCall, options: PoolOptions) {
    super();
    this.#geometry = geometryOf(call, options);
  }

  /**
   * @param x values, and the indices of the elements that they become
   * @returns a new tensor [batch, …newSpatial, channels], zero elsewhere; values of one index add up; owned by the caller
   * @throws ShapeError when the two have other axes, or differ
   * @throws DtypeError when the indices are not int32
   */
  override forward({ values, indices }: Indexed<T>): T {
    const { window, outputSize } = this.#geometry;
    const { where } = window;
    assertPair(where, values, indices);
    const [batch, channels] = [values.shape[0]!, values.shape.at(-1)!];
    const spatial = values.shape.slice(1, -1);
    const sizes = outputSize ?? spatial.map((size, axis) => unpooled(window, size, axis));
    // tfjs's cpu kernels add up nothing without an error.
    if (values.size === 0) return zeros([batch, ...sizes, channels]) as Tensor as T; // of the rank of the values
    return tidy(() => {
      const [from, to] = [sizeOf(spatial), sizeOf(sizes)];
      // Each channel of each sample has its own elements.
      const first = Int32Array.from(
        { length: batch * channels },
        (_, i) => Math.floor(i / channels) * to * channels + (i % channels),
      );
      const steps = mul(reshape(indices, [batch, from, channels]), scalar(channels, 'int32'));
      const at = reshape(add(steps, tensor(first, [batch, 1, channels], 'int32')), [values.size]);
      const y = unsortedSegmentSum(reshape(values, [values.size]), cast(at, 'int32') as never, batch * to * channels); // one axis
      return reshape(y, [batch, ...sizes, channels]);
    }) as Tensor as T; // of the rank of the values
  }
}

/** The blueprint of such a layer. */
export function unpool<T extends Tensor>(
  call: UnpoolCall,
  options: PoolOptions & { readonly args: readonly unknown[] },
  build: () => Unpool<T>,
): Blueprint<Indexed<T>, T> {
  const { args, ...slide } = options;
  const { window, outputSize } = geometryOf(call, slide);
  const { where, axes } = call;
  return defineLayer(where, args, {
    outputSpec: (input) => {
      const { values, indices } = input as { readonly values?: Spec; readonly indices?: Spec }; // checked here
      const isPair = values instanceof TensorSpec && indices instanceof TensorSpec;
      if (!isPair || values.shape.length !== axes.length + 1 || String(values.shape) !== String(indices.shape)) {
        const expected = `be { values, indices }, both [${axes.join(', ')}, channels]`;
        throw new ShapeError({ where, argument: 'input', expected, received: formatSpec(input) });
      }
      const channels = values.shape.at(-1)!;
      const sizes = values.shape.slice(0, -1);
      return spec<readonly Size[]>([
        ...(outputSize ?? sizes.map((size, axis) => (size === null ? null : unpooled(window, size, axis)))),
        channels,
      ]);
    },
    build,
  });
}

type Geometry = { readonly window: Window; readonly outputSize: readonly number[] | undefined };

function geometryOf({ outputSize, ...call }: UnpoolCall, options: PoolOptions): Geometry {
  const window = poolWindow(call, options);
  const { where, axes } = call;
  if (window.padding === 'same') {
    const expected = "be 'valid' or numbers";
    throw new ArgumentError({ where, argument: 'padding', expected, received: describeValue(options.padding) });
  }
  return {
    window,
    outputSize: outputSize === undefined ? undefined : checkSizes(where, 'outputSize', outputSize, axes),
  };
}

/** The smallest size that a pool takes to this one. */
function unpooled({ padding, reach, strides }: Window, size: number, axis: number): number {
  const [before, after] = (typeof padding === 'string' ? [0, 0] : padding[axis]!) satisfies Ends;
  return (size - 1) * strides[axis]! + reach[axis]! - before - after;
}

function assertPair(where: string, values: Tensor, indices: Tensor): void {
  if (formatShape(values.shape) !== formatShape(indices.shape)) {
    const expected = `have the shape of the values, ${formatShape(values.shape)}`;
    throw new ShapeError({ where, argument: 'indices', expected, received: formatShape(indices.shape) });
  }
  if (indices.dtype === 'int32') return;
  throw new DtypeError({ where, argument: 'indices', expected: 'be int32', received: indices.dtype });
}
