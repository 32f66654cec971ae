import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { disposeAll } from './convert.js';

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
      const { kernels } = backend;
      const [largest, slopes, output] = [planesOf(info), planesOf(info), info.inShape].map((shape) =>
        backend.newTensor(shape, 'float32'),
      ) as [TensorInfo, TensorInfo, TensorInfo]; // three of them
      const [x, most, slope, target] = [input, largest, slopes, output].map((tensor) => backend.pointer(tensor)) as [
        number,
        number,
        number,
        number,
      ]; // four of them
      const planes = overPlanes(backend, info);
      kernels.maxPool(planes, x, most);
      kernels.maxPoolGradient(overDepth(backend, info), backend.pointer(dy), most, backend.pointer(y), slope);
      kernels.maxPoolGradient(overPlanes(backend, info), slope, x, most, target);
      disposeAll(backend, [largest, slopes]);
      return output;
    },
  ),
  AvgPool3DGrad: ownKernel<Record<'dy' | 'input', TensorInfo>, Attributes>(
    ({ inputs: { dy, input }, attrs, backend }) => {
      const info = describe(input, attrs);
      if (info === undefined || dy.dtype !== 'float32') return undefined;
      const { kernels } = backend;
      const slopes = backend.newTensor(planesOf(info), 'float32');
      const output = backend.newTensor(info.inShape, 'float32');
      kernels.averagePoolGradient(overDepth(backend, info), backend.pointer(dy), backend.pointer(slopes));
      kernels.averagePoolGradient(overPlanes(backend, info), backend.pointer(slopes), backend.pointer(output));
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
    backend.kernels[kernel](overPlanes(backend, info), backend.pointer(x), backend.pointer(planes));
    backend.kernels[kernel](overDepth(backend, info), backend.pointer(planes), backend.pointer(output));
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

/** Describes the pooling of planes; returns how many there are. */
function overPlanes({ kernels }: WasmBackend, info: Info): number {
  kernels.describePooling(
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.outHeight,
    info.outWidth,
    info.padInfo.top,
    info.padInfo.left,
  );
  return info.batchSize * info.inDepth;
}

/** Describes the pooling of pooled planes along the depth; returns how many volumes there are. */
function overDepth({ kernels }: WasmBackend, info: Info): number {
  const channels = info.outHeight * info.outWidth * info.inChannels;
  const { inDepth, filterDepth, strideDepth, outDepth } = info;
  kernels.describePooling(inDepth, 1, channels, filterDepth, 1, strideDepth, 1, outDepth, 1, info.padInfo.front, 0);
  return info.batchSize;
}
