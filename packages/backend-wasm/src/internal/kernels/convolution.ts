import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { copyStrided } from '../copy-strided.js';
import { type KernelCall, type KernelTable, ownKernel } from '../kernel.js';
import { activate, isActivation } from './activation.js';

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
  if (bias && (bias.dtype !== 'float32' || bias.shape.at(-1) !== inputs.filter.shape[3])) return undefined;
  if (bias?.shape.slice(0, -1).some((extent) => extent !== 1)) return undefined;
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
  const { kernels } = backend;
  const padded = paddedSize(info);
  describeTo(backend, info);
  const block = imagesAtOnce(info, padded.bytes);
  const { images, rest } = scratch(backend, isPadded(info) ? block * padded.bytes : 0);
  const output = backend.newTensor(info.outShape, 'float32');
  const source = backend.pointer(x);
  const target = backend.pointer(output);
  const weights = backend.pointer(filter);
  const added = bias ? backend.pointer(bias) : 0;
  for (let first = 0; first < info.batchSize; first += block) {
    const count = Math.min(block, info.batchSize - first);
    const from = imagesFrom(backend, info, { source, first, count, images });
    const to = target + first * info.outHeight * info.outWidth * info.outChannels * 4;
    kernels.convolve(count, from, weights, to, added, rectify ? 1 : 0, rest);
  }
  return output;
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
  const { kernels } = backend;
  const padded = paddedSize(info);
  const outBytes = info.outHeight * info.outWidth * info.outChannels * 4;
  describeTo(backend, info);
  const block = Math.max(1, Math.floor(BLOCK_BYTES / (padded.bytes + outBytes)));
  const { images, rest } = scratch(backend, isPadded(info) ? block * padded.bytes : 0);
  const output = backend.newTensor(attrs.filterShape, 'float32');
  const source = backend.pointer(x);
  const slope = backend.pointer(dy);
  const target = backend.pointer(output);
  kernels.fill(target, info.filterHeight * info.filterWidth * info.inChannels * info.outChannels, 0);
  for (let first = 0; first < info.batchSize; first += block) {
    const count = Math.min(block, info.batchSize - first);
    const from = imagesFrom(backend, info, { source, first, count, images });
    kernels.addFilterGradient(count, from, slope + first * outBytes, target, rest);
  }
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
  const { kernels } = backend;
  const padded = paddedSize(info);
  describeTo(backend, info);
  const block = imagesAtOnce(info, padded.bytes);
  const { images, rest } = scratch(backend, isPadded(info) ? block * padded.bytes : 0);
  const output = backend.newTensor(attrs.inputShape, 'float32');
  const slope = backend.pointer(dy);
  const weights = backend.pointer(filter);
  const target = backend.pointer(output);
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  for (let first = 0; first < info.batchSize; first += block) {
    const count = Math.min(block, info.batchSize - first);
    const to = target + first * inHeight * inWidth * inChannels * 4;
    const from = slope + first * outHeight * outWidth * outChannels * 4;
    kernels.inputGradient(count, from, weights, isPadded(info) ? images : to, rest);
    if (isPadded(info)) copyInside(backend, info, { count, padded: images, plain: to, outwards: true });
  }
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
function describeTo(backend: WasmBackend, info: Info): void {
  const { height, width } = paddedSize(info);
  backend.kernels.describeConvolution(
    height,
    width,
    info.inChannels,
    info.filterHeight,
    info.filterWidth,
    info.outChannels,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.outHeight,
    info.outWidth,
  );
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

function imagesAtOnce(info: Info, paddedBytes: number): number {
  return isPadded(info) ? Math.max(1, Math.floor(BLOCK_BYTES / paddedBytes)) : Math.max(1, info.batchSize);
}

/** Room for padded images, and behind it what the kernels need. Call `describeTo` before. */
function scratch(backend: WasmBackend, imageBytes: number): { images: number; rest: number } {
  const images = backend.scratch.floats(imageBytes / 4 + backend.kernels.convolutionScratch());
  return { images, rest: images + imageBytes };
}

/** The address of `count` images, padded where they must be. */
function imagesFrom(
  backend: WasmBackend,
  info: Info,
  { source, first, count, images }: { source: number; first: number; count: number; images: number },
): number {
  const from = source + first * info.inHeight * info.inWidth * info.inChannels * 4;
  if (!isPadded(info)) return from;
  backend.kernels.fill(images, (count * paddedSize(info).bytes) / 4, 0);
  copyInside(backend, info, { count, padded: images, plain: from, outwards: false });
  return images;
}

/** Copies images into their padded frames, or out of them. */
function copyInside(
  backend: WasmBackend,
  info: Info,
  { count, padded, plain, outwards }: { count: number; padded: number; plain: number; outwards: boolean },
): void {
  const { inHeight, inWidth, inChannels, padInfo } = info;
  const { height, width } = paddedSize(info);
  const inside = padded + (padInfo.top * width + padInfo.left) * inChannels * 4;
  const extents = [count, inHeight, inWidth * inChannels];
  const framed = [height * width * inChannels, width * inChannels, 1];
  const bare = [inHeight * inWidth * inChannels, inWidth * inChannels, 1];
  if (outwards) copyStrided(backend, { source: inside, target: plain, extents, from: framed, to: bare });
  else copyStrided(backend, { source: plain, target: inside, extents, from: bare, to: framed });
}
