import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, ownKernel } from '../kernel.js';
import type { Call } from '../threads.js';
import { binaryKernels } from './binary.js';
import { compose, type Run, reshaped } from './compose.js';
import { convolutionKernels } from './convolution.js';
import { copyingKernels } from './copying.js';

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

const { Transpose } = copyingKernels;

/**
 * Convolution of volumes, channels last, and its gradients, as convolution of images: the planes under the kernel become
 * channels of one image.
 */
export const convolution3dKernels: KernelTable = {
  Conv3D: ownKernel<Record<'x' | 'filter', TensorInfo>, Attributes>(({ inputs: { x, filter }, attrs, backend }) => {
    const info = describe(x.shape, filter.shape, attrs, attrs.dilations);
    if (info === undefined || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
    return compose(backend, (run) => {
      const images = stackPlanes(run, backend, x, info);
      const y = run(convolutionKernels.Conv2D, { x: images, filter: flatFilter(run, filter) }, planar(info));
      return reshaped(run, y, info.outShape);
    });
  }),

  Conv3DBackpropFilterV2: ownKernel<Record<'x' | 'dy', TensorInfo>, Attributes & { readonly filterShape: Shape5D }>(
    ({ inputs: { x, dy }, attrs, backend }) => {
      const info = describe(x.shape, attrs.filterShape, attrs);
      if (info === undefined || x.dtype !== 'float32' || dy.dtype !== 'float32') return undefined;
      const { filterHeight, filterWidth, filterDepth, inChannels, outChannels } = info;
      return compose(backend, (run) => {
        const images = stackPlanes(run, backend, x, info);
        const filterShape = [filterHeight, filterWidth, filterDepth * inChannels, outChannels];
        const inputs = { x: images, dy: reshaped(run, dy, outImages(info)) };
        const gradient = run(convolutionKernels.Conv2DBackpropFilter, inputs, { ...planar(info), filterShape });
        const apart = reshaped(run, gradient, [filterHeight, filterWidth, filterDepth, inChannels, outChannels]);
        return run(Transpose, { x: apart }, { perm: [2, 0, 1, 3, 4] });
      });
    },
  ),

  Conv3DBackpropInputV2: ownKernel<Record<'dy' | 'filter', TensorInfo>, Attributes & { readonly inputShape: Shape5D }>(
    ({ inputs: { dy, filter }, attrs, backend }) => {
      const info = describe(attrs.inputShape, filter.shape, attrs);
      if (info === undefined || dy.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
      return compose(backend, (run) => {
        const inputs = { dy: reshaped(run, dy, outImages(info)), filter: flatFilter(run, filter) };
        const inputShape = imageShape(info);
        const images = run(convolutionKernels.Conv2DBackpropInput, inputs, { ...planar(info), inputShape });
        const parts = Array.from({ length: info.filterDepth }, (_, place) =>
          run(() => movePlanes(backend, images, info, { places: [place], back: true }), {}),
        );
        return parts.reduce((a, b) => run(binaryKernels.Add, { a, b }));
      });
    },
  ),
};

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
  return reshaped(run, turned, [height, width, depth * channels, filters]);
}

function stackPlanes(run: Run, backend: WasmBackend, x: TensorInfo, info: Info): TensorInfo {
  const places = Array.from({ length: info.filterDepth }, (_, place) => place);
  return run(() => movePlanes(backend, x, info, { places, back: false }), {});
}

/** Moves planes of volumes to where they are channels of images, or back; zeros where nothing goes. */
function movePlanes(
  backend: WasmBackend,
  from: TensorInfo,
  info: Info,
  { places, back }: { readonly places: readonly number[]; readonly back: boolean },
): TensorInfo {
  const { batchSize, inDepth, outDepth, inHeight, inWidth, inChannels, filterDepth, strideDepth, padInfo } = info;
  const shape = back ? info.inShape : imageShape(info);
  const output = backend.newTensor(shape, 'float32');
  const pixels = inHeight * inWidth;
  const plane = pixels * inChannels;
  const volumes = [inDepth * plane, strideDepth * plane, inChannels, 1];
  const images = [outDepth * plane * filterDepth, plane * filterDepth, inChannels * filterDepth, 1];
  const [read, written] = back ? [images, volumes] : [volumes, images];
  const [source, target] = [backend.pointer(from), backend.pointer(output)];
  const cost = util.sizeFromShape(shape) * NANOSECONDS;
  const parts = backend.threads.cut(batchSize, { cost }).map(({ from: first, length }): Call[] => {
    const [start, to] = [source + first * read[0]! * 4, target + first * written[0]! * 4];
    const calls: Call[] = [{ kernel: 'fill', args: [to, length * written[0]!, 0] }];
    for (const place of places) {
      // The plane under this place of the kernel is at depth · stride + offset.
      const offset = place * info.dilationDepth - padInfo.front;
      const top = Math.max(0, Math.ceil(-offset / strideDepth));
      const bottom = Math.min(outDepth - 1, Math.floor((inDepth - 1 - offset) / strideDepth));
      if (bottom < top) continue;
      const inVolume = (top * strideDepth + offset) * plane * 4;
      const inImage = (top * plane * filterDepth + place * inChannels) * 4;
      const addresses = back ? [start + inImage, to + inVolume] : [start + inVolume, to + inImage];
      const extents = [length, bottom - top + 1, pixels, inChannels];
      calls.push({ kernel: 'copyStrided', args: [...addresses, ...extents, ...read, ...written] });
    }
    return calls;
  });
  backend.threads.run(parts);
  return output;
}
