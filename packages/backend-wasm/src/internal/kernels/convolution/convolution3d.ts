import { assertShape } from '@neurite/core';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes, tfjsKernel } from '../../kernel.js';
import { compose, type Intermediate } from '../compose.js';
import { emptyProduct, NO_EPILOGUE } from '../products/epilogue.js';
import { concat, tile, transpose } from '../shape/copying.js';
import { type ConvolutionAttributes, convolve, filterGradient, inputGradient, OUTPUT } from './convolution.js';
import { CONVOLUTION_3D, FILTER_GRADIENT_3D, INPUT_GRADIENT_3D } from './signatures.js';

type Size3d = [number, number, number] | number;
type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];
type Attributes = {
  readonly strides: Size3d;
  readonly pad: 'valid' | 'same';
  readonly dilations?: Size3d;
  readonly dataFormat?: 'NDHWC' | 'NCDHW';
};
type Info = backend_util.Conv3DInfo;

/** For each element that is moved, about. */
const NANOSECONDS = 0.5;

/**
 * Convolution of volumes, channels last, and its gradients, as convolution of images: the planes under the kernel become
 * channels of one image.
 */
export const convolution3dKernels: KernelTable = {
  Conv3D: tfjsKernel(CONVOLUTION_3D, takes({ x: FLOAT, filter: FLOAT }, convolveVolumes)),
  // Like tfjs's own kernels they ignore dilation.
  Conv3DBackpropFilterV2: tfjsKernel(
    FILTER_GRADIENT_3D,
    takes({ x: FLOAT, dy: FLOAT }, (call: FilterGradientCall) => filterGradientOfVolumes(call, 1)),
  ),
  Conv3DBackpropInputV2: tfjsKernel(
    INPUT_GRADIENT_3D,
    takes({ dy: FLOAT, filter: FLOAT }, (call: InputGradientCall) => inputGradientOfVolumes(call, 1)),
  ),
  DilatedConv3DBackpropFilterV2: operationKernel(
    FILTER_GRADIENT_3D,
    takes(FLOAT, (call: FilterGradientCall) => filterGradientOfVolumes(call, call.attrs.dilations)),
  ),
  DilatedConv3DBackpropInputV2: operationKernel(
    INPUT_GRADIENT_3D,
    takes(FLOAT, (call: InputGradientCall) => inputGradientOfVolumes(call, call.attrs.dilations)),
  ),
};

function convolveVolumes({
  inputs: { x, filter },
  attrs,
  backend,
}: KernelCall<Readonly<Record<'x' | 'filter', TensorInfo>>, Attributes>): TensorInfo | undefined {
  const info = infoOf(x.shape, filter.shape, attrs, attrs.dilations);
  if (info === undefined || isEmpty(info)) return undefined;
  return compose(backend, (intermediate) => {
    const convolvePart = (part: Info, weights: TensorInfo): TensorInfo => {
      const images = intermediate(movePlanes(backend, x, part));
      const kernel = flatFilter(backend, intermediate, weights);
      const y = convolve(backend, { x: images, filter: kernel }, planar(part), NO_EPILOGUE)!; // channels come last
      return { ...intermediate(y), shape: part.outShape };
    };
    const { inDepth, outDepth, strideDepth, dilationDepth, padInfo } = info;
    if (mayMeetPadding(backend, info, filter)) return convolvePart(info, filter);
    // Each plane separately, with weights of 0 outside the volume.
    const outShape = info.outShape.map((extent, axis) => (axis === 1 ? 1 : extent)) as Shape5D;
    const planes = Array.from({ length: outDepth }, (_, z) => {
      const front = padInfo.front - z * strideDepth;
      const weights = intermediate(
        zeroPlanes(backend, filter, (plane) => isInside(plane * dilationDepth - front, inDepth)),
      );
      return convolvePart({ ...info, outDepth: 1, outShape, padInfo: { ...padInfo, front } }, weights);
    });
    return intermediate(concat(backend, planes, 1));
  });
}

type FilterGradientCall = KernelCall<
  Readonly<Record<'x' | 'dy', TensorInfo>>,
  Attributes & { readonly filterShape: Shape5D }
>;

