import type { backend_util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { copyStrided } from '../../copy-strided.js';
import type { Call } from '../../threads.js';
import { sum } from '../reductions/reduction.js';
import { describe, describeCall, turnedAround } from './window.js';

type Info = backend_util.Conv2DInfo;
/** Addresses. */
type Images = Readonly<Record<'x' | 'filter' | 'target' | 'bias', number>>;

/** Products for each tile, of which four pass for sixteen places of the result. */
const VALUES = 36;
const SIDE = 4;
/** Below that plain sums are as fast, because the weights are worked on first. */
const FEWEST_TILES = 8;
/** Above so many weights the sums of a gradient leave the cache. */
const MOST_WEIGHTS = 9 * 2 ** 16;
/** The tiles of a gradient are summed in pieces of at least so many, whatever the number of threads. */
const TILES_OF_PIECE = 256;
const MOST_PIECES = 16;
/** Of a tile, a channel and a filter, about. */
const NANOSECONDS = 2;

/**
 * Whether Winograd's algorithm pays: 3 × 3 kernels at stride 1, whole vectors of channels, images of some size. Windows
 * that see nothing of the image are left to plain sums, where they are exactly 0.
 */
export function suitsWinograd(info: Info): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const { top, left } = info.padInfo;
  const steps = [strideHeight, strideWidth, dilationHeight, dilationWidth];
  const padding = [top, left, info.outHeight + 2 - info.inHeight - top, info.outWidth + 2 - info.inWidth - left];
  return (
    filterHeight === 3 &&
    filterWidth === 3 &&
    steps.every((step) => step === 1) &&
    padding.every((pad) => pad >= 0 && pad <= 2) &&
    info.inChannels % 8 === 0 &&
    info.outChannels % 8 === 0 &&
    sizeOf(info).tiles >= FEWEST_TILES
  );
}

/** Convolves; returns false where a number is none or became infinite, and plain sums must say where. */
export function convolveWinograd(
  backend: WasmBackend,
  info: Info,
  { x, filter, target, bias }: Images,
  rectify: boolean,
): boolean {
  const { kernels, threads } = backend;
  const { tiles, pairs, cost } = sizeOf(info);
  const weights = backend.scratch.floats(VALUES * (pairs + 4));
  const description = describeCall(info);
  const scratchBytes = scratchOf(backend, description);
  kernels.winogradWeights(filter, weights, weights + VALUES * pairs * 4);
  return isWhole(backend, (spoilt) => {
    const parts = threads.cut(tiles, { unit: SIDE, cost }).map(({ from, length }): Call[] => {
      const args = [x, weights, target, bias, rectify ? 1 : 0, 0, from, from + length, spoilt];
      return [description, { kernel: 'convolveTiles', args, fromScratch: 1 << 5 }];
    });
    threads.run(parts, scratchBytes);
  });
}

/** The same for the gradient by the images: a convolution of the slopes with the kernel turned around. */
export function inputGradientWinograd(
  backend: WasmBackend,
  info: Info,
  { dy, filter, target }: Readonly<Record<'dy' | 'filter' | 'target', number>>,
): boolean {
  const { inChannels, outChannels } = info;
  const weights = 9 * inChannels * outChannels;
  const turned = backend.newTensor([weights]);
  const at = backend.pointer(turned);
  copyStrided(backend, {
    source: filter + 8 * inChannels * outChannels * 4,
    target: at,
    extents: [9, outChannels, inChannels],
    from: [-inChannels * outChannels, 1, outChannels],
    to: [inChannels * outChannels, inChannels, 1],
  });
  const done = convolveWinograd(backend, turnedAround(info), { x: dy, filter: at, target, bias: 0 }, false);
  backend.disposeIntermediateTensorInfo(turned);
  return done;
}

/** The gradient by the kernel; false as above. */
export function filterGradientWinograd(
  backend: WasmBackend,
  info: Info,
  { x, dy, target }: Readonly<Record<'x' | 'dy' | 'target', number>>,
): boolean {
  const { threads } = backend;
  const { tiles, pairs, cost } = sizeOf(info);
  const weights = 9 * pairs;
  if (weights > MOST_WEIGHTS) return false;
  // So that each number is one sum in one order, on any number of threads.
  const pieces = Math.min(MOST_PIECES, 2 ** Math.floor(Math.log2(Math.max(1, tiles / TILES_OF_PIECE))));
  const sums = pieces === 1 ? target : backend.scratch.floats(pieces * weights);
  const description = describeCall(info);
  const scratchBytes = scratchOf(backend, description) + VALUES * pairs * 4;
  const whole = isWhole(backend, (spoilt) => {
    const parts = Array.from({ length: pieces }, (_, i): Call[] => {
      const [from, to] = [Math.floor((tiles * i) / pieces), Math.floor((tiles * (i + 1)) / pieces)];
      const args = [x, dy, sums + i * weights * 4, 0, from, to, spoilt];
      return [description, { kernel: 'gradientOfTiles', args, fromScratch: 1 << 3 }];
    });
    threads.run(threads.pays(cost) ? parts : [parts.flat()], scratchBytes);
  });
  if (pieces > 1) sum(backend, { x: sums, target, outer: 1, axis: pieces, inner: weights, scale: 1 });
  return whole;
}

/** How many tiles there are, of how many pairs of a channel and a filter; and the cost of all, in nanoseconds. */
function sizeOf(info: Info): Readonly<Record<'tiles' | 'pairs' | 'cost', number>> {
  const tiles = info.batchSize * Math.ceil(info.outHeight / SIDE) * Math.ceil(info.outWidth / SIDE);
  const pairs = info.inChannels * info.outChannels;
  return { tiles, pairs, cost: tiles * pairs * NANOSECONDS };
}

/** Bytes of scratch that `convolveTiles` needs; describes it on this thread. */
function scratchOf(backend: WasmBackend, description: Call): number {
  describe(backend, description);
  return backend.kernels.winogradScratch() * 4;
}

/** Runs what writes 1 to an address where a result is infinite or no number; whether it did not. */
function isWhole(backend: WasmBackend, run: (spoilt: number) => void): boolean {
  const spoilt = backend.newTensor([1], 'int32');
  const at = backend.pointer(spoilt);
  backend.kernels.fill(at, 1, 0);
  run(at);
  const [value] = backend.data.get(spoilt.dataId).values as Int32Array; // of this dtype
  backend.disposeIntermediateTensorInfo(spoilt);
  return value === 0;
}
