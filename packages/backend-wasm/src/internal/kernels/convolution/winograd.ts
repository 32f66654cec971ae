import type { backend_util } from '@tensorflow/tfjs-core';
import { type Memory, type OptionalPointer, offset, type Pointer } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { WinogradSize } from '../../generated/kernel-calls.js';
import type { Part } from '../../threads.js';
import { sum } from '../reductions/reduction.js';
import { copyStrided } from '../shape/copy.js';
import { describeWindow, flipped } from './window.js';

type Info = backend_util.Conv2DInfo;
type Addresses<Names extends string> = Readonly<Record<Names, Pointer>>;

/** Below that direct convolution is as fast, because the weights are transformed first. */
const FEWEST_TILES = 8;
/** Above so many pairs of a channel and a filter the partial sums of a gradient do not fit the cache. */
const MOST_PAIRS: number = 2 ** 16;
/** The tiles of a partial sum of a gradient, at least, whatever the number of threads. */
const TILES_OF_PIECE = 256;
const MOST_PIECES = 16;
/** Floats that transforming the weights takes. */
const WEIGHTS_SCRATCH = 144;
/** Of a product of values, about. */
const NANOSECONDS = 0.06;

/**
 * Whether Winograd's algorithm pays: kernels of 3 × 3 or 1 × 3 at stride 1, multiples of eight channels, images of some size. Windows
 * that lie outside the image are left to direct convolution, where they are exactly 0.
 */
export function suitsWinograd(info: Info & { readonly groups: number }): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const { top, left } = info.padInfo;
  const steps = [strideHeight, strideWidth, dilationHeight, dilationWidth];
  const [lowest, rightmost] = [info.outHeight + filterHeight - 1, info.outWidth + 2];
  const vertical = [top, lowest - info.inHeight - top];
  const horizontal = [left, rightmost - info.inWidth - left];
  return (
    info.groups === 1 &&
    (filterHeight === 3 || filterHeight === 1) &&
    filterWidth === 3 &&
    steps.every((step) => step === 1) &&
    vertical.every((size) => size >= 0 && size < filterHeight) &&
    horizontal.every((size) => size >= 0 && size <= 2) &&
    info.inChannels % 8 === 0 &&
    info.outChannels % 8 === 0 &&
    sizeOf(info).tiles >= FEWEST_TILES
  );
}

/** Convolves; returns false where a result is not finite, so that direct convolution must say where. */
export function convolveWinograd(
  backend: WasmBackend,
  info: Info,
  { x, filter, target, bias }: Addresses<'x' | 'filter' | 'target'> & { readonly bias: OptionalPointer },
  rectify: boolean,
): boolean {
  const { kernels, threads } = backend;
  const { tiles, values, cost } = sizeOf(info);
  const scratchFloats = scratchOf(backend, info);
  return backend.withScratch(values + WEIGHTS_SCRATCH, (weights) => {
    kernels.winogradWeights({ kernel: filter, values: weights, scratch: offset(weights, values) });
    return areResultsFinite(backend, (notFinite) => {
      const parts = threads.cut(tiles, { unit: WinogradSize.Side, cost }).map(({ from, length }): Part => {
        return (kernels, scratch) => {
          describeWindow(kernels, info);
          kernels.convolveTiles({
            x,
            kernel: filter,
            weights,
            target,
            bias,
            rectify,
            scratch,
            fromTile: from,
            toTile: from + length,
            notFinite,
          });
        };
      });
      threads.run(parts, scratchFloats);
    });
  });
}

/** The gradient by the images: a convolution of dy with the flipped kernel. Returns false as above. */
export function inputGradientWinograd(
  backend: WasmBackend,
  info: Info,
  { dy, filter, target }: Addresses<'dy' | 'filter' | 'target'>,
): boolean {
  const { inChannels, outChannels } = info;
  const weights = inChannels * outChannels;
  const positions = 3 * info.filterHeight;
  const kernel = backend.newTensor([positions * weights]);
  const at = backend.pointer(kernel);
  copyStrided(backend, {
    source: offset(filter, (positions - 1) * weights),
    target: at,
    extents: [positions, outChannels, inChannels],
    from: [-weights, 1, outChannels],
    to: [weights, inChannels, 1],
  });
  const done = convolveWinograd(backend, flipped(info), { x: dy, filter: at, target, bias: 0 }, false);
  backend.disposeIntermediateTensorInfo(kernel);
  return done;
}