function filterGradientOfVolumes(
  { inputs: { x, dy }, attrs, backend }: FilterGradientCall,
  dilations: Size3d | undefined,
): TensorInfo | undefined {
  const info = infoOf(x.shape, attrs.filterShape, attrs, dilations);
  if (info === undefined) return undefined;
  assertShape('Conv3DBackpropFilterV2', 'dy', dy.shape, info.outShape, OUTPUT);
  if (isEmpty(info)) return emptyProduct(backend, attrs.filterShape, NO_EPILOGUE);
  const { filterHeight, filterWidth, inChannels, outChannels, padInfo } = info;
  const plane = planar(info);
  return compose(backend, (intermediate) => {
    const gradientOf = (part: Info, dyOfPart: TensorInfo): TensorInfo => {
      const images = intermediate(movePlanes(backend, x, part));
      const filterShape: Shape4D = [filterHeight, filterWidth, part.filterDepth * inChannels, outChannels];
      const inputs = { x: images, dy: { ...dyOfPart, shape: outImages(info) } };
      const flat = intermediate(
        filterGradient({ inputs, attrs: { ...plane, filterShape }, backend }, plane.dilations)!,
      ); // not empty
      const shape = [filterHeight, filterWidth, part.filterDepth, inChannels, outChannels];
      return intermediate(transpose(backend, { ...flat, shape }, [2, 0, 1, 3, 4]));
    };
    if (mayMeetPadding(backend, info, dy)) return gradientOf(info, dy);
    // Each plane of the kernel separately, with dy of 0 where it lies outside the volume.
    const { inDepth, outDepth, strideDepth, dilationDepth } = info;
    const images = { ...dy, shape: outImages(info) };
    const planes = Array.from({ length: info.filterDepth }, (_, index) => {
      const front = padInfo.front - index * dilationDepth;
      const dyInside = intermediate(
        zeroPlanes(backend, images, (image) => isInside((image % outDepth) * strideDepth - front, inDepth)),
      );
      return gradientOf({ ...info, filterDepth: 1, padInfo: { ...padInfo, front } }, dyInside);
    });
    return intermediate(concat(backend, planes, 0));
  });
}

type InputGradientCall = KernelCall<
  Readonly<Record<'dy' | 'filter', TensorInfo>>,
  Attributes & { readonly inputShape: Shape5D }
>;

function inputGradientOfVolumes(
  { inputs: { dy, filter }, attrs, backend }: InputGradientCall,
  dilations: Size3d | undefined,
): TensorInfo | undefined {
  const info = infoOf(attrs.inputShape, filter.shape, attrs, dilations);
  if (info === undefined) return undefined;
  assertShape('Conv3DBackpropInputV2', 'dy', dy.shape, info.outShape, OUTPUT);
  if (isEmpty(info)) return emptyProduct(backend, attrs.inputShape, NO_EPILOGUE);
  return compose(backend, (intermediate) => {
    const inputs = { dy: { ...dy, shape: outImages(info) }, filter: flatFilter(backend, intermediate, filter) };
    const inputShape = imageShape(info);
    const plane = planar(info);
    const images = intermediate(
      inputGradient({ inputs, attrs: { ...plane, inputShape }, backend }, plane.dilations)!, // not empty
    );
    return intermediate(movePlanes(backend, images, info, true));
  });
}

/** Whether elements may be multiplied with the zeros of the padding: infinity times 0 is NaN. */
function mayMeetPadding(backend: WasmBackend, { padInfo }: Info, x: TensorInfo): boolean {
  const at = backend.pointer(x);
  return (
    padInfo.front + padInfo.back === 0 ||
    backend.kernels.areFinite({ at, end: offset(at, util.sizeFromShape(x.shape)) }) === 1
  );
}

function isInside(index: number, extent: number): boolean {
  return index >= 0 && index < extent;
}

/** A copy in which the planes, along the first axis, that are not kept are 0. */
function zeroPlanes(backend: WasmBackend, x: TensorInfo, keeps: (plane: number) => boolean): TensorInfo {
  const copy = tile(
    backend,
    x,
    x.shape.map(() => 1),
  );
  const planes = x.shape[0]!;
  const count = util.sizeFromShape(x.shape) / planes;
  const first = backend.pointer(copy);
  for (let plane = 0; plane < planes; plane++) {
    if (!keeps(plane)) backend.kernels.fill({ target: offset(first, plane * count), count, bits: 0 });
  }
  return copy;
}

