import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelCall, type KernelTable, ownKernel } from '../kernel.js';
import type { Call, Range } from '../threads.js';
import { activate, isActivation, isPerColumn } from './activation.js';
import { convolveWinograd, filterGradientWinograd, inputGradientWinograd, suitsWinograd } from './winograd.js';

type Attributes = {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Forward = { readonly x: TensorInfo; readonly filter: TensorInfo };
type Fused = Forward & { readonly bias?: TensorInfo; readonly preluActivationWeights?: TensorInfo };
type FusedAttributes = Attributes & { readonly activation: string; readonly leakyreluAlpha?: number };
type Info = backend_util.Conv2DInfo;

/** Bytes of padded images, or of images and their output, that are worked on at once: what a second-level cache holds. */
const BLOCK_BYTES = 2 ** 18;

/** Pixels of a few images, for which weights are packed once. */
const PIXELS_AT_ONCE = 1024;

/** Pieces of a filter that begin at multiples of the tile of assembly/pack.ts give the same bits as the whole. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;
/** Of a multiplication and an addition in a convolution, about. */
const NANOSECONDS = 0.08;

/** Convolution of float32 images, channels last, and its gradients. */
export const convolutionKernels: KernelTable = {
  Conv2D: ownKernel<Forward, Attributes>(({ inputs, attrs, backend }) =>
    convolve(backend, inputs, attrs, { bias: undefined, rectify: false }),
  ),
  FusedConv2D: ownKernel(fusedConvolve),
  Conv2DBackpropFilter: ownKernel(filterGradient),
  Conv2DBackpropInput: ownKernel(inputGradient),
};

function fusedConvolve({ inputs, attrs, backend }: KernelCall<Fused, FusedAttributes>): TensorInfo | undefined {
  const { bias, preluActivationWeights } = inputs;
  const { activation, leakyreluAlpha } = attrs;
  if (preluActivationWeights || !isActivation(activation)) return undefined;
  if (!isPerColumn(bias, inputs.filter.shape[3]!)) return undefined;
  const rectify = activation === 'relu';
  const output = convolve(backend, inputs, attrs, { bias, rectify });
  if (output !== undefined && !rectify) activate(backend, output, activation, leakyreluAlpha);
  return output;
}

function convolve(
  backend: WasmBackend,
  { x, filter }: Forward,
  attrs: Attributes,
  { bias, rectify }: { readonly bias: TensorInfo | undefined; readonly rectify: boolean },
): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW' || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const info = describe(x.shape, filter.shape, attrs);
  if (isEmpty(info)) return undefined;
  const output = backend.newTensor(info.outShape, 'float32');
  const source = backend.pointer(x);
  const target = backend.pointer(output);
  const weights = backend.pointer(filter);
  const added = bias ? backend.pointer(bias) : 0;
  const images = { x: source, filter: weights, target, bias: added };
  if (suitsWinograd(info) && convolveWinograd(backend, info, images, rectify)) return output;
  const cost = costOf(info);
  if (info.batchSize < backend.threads.count && backend.threads.pays(cost)) {
    convolveBands(backend, info, { source, weights, target, added, rectify });
    return output;
  }
  const block = imagesAtOnce(info);
  const room = scratch(backend, info, isPadded(info) ? block : 0);
  const parts = backend.threads.cut(info.batchSize, { cost }).map((images) => [
    describeCall(info),
    ...blocksOf(images, block).flatMap(({ from: first, length: count }) => {
      const to = target + first * outputBytes(info);
      const { calls, address, fromScratch } = imagesFrom(info, { source, first, count });
      const args = [count, address, weights, to, added, rectify ? 1 : 0, room.rest];
      return [...calls, { kernel: 'convolve', args, fromScratch: (fromScratch << 1) | (1 << 6) } satisfies Call];
    }),
  ]);
  backend.threads.run(parts, room.bytes);
  return output;
}

/** Few images: each is framed once, and its rows are shared out. */
function convolveBands(
  backend: WasmBackend,
  info: Info,
  call: Readonly<Record<'source' | 'weights' | 'target' | 'added', number>> & { readonly rectify: boolean },
): void {
  const { threads, kernels, scratch: frame } = backend;
  const { width, bytes } = paddedSize(info);
  const one = { ...info, batchSize: 1 };
  const room = scratch(backend, info, 0);
  const inputLine = width * info.inChannels * 4;
  const outputLine = info.outWidth * info.outChannels * 4;
  for (let image = 0; image < info.batchSize; image++) {
    let from = call.source + image * info.inHeight * info.inWidth * info.inChannels * 4;
    if (isPadded(info)) {
      const padded = frame.floats(bytes / 4);
      kernels.fill(padded, bytes / 4, 0);
      const { args } = copyInside(info, { count: 1, plain: from, outwards: false });
      const [plain, inside, ...others] = args as Parameters<typeof kernels.copyStrided>; // it is a call of it
      kernels.copyStrided(plain, padded + inside, ...others);
      from = padded;
    }
    const to = call.target + image * outputBytes(info);
    const bands = threads.cut(info.outHeight, { cost: costOf(one) }).map((rows): Call[] => {
      const x = from + rows.from * info.strideHeight * inputLine;
      const y = to + rows.from * outputLine;
      const args = [1, x, call.weights, y, call.added, call.rectify ? 1 : 0, 0];
      return [describeCall(info, rows.length), { kernel: 'convolve', args, fromScratch: 1 << 6 }];
    });
    threads.run(bands, room.bytes);
  }
}