/** The gradient by the filter; returns false as above. */
export function filterGradientWinograd(
  backend: WasmBackend,
  info: Info,
  addresses: Addresses<'x' | 'dy' | 'target'>,
): boolean {
  const { tiles, pairs, weights } = sizeOf(info);
  if (pairs > MOST_PAIRS) return false;
  // A number of pieces that depends on the tiles only, so that sums have one order on any number of threads.
  const pieces = Math.min(MOST_PIECES, 2 ** Math.floor(Math.log2(Math.max(1, tiles / TILES_OF_PIECE))));
  const { target } = addresses;
  if (pieces === 1) return sumTiles(backend, info, { ...addresses, pieces });
  return backend.withScratch(pieces * weights, (sums) => {
    const done = sumTiles(backend, info, { ...addresses, target: sums, pieces });
    sum(backend, { x: sums, target, outer: 1, axis: pieces, inner: weights });
    return done;
  });
}

/** The filter's gradient over pieces of the tiles, one after the other in `target`. */
function sumTiles(
  backend: WasmBackend,
  info: Info,
  { x, dy, target, pieces }: Addresses<'x' | 'dy'> & { readonly target: Memory; readonly pieces: number },
): boolean {
  const { threads } = backend;
  const { tiles, values, weights, cost } = sizeOf(info);
  const scratchFloats = scratchOf(backend, info) + values;
  return areResultsFinite(backend, (notFinite) => {
    const parts = Array.from({ length: pieces }, (_, i): Part => {
      const [fromTile, toTile] = [Math.floor((tiles * i) / pieces), Math.floor((tiles * (i + 1)) / pieces)];
      const sums = offset(target, i * weights);
      return (kernels, scratch) => {
        describeWindow(kernels, info);
        kernels.gradientOfTiles({ x, dy, target: sums, scratch, fromTile, toTile, notFinite });
      };
    });
    const one: Part = (kernels, scratch) => {
      for (const part of parts) part(kernels, scratch);
    };
    threads.run(threads.pays(cost) ? parts : [one], scratchFloats);
  });
}

/** How many tiles there are, pairs of a channel and a filter, weights, and values of these; the cost of all, in nanoseconds. */
function sizeOf(info: Info): Readonly<Record<'tiles' | 'pairs' | 'weights' | 'values' | 'cost', number>> {
  const { Side, Values } = WinogradSize;
  const flat = info.filterHeight === 1;
  const tiles = info.batchSize * Math.ceil(info.outHeight / (flat ? 1 : Side)) * Math.ceil(info.outWidth / Side);
  const pairs = info.inChannels * info.outChannels;
  const values = Values * (flat ? 1 : Values) * pairs;
  return { tiles, pairs, weights: 3 * info.filterHeight * pairs, values, cost: tiles * values * NANOSECONDS };
}

/** Floats of scratch for `convolveTiles`; sets the geometry on this thread. */
function scratchOf({ kernels }: WasmBackend, info: Info): number {
  describeWindow(kernels, info);
  return kernels.winogradScratch();
}

/** Runs something that writes 1 to an address where a result is not finite; whether it did not. */
function areResultsFinite(backend: WasmBackend, run: (notFinite: Pointer) => void): boolean {
  const flag = backend.newTensor([1], 'int32');
  const target = backend.pointer(flag);
  backend.kernels.fill({ target, count: 1, bits: 0 });
  run(target);
  const [value] = backend.data.get(flag.dataId).values as Int32Array; // of this dtype
  backend.disposeIntermediateTensorInfo(flag);
  return value === 0;
}
