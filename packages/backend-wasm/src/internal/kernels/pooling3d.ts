import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { disposeAll } from './convert.js';
import { type PoolKernel, poolImages, type Windows, windowsOf } from './pooling.js';

type Size3d = [number, number, number] | number;
type Attributes = {
  readonly filterSize: Size3d;
  readonly strides: Size3d;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: 'NDHWC' | 'NCDHW';
};
type Info = backend_util.Conv3DInfo;

/**
 * Pooling of volumes, channels last: first of each plane, then, with planes as pixels of many channels, along the depth.
 * Both the largest and the average of a box are that of its planes, and the first maximum stays the first.
 */
export const pooling3dKernels: KernelTable = {
  MaxPool3D: pool('maxPool'),
  AvgPool3D: pool('averagePool'),
  MaxPool3DGrad: ownKernel<Record<'dy' | 'input' | 'output', TensorInfo>, Attributes>(
    ({ inputs: { dy, input, output: y }, attrs, backend }) => {
      const info = describe(input, attrs);
      if (info === undefined || dy.dtype !== 'float32') return undefined;
      const [largest, slopes] = [planesOf(info), planesOf(info)].map((shape) =>
        backend.newTensor(shape, 'float32'),
      ) as [TensorInfo, TensorInfo]; // two of them
      const output = backend.newTensor(info.inShape, 'float32');
      overPlanes(backend, 'maxPool', info, [input, largest]);
      overDepth(backend, 'maxPoolGradient', info, [dy, largest, y, slopes]);
      overPlanes(backend, 'maxPoolGradient', info, [slopes, input, largest, output]);
      disposeAll(backend, [largest, slopes]);
      return output;
    },
  ),
  AvgPool3DGrad: ownKernel<Record<'dy' | 'input', TensorInfo>, Attributes>(
    ({ inputs: { dy, input }, attrs, backend }) => {
      const info = describe(input, attrs);
      if (info === undefined || dy.dtype !== 'float32') return undefined;
      const slopes = backend.newTensor(planesOf(info), 'float32');
      const output = backend.newTensor(info.inShape, 'float32');
      overDepth(backend, 'averagePoolGradient', info, [dy, slopes]);
      overPlanes(backend, 'averagePoolGradient', info, [slopes, output]);
      disposeAll(backend, [slopes]);
      return output;
    },
  ),
};

function pool(kernel: 'maxPool' | 'averagePool'): OwnKernel {
  return ownKernel<{ readonly x: TensorInfo }, Attributes>(({ inputs: { x }, attrs, backend }) => {
    const info = describe(x, attrs);
    if (info === undefined) return undefined;
    const planes = backend.newTensor(planesOf(info), 'float32');
    const output = backend.newTensor(info.outShape, 'float32');
    overPlanes(backend, kernel, info, [x, planes]);
    overDepth(backend, kernel, info, [planes, output]);
    disposeAll(backend, [planes]);
    return output;
  });
}

function describe(
  x: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode, ...attrs }: Attributes,
): Info | undefined {
  if (x.dtype !== 'float32' || attrs.dataFormat === 'NCDHW') return undefined;
  const shape = x.shape as [number, number, number, number, number]; // volumes
  const info = backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode, 'NDHWC');
  return info.outShape.every((extent) => extent >= 0) ? info : undefined;
}

/** The shape where planes are pooled and the depth is not. */
function planesOf({ batchSize, inDepth, outHeight, outWidth, inChannels }: Info): number[] {
  return [batchSize, inDepth, outHeight, outWidth, inChannels];
}

/** Pools each plane. */
function overPlanes(backend: WasmBackend, kernel: PoolKernel, info: Info, tensors: readonly TensorInfo[]): void {
  poolImages(backend, kernel, windowsOf(info), { images: info.batchSize * info.inDepth, tensors });
}

/** Pools pooled planes along the depth. */
function overDepth(backend: WasmBackend, kernel: PoolKernel, info: Info, tensors: readonly TensorInfo[]): void {
  const windows: Windows = [
    ...([info.inDepth, 1, info.outHeight * info.outWidth * info.inChannels, info.filterDepth, 1] as const),
    ...([info.strideDepth, 1, info.outDepth, 1, info.padInfo.front, 0] as const),
  ];
  poolImages(backend, kernel, windows, { images: info.batchSize, tensors });
}