function filterGradient({
  inputs: { x, dy },
  attrs,
  backend,
}: KernelCall<
  { readonly x: TensorInfo; readonly dy: TensorInfo },
  Attributes & { readonly filterShape: [number, number, number, number] }
>): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW' || x.dtype !== 'float32' || dy.dtype !== 'float32') return undefined;
  // Like tfjs's own kernel, which knows no dilation.
  const info = describe(x.shape, attrs.filterShape, { ...attrs, dilations: 1 });
  if (isEmpty(info)) return undefined;
  const output = backend.newTensor(attrs.filterShape, 'float32');
  const source = backend.pointer(x);
  const slope = backend.pointer(dy);
  const target = backend.pointer(output);
  if (suitsWinograd(info) && filterGradientWinograd(backend, info, { x: source, dy: slope, target })) return output;
  const block = Math.max(1, Math.floor(BLOCK_BYTES / (paddedSize(info).bytes + outputBytes(info))));
  const room = scratch(backend, info, isPadded(info) ? block : 0);
  const places = info.filterHeight * info.filterWidth * info.inChannels;
  const filters = info.outChannels;
  backend.kernels.fill(target, places * filters, 0);
  // Not the images are shared out but the places of the filter, so that each number is one sum in one order.
  const byPlace = places / TILE_ROWS >= filters / TILE_COLUMNS;
  const cost = costOf(info);
  const pieces = byPlace
    ? backend.threads.cut(places, { unit: TILE_ROWS, cost })
    : backend.threads.cut(filters, { unit: TILE_COLUMNS, cost });
  const parts = pieces.map(({ from, length }) => [
    describeCall(info),
    ...blocksOf({ from: 0, length: info.batchSize }, block).flatMap(({ from: first, length: count }) => {
      const { calls, address, fromScratch } = imagesFrom(info, { source, first, count });
      const piece = byPlace ? [from, from + length, 0, filters] : [0, places, from, from + length];
      const args = [count, address, slope + first * outputBytes(info), target, room.rest, ...piece];
      const call: Call = {
        kernel: 'addFilterGradient',
        args,
        fromScratch: (fromScratch << 1) | (1 << 4),
      };
      return [...calls, call];
    }),
  ]);
  backend.threads.run(parts, room.bytes);
  return output;
}

function inputGradient({
  inputs: { dy, filter },
  attrs,
  backend,
}: KernelCall<
  { readonly dy: TensorInfo; readonly filter: TensorInfo },
  Attributes & { readonly inputShape: [number, number, number, number] }
>): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW' || dy.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const info = describe(attrs.inputShape, filter.shape, { ...attrs, dilations: 1 });
  if (isEmpty(info)) return undefined;
  const output = backend.newTensor(attrs.inputShape, 'float32');
  const slope = backend.pointer(dy);
  const weights = backend.pointer(filter);
  const target = backend.pointer(output);
  if (suitsWinograd(info) && inputGradientWinograd(backend, info, { dy: slope, filter: weights, target }))
    return output;
  const padded = isPadded(info);
  // Patches overlap, and in which order they are added up depends on which images are worked on together.
  const block = Math.min(imagesAtOnce(info), Math.ceil(PIXELS_AT_ONCE / (info.outHeight * info.outWidth)));
  const room = scratch(backend, info, padded ? block : 0);
  const parts = backend.threads.cut(info.batchSize, { unit: block, cost: costOf(info) }).map((images) => [
    describeCall(info),
    ...blocksOf(images, block).flatMap(({ from: first, length: count }): Call[] => {
      const to = target + first * info.inHeight * info.inWidth * info.inChannels * 4;
      const args = [count, slope + first * outputBytes(info), weights, padded ? 0 : to, room.rest];
      const call: Call = { kernel: 'inputGradient', args, fromScratch: (padded ? 1 << 3 : 0) | (1 << 4) };
      return padded ? [call, copyInside(info, { count, plain: to, outwards: true })] : [call];
    }),
  ]);
  backend.threads.run(parts, room.bytes);
  return output;
}

