import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { areFloats, type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import type { Call } from '../threads.js';

type Attributes = {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** For each element of a window, about. */
const NANOSECONDS = 0.3;

/** Pooling of float32 images, channels last, and its gradients. */
export const poolingKernels: KernelTable = {
  MaxPool: pooled('maxPool', ['x']),
  AvgPool: pooled('averagePool', ['x']),
  MaxPoolGrad: pooled('maxPoolGradient', ['dy', 'input', 'output']),
  AvgPoolGrad: pooled('averagePoolGradient', ['dy']),
};

/** @param names of what is read; the result of a gradient has the shape of `input` */
function pooled(kernel: PoolKernel, names: readonly string[]): OwnKernel {
  return ownKernel<Readonly<Record<string, TensorInfo>>, Attributes>(({ inputs, attrs, backend }) => {
    const info = areFloats(inputs) ? describe((inputs.x ?? inputs.input)!, attrs) : undefined;
    if (info === undefined) return undefined;
    const output = backend.newTensor(inputs.x ? info.outShape : info.inShape, 'float32');
    const tensors = [...names.map((name) => inputs[name]!), output];
    poolImages(backend, kernel, windowsOf(info, info.batchSize), imagesOf(backend, tensors, info.batchSize));
    return output;
  });
}

function describe(x: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: Attributes): backend_util.Conv2DInfo {
  return backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

/** The first image of a tensor, and the bytes from each to the next. */
export type Images = { readonly pointer: number; readonly bytes: number };

/** What slides over how many images. */
export type Windows = { readonly images: number } & Readonly<
  Record<'height' | 'width' | 'channels' | 'windowHeight' | 'windowWidth' | 'strideHeight' | 'strideWidth', number>
> &
  Readonly<Record<'outHeight' | 'outWidth' | 'top' | 'left', number>>;

export type PoolKernel = 'maxPool' | 'averagePool' | 'maxPoolGradient' | 'averagePoolGradient';

/** The windows over so many images, or planes of volumes. */
export function windowsOf(info: backend_util.Conv2DInfo | backend_util.Conv3DInfo, images: number): Windows {
  return {
    images,
    ...{ height: info.inHeight, width: info.inWidth, channels: info.inChannels },
    ...{ windowHeight: info.filterHeight, windowWidth: info.filterWidth },
    ...{ strideHeight: info.strideHeight, strideWidth: info.strideWidth },
    ...{ outHeight: info.outHeight, outWidth: info.outWidth, top: info.padInfo.top, left: info.padInfo.left },
  };
}

/** Tensors as so many images each. */
export function imagesOf(backend: WasmBackend, tensors: readonly TensorInfo[], images: number): Images[] {
  return tensors.map((tensor) => ({
    pointer: backend.pointer(tensor),
    bytes: images === 0 ? 0 : (util.sizeFromShape(tensor.shape) / images) * 4,
  }));
}

/** Runs a kernel whose arguments are a number of images and where they begin in each tensor; images are shared out. */
export function poolImages(
  { threads }: WasmBackend,
  kernel: PoolKernel,
  { images, height, width, channels, windowHeight, windowWidth, strideHeight, strideWidth, ...out }: Windows,
  tensors: readonly Images[],
): void {
  const { outHeight, outWidth, top, left } = out;
  const describeCall: Call = {
    kernel: 'describePooling',
    args: [
      ...[height, width, channels, windowHeight, windowWidth, strideHeight, strideWidth],
      ...[outHeight, outWidth, top, left],
    ],
  };
  const cost = images * outHeight * outWidth * channels * windowHeight * windowWidth * NANOSECONDS;
  threads.run(
    threads
      .cut(images, { cost })
      .map(({ from, length }) => [
        describeCall,
        { kernel, args: [length, ...tensors.map(({ pointer, bytes }) => pointer + from * bytes)] },
      ]),
  );
}
