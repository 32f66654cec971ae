import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { type KernelTable, ownKernel } from '../../kernel.js';
import type { Call } from '../../threads.js';
import { compose, type Run } from '../compose.js';
import { copyingKernels } from '../shape/copying.js';
import { convolutionKernels } from './convolution.js';

type Size3d = [number, number, number] | number;
type Shape5D = [number, number, number, number, number];
type Attributes = {
  readonly strides: Size3d;
  readonly pad: 'valid' | 'same';
  readonly dilations?: Size3d;
  readonly dataFormat?: 'NDHWC' | 'NCDHW';
};
type Info = backend_util.Conv3DInfo;

/** For each number that is moved, about. */
const NANOSECONDS = 0.5;

const { Concat, Tile, Transpose } = copyingKernels;

/**
 * Convolution of volumes, channels last, and its gradients, as convolution of images: the planes under the kernel become
 * channels of one image.
 */
export const convolution3dKernels: KernelTable = {
  Conv3D: ownKernel<Record<'x' | 'filter', TensorInfo>, Attributes>(({ inputs: { x, filter }, attrs, backend }) => {
    const info = describe(x.shape, filter.shape, attrs, attrs.dilations);
    if (info === undefined || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
    return compose(backend, (run) => {
      const convolve = (part: Info, weights: TensorInfo): TensorInfo => {
        const images = run(() => movePlanes(backend, x, part), {});
        const y = run(convolutionKernels.Conv2D, { x: images, filter: flatFilter(run, weights) }, planar(part));
        return { ...y, shape: part.outShape };
      };
      const { inDepth, outDepth, strideDepth, dilationDepth, padInfo } = info;
      if (mayMeetOutside(backend, info, filter)) return convolve(info, filter);
      // Each plane for itself, with weights of 0 outside of the volume.
      const outShape = info.outShape.map((extent, axis) => (axis === 1 ? 1 : extent)) as Shape5D;
      const planes = Array.from({ length: outDepth }, (_, z) => {
        const front = padInfo.front - z * strideDepth;
        const weights = inside(backend, run, filter, (place) => isWithin(place * dilationDepth - front, inDepth));
        return convolve({ ...info, outDepth: 1, outShape, padInfo: { ...padInfo, front } }, weights);
      });
      return run(Concat, Object.fromEntries(planes.entries()), { axis: 1 });
    });
  }),

  Conv3DBackpropFilterV2: ownKernel<Record<'x' | 'dy', TensorInfo>, Attributes & { readonly filterShape: Shape5D }>(
    ({ inputs: { x, dy }, attrs, backend }) => {
      const info = describe(x.shape, attrs.filterShape, attrs);
      if (info === undefined || x.dtype !== 'float32' || dy.dtype !== 'float32') return undefined;
      const { filterHeight, filterWidth, inChannels, outChannels, padInfo } = info;
      return compose(backend, (run) => {
        const gradient = (part: Info, slopes: TensorInfo): TensorInfo => {
          const images = run(() => movePlanes(backend, x, part), {});
          const filterShape = [filterHeight, filterWidth, part.filterDepth * inChannels, outChannels];
          const inputs = { x: images, dy: { ...slopes, shape: outImages(info) } };
          const flat = run(convolutionKernels.Conv2DBackpropFilter, inputs, { ...planar(info), filterShape });
          const shape = [filterHeight, filterWidth, part.filterDepth, inChannels, outChannels];
          return run(Transpose, { x: { ...flat, shape } }, { perm: [2, 0, 1, 3, 4] });
        };
        if (mayMeetOutside(backend, info, dy)) return gradient(info, dy);
        // Each place of the kernel for itself, with slopes of 0 where it is outside of the volume.
        const { inDepth, outDepth, strideDepth } = info;
        const images = { ...dy, shape: outImages(info) };
        const places = Array.from({ length: info.filterDepth }, (_, place) => {
          const front = padInfo.front - place;
          const slopes = inside(backend, run, images, (image) =>
            isWithin((image % outDepth) * strideDepth - front, inDepth),
          );
          return gradient({ ...info, filterDepth: 1, padInfo: { ...padInfo, front } }, slopes);
        });
        return run(Concat, Object.fromEntries(places.entries()), { axis: 0 });
      });
    },
  ),

  Conv3DBackpropInputV2: ownKernel<Record<'dy' | 'filter', TensorInfo>, Attributes & { readonly inputShape: Shape5D }>(
    ({ inputs: { dy, filter }, attrs, backend }) => {
      const info = describe(attrs.inputShape, filter.shape, attrs);
      if (info === undefined || dy.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
      return compose(backend, (run) => {
        const inputs = { dy: { ...dy, shape: outImages(info) }, filter: flatFilter(run, filter) };
        const inputShape = imageShape(info);
        const images = run(convolutionKernels.Conv2DBackpropInput, inputs, { ...planar(info), inputShape });
        return run(() => movePlanes(backend, images, info, true), {});
      });
    },
  ),
};

/** Whether numbers may be multiplied with the planes outside of the volume, which are 0: that times infinity is none. */
function mayMeetOutside(backend: WasmBackend, { padInfo }: Info, x: TensorInfo): boolean {
  const first = backend.pointer(x);
  return (
    padInfo.front + padInfo.back === 0 ||
    backend.kernels.areFinite(first, first + util.sizeFromShape(x.shape) * 4) !== 0
  );
}

function isWithin(place: number, extent: number): boolean {
  return place >= 0 && place < extent;
}

/** A copy in which the planes, along the first axis, that are not kept are 0. */
function inside(backend: WasmBackend, run: Run, x: TensorInfo, keeps: (plane: number) => boolean): TensorInfo {
  const copy = run(Tile, { x }, { reps: x.shape.map(() => 1) });
  const planes = x.shape[0]!;
  const size = util.sizeFromShape(x.shape) / planes;
  for (let plane = 0; plane < planes; plane++) {
    if (!keeps(plane)) backend.kernels.fill(backend.pointer(copy) + plane * size * 4, size, 0);
  }
  return copy;
}

/** What there is to do; undefined for what is left to the cpu backend. */
function describe(
  xShape: number[],
  filterShape: number[],
  { strides, pad, dataFormat }: Attributes,
  dilations: Size3d = 1,
): Info | undefined {
  if (dataFormat === 'NCDHW') return undefined;
  const info = backend_util.computeConv3DInfo(xShape as Shape5D, filterShape as Shape5D, strides, dilations, pad);
  if ([...info.inShape, ...info.outShape, ...filterShape].includes(0)) return undefined;
  // With strides above the kernel tfjs pads volumes by less than nothing.
  const { front, back, top, bottom, left, right } = info.padInfo;
  return Math.min(front, back, top, bottom, left, right) < 0 ? undefined : info;
}

/** The attributes of the convolution of images. */
function planar({ padInfo, ...info }: Info): object {
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
function imageShape(info: Info): number[] {
  const { batchSize, outDepth, inHeight, inWidth, filterDepth, inChannels } = info;
  return [batchSize * outDepth, inHeight, inWidth, filterDepth * inChannels];
}

function outImages({ batchSize, outDepth, outHeight, outWidth, outChannels }: Info): number[] {
  return [batchSize * outDepth, outHeight, outWidth, outChannels];
}

/** [depth, height, width, channels, filters] to [height, width, depth · channels, filters] */
function flatFilter(run: Run, filter: TensorInfo): TensorInfo {
  const [depth, height, width, channels, filters] = filter.shape as Shape5D;
  const turned = run(Transpose, { x: filter }, { perm: [1, 2, 0, 3, 4] });
  return { ...turned, shape: [height, width, depth * channels, filters] };
}

/** Moves planes of volumes to where they are channels of images, or adds them up on the way back; zeros where nothing goes. */
function movePlanes(backend: WasmBackend, from: TensorInfo, info: Info, back = false): TensorInfo {
  const { batchSize, inDepth, outDepth, inHeight, inWidth, inChannels, filterDepth, strideDepth, padInfo } = info;
  const shape = back ? info.inShape : imageShape(info);
  const output = backend.newTensor(shape);
  const pixels = inHeight * inWidth;
  const plane = pixels * inChannels;
  const volumes = [inDepth * plane, strideDepth * plane, inChannels, 1];
  const images = [outDepth * plane * filterDepth, plane * filterDepth, inChannels * filterDepth, 1];
  const [read, written] = back ? [images, volumes] : [volumes, images];
  const [source, target] = backend.pointers(from, output);
  const cost = util.sizeFromShape(shape) * NANOSECONDS;
  const parts = backend.threads.cut(batchSize, { cost }).map(({ from: first, length }): Call[] => {
    const [start, to] = [source + first * read[0]! * 4, target + first * written[0]! * 4];
    const calls: Call[] = [{ kernel: 'fill', args: [to, length * written[0]!, 0] }];
    for (let place = 0; place < filterDepth; place++) {
      // The plane under this place of the kernel is at depth · stride + offset.
      const offset = place * info.dilationDepth - padInfo.front;
      const top = Math.max(0, Math.ceil(-offset / strideDepth));
      const bottom = Math.min(outDepth - 1, Math.floor((inDepth - 1 - offset) / strideDepth));
      if (bottom < top) continue;
      const inVolume = (top * strideDepth + offset) * plane * 4;
      const inImage = (top * plane * filterDepth + place * inChannels) * 4;
      const addresses = back ? [start + inImage, to + inVolume] : [start + inVolume, to + inImage];
      const extents = [length, bottom - top + 1, pixels, inChannels];
      calls.push({
        kernel: back ? 'addStrided' : 'copyStrided',
        args: [...addresses, ...extents, ...read, ...written],
      });
    }
    return calls;
  });
  backend.threads.run(parts);
  return output;
}
