import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, ownKernel } from '../kernel.js';
import type { Call } from '../threads.js';

type Attributes = {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Input = { readonly x: TensorInfo };

/** For each element of a window, about. */
const NANOSECONDS = 0.3;

/** Pooling of float32 images, channels last, and its gradients. */
export const poolingKernels: KernelTable = {
  MaxPool: ownKernel<Input, Attributes>(({ inputs: { x }, attrs, backend }) => {
    const images = describe(x, attrs);
    if (images === undefined) return undefined;
    const output = backend.newTensor(images.outShape, 'float32');
    pool(backend, 'maxPool', images, [inside(backend, x), inside(backend, output)]);
    return output;
  }),
  AvgPool: ownKernel<Input, Attributes>(({ inputs: { x }, attrs, backend }) => {
    const images = describe(x, attrs);
    if (images === undefined) return undefined;
    const output = backend.newTensor(images.outShape, 'float32');
    pool(backend, 'averagePool', images, [inside(backend, x), inside(backend, output)]);
    return output;
  }),
  MaxPoolGrad: ownKernel<{ dy: TensorInfo; input: TensorInfo; output: TensorInfo }, Attributes>(
    ({ inputs: { dy, input, output: y }, attrs, backend }) => {
      const images = describe(input, attrs);
      if (images === undefined || dy.dtype !== 'float32') return undefined;
      const output = backend.newTensor(input.shape, 'float32');
      pool(
        backend,
        'maxPoolGradient',
        images,
        [dy, input, y, output].map((tensor) => inside(backend, tensor)),
      );
      return output;
    },
  ),
  AvgPoolGrad: ownKernel<{ dy: TensorInfo; input: TensorInfo }, Attributes>(
    ({ inputs: { dy, input }, attrs, backend }) => {
      const images = describe(input, attrs);
      if (images === undefined || dy.dtype !== 'float32') return undefined;
      const output = backend.newTensor(input.shape, 'float32');
      pool(backend, 'averagePoolGradient', images, [inside(backend, dy), inside(backend, output)]);
      return output;
    },
  ),
};

function describe(
  x: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: Attributes,
): backend_util.Conv2DInfo | undefined {
  if (x.dtype !== 'float32') return undefined;
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

function inside(backend: WasmBackend, tensor: TensorInfo): Images {
  return { pointer: backend.pointer(tensor), bytes: util.sizeFromShape(tensor.shape.slice(1)) * 4 };
}

function pool(
  backend: WasmBackend,
  kernel: PoolKernel,
  info: backend_util.Conv2DInfo,
  tensors: readonly Images[],
): void {
  const windows: Windows = {
    images: info.batchSize,
    ...{ height: info.inHeight, width: info.inWidth, channels: info.inChannels },
    ...{ windowHeight: info.filterHeight, windowWidth: info.filterWidth },
    ...{ strideHeight: info.strideHeight, strideWidth: info.strideWidth },
    ...{ outHeight: info.outHeight, outWidth: info.outWidth, top: info.padInfo.top, left: info.padInfo.left },
  };
  poolImages(backend, kernel, windows, tensors);
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
