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
    if (!areFloats(inputs)) return undefined;
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const shape = (inputs.x ?? inputs.input)!.shape as [number, number, number, number]; // images
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const output = backend.newTensor(inputs.x ? info.outShape : shape, 'float32');
    const tensors = [...names.map((name) => inputs[name]!), output];
    poolImages(backend, kernel, windowsOf(info), { images: info.batchSize, tensors });
    return output;
  });
}

/** What slides over images: the arguments of `describePooling`. */
export type Windows = readonly [
  ...sizes: [height: number, width: number, channels: number, windowHeight: number, windowWidth: number],
  ...steps: [strideHeight: number, strideWidth: number],
  ...out: [outHeight: number, outWidth: number, top: number, left: number],
];

export type PoolKernel = 'maxPool' | 'averagePool' | 'maxPoolGradient' | 'averagePoolGradient';

/** The windows over images, or over planes of volumes. */
export function windowsOf(info: backend_util.Conv2DInfo | backend_util.Conv3DInfo): Windows {
  return [
    ...([info.inHeight, info.inWidth, info.inChannels, info.filterHeight, info.filterWidth] as const),
    ...([info.strideHeight, info.strideWidth] as const),
    ...([info.outHeight, info.outWidth, info.padInfo.top, info.padInfo.left] as const),
  ];
}

/** Runs a kernel whose arguments are a number of images and where they begin in each tensor; images are shared out. */
export function poolImages(
  backend: WasmBackend,
  kernel: PoolKernel,
  windows: Windows,
  { images, tensors }: { readonly images: number; readonly tensors: readonly TensorInfo[] },
): void {
  const { threads } = backend;
  const [, , channels, windowHeight, windowWidth, , , outHeight, outWidth] = windows;
  const describeCall: Call = { kernel: 'describePooling', args: windows };
  const starts = tensors.map((tensor) => ({
    pointer: backend.pointer(tensor),
    bytes: images === 0 ? 0 : (util.sizeFromShape(tensor.shape) / images) * 4,
  }));
  const cost = images * outHeight * outWidth * channels * windowHeight * windowWidth * NANOSECONDS;
  threads.run(
    threads
      .cut(images, { cost })
      .map(({ from, length }) => [
        describeCall,
        { kernel, args: [length, ...starts.map(({ pointer, bytes }) => pointer + from * bytes)] },
      ]),
  );
}