/** The geometry; undefined for what is left to the cpu backend. */
function infoOf(
  xShape: number[],
  filterShape: number[],
  { strides, pad, dataFormat }: Attributes,
  dilations: Size3d = 1,
): Info | undefined {
  if (dataFormat === 'NCDHW') return undefined;
  const info = backend_util.computeConv3DInfo(xShape as Shape5D, filterShape as Shape5D, strides, dilations, pad);
  // With strides larger than the kernel tfjs computes a negative padding of volumes.
  const { front, back, top, bottom, left, right } = info.padInfo;
  return Math.min(front, back, top, bottom, left, right) < 0 ? undefined : info;
}

function isEmpty({ inShape, outShape, filterDepth, filterHeight, filterWidth }: Info): boolean {
  return [...inShape, ...outShape, filterDepth, filterHeight, filterWidth].includes(0);
}

/** The attributes of the convolution of images. */
function planar({ padInfo, ...info }: Info): ConvolutionAttributes {
  return {
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pad: [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ],
    dimRoundingMode: 'floor',
  };
}

/** [batch · outDepth, height, width, filterDepth · channels] */
function imageShape(info: Info): Shape4D {
  const { batchSize, outDepth, inHeight, inWidth, filterDepth, inChannels } = info;
  return [batchSize * outDepth, inHeight, inWidth, filterDepth * inChannels];
}

function outImages({ batchSize, outDepth, outHeight, outWidth, outChannels }: Info): number[] {
  return [batchSize * outDepth, outHeight, outWidth, outChannels];
}

/** [depth, height, width, channels, filters] to [height, width, depth · channels, filters] */
function flatFilter(backend: WasmBackend, intermediate: Intermediate, filter: TensorInfo): TensorInfo {
  const [depth, height, width, channels, filters] = filter.shape as Shape5D;
  const transposed = intermediate(transpose(backend, filter, [1, 2, 0, 3, 4]));
  return { ...transposed, shape: [height, width, depth * channels, filters] };
}

/** Moves planes of volumes to channels of images, or accumulates them on the way back; 0 where there is nothing to move. */
function movePlanes(backend: WasmBackend, from: TensorInfo, info: Info, back = false): TensorInfo {
  const { batchSize, inDepth, outDepth, inHeight, inWidth, inChannels, filterDepth, strideDepth, padInfo } = info;
  const shape = back ? info.inShape : imageShape(info);
  const output = backend.newTensor(shape);
  const pixels = inHeight * inWidth;
  const plane = pixels * inChannels;
  const volumes = [inDepth * plane, strideDepth * plane, inChannels, 1] as const;
  const images = [outDepth * plane * filterDepth, plane * filterDepth, inChannels * filterDepth, 1] as const;
  const [[s0, s1, s2, s3], [t0, t1, t2, t3]] = back ? [images, volumes] : [volumes, images];
  const [source, target] = backend.pointers(from, output);
  const cost = util.sizeFromShape(shape) * NANOSECONDS;
  backend.threads.over({ extent: batchSize, cost }, (kernels, { from: first, length }) => {
    const [start, to] = [offset(source, first * s0), offset(target, first * t0)];
    kernels.fill({ target: to, count: length * t0, bits: 0 });
    const move = back ? kernels.addStrided : kernels.copyStrided;
    for (let index = 0; index < filterDepth; index++) {
      // The plane under this index of the kernel is at depth · stride + distance.
      const distance = index * info.dilationDepth - padInfo.front;
      const top = Math.max(0, Math.ceil(-distance / strideDepth));
      const bottom = Math.min(outDepth - 1, Math.floor((inDepth - 1 - distance) / strideDepth));
      if (bottom < top) continue;
      const inVolume = (top * strideDepth + distance) * plane;
      const inImage = top * plane * filterDepth + index * inChannels;
      move({
        source: offset(start, back ? inImage : inVolume),
        target: offset(to, back ? inVolume : inImage),
        n0: length,
        n1: bottom - top + 1,
        n2: pixels,
        n3: inChannels,
        s0,
        s1,
        s2,
        s3,
        t0,
        t1,
        t2,
        t3,
      });
    }
  });
  return output;
}