function describe(xShape: number[], filterShape: number[], attrs: Attributes): Info {
  return backend_util.computeConv2DInfo(
    xShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

/** Tells the kernels about the convolution over padded images. */
function describeCall(info: Info, outHeight: number = info.outHeight): Call {
  const { height, width } = paddedSize(info);
  return {
    kernel: 'describeConvolution',
    args: [
      ...[height, width, info.inChannels, info.filterHeight, info.filterWidth, info.outChannels],
      ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth, outHeight, info.outWidth],
    ],
  };
}

/** Of the whole on one thread, in nanoseconds, about. */
function costOf(info: Info): number {
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
  return batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth * inChannels * NANOSECONDS;
}

/** Of one image's output. */
function outputBytes({ outHeight, outWidth, outChannels }: Info): number {
  return outHeight * outWidth * outChannels * 4;
}

/** Pieces of a range, `block` long. */
function blocksOf({ from, length }: Range, block: number): Range[] {
  return Array.from({ length: Math.ceil(length / block) }, (_, i) => ({
    from: from + i * block,
    length: Math.min(block, length - i * block),
  }));
}

function isEmpty(info: Info): boolean {
  return info.inChannels === 0 || info.outHeight <= 0 || info.outWidth <= 0 || info.outChannels === 0;
}

function isPadded(info: Info): boolean {
  const { height, width } = paddedSize(info);
  return height > info.inHeight || width > info.inWidth;
}

/**
 * The frame that holds every patch. tfjs works the output of a numeric padding out from the filter's height alone, and
 * may round up, so patches may reach further than the padding says.
 */
function paddedSize(info: Info): { height: number; width: number; bytes: number } {
  const { padInfo, outHeight, outWidth, effectiveFilterHeight, effectiveFilterWidth } = info;
  const lastRow = (outHeight - 1) * info.strideHeight + effectiveFilterHeight;
  const lastColumn = (outWidth - 1) * info.strideWidth + effectiveFilterWidth;
  const height = Math.max(info.inHeight + padInfo.top + padInfo.bottom, lastRow);
  const width = Math.max(info.inWidth + padInfo.left + padInfo.right, lastColumn);
  return { height, width, bytes: height * width * info.inChannels * 4 };
}

function imagesAtOnce(info: Info): number {
  return isPadded(info) ? Math.max(1, Math.floor(BLOCK_BYTES / paddedSize(info).bytes)) : Math.max(1, info.batchSize);
}

/** Scratch of a thread: padded images at its start, and from `rest` on what the kernels need. */
function scratch(backend: WasmBackend, info: Info, images: number): { bytes: number; rest: number } {
  const { kernels } = backend;
  const [height, width, ...others] = describeCall(info).args as Parameters<typeof kernels.describeConvolution>; // it made them
  kernels.describeConvolution(height, width, ...others);
  const rest = images * paddedSize(info).bytes;
  return { bytes: rest + kernels.convolutionScratch() * 4, rest };
}

/** Where `count` images are, and what must be called before: where they are padded, at the start of the scratch. */
function imagesFrom(
  info: Info,
  { source, first, count }: { source: number; first: number; count: number },
): { readonly calls: Call[]; readonly address: number; readonly fromScratch: 0 | 1 } {
  const from = source + first * info.inHeight * info.inWidth * info.inChannels * 4;
  if (!isPadded(info)) return { calls: [], address: from, fromScratch: 0 };
  const empty: Call = { kernel: 'fill', args: [0, (count * paddedSize(info).bytes) / 4, 0], fromScratch: 1 };
  return { calls: [empty, copyInside(info, { count, plain: from, outwards: false })], address: 0, fromScratch: 1 };
}

/** Copies images into their padded frames at the start of the scratch, or out of them. */
function copyInside(info: Info, { count, plain, outwards }: { count: number; plain: number; outwards: boolean }): Call {
  const { inHeight, inWidth, inChannels, padInfo } = info;
  const { height, width } = paddedSize(info);
  const inside = (padInfo.top * width + padInfo.left) * inChannels * 4;
  const extents = [1, count, inHeight, inWidth * inChannels];
  const framed = [0, height * width * inChannels, width * inChannels, 1];
  const bare = [0, inHeight * inWidth * inChannels, inWidth * inChannels, 1];
  return outwards
    ? { kernel: 'copyStrided', args: [inside, plain, ...extents, ...framed, ...bare], fromScratch: 1 << 0 }
    : { kernel: 'copyStrided', args: [plain, inside, ...extents, ...bare, ...framed], fromScratch: 1 << 1 };
}
