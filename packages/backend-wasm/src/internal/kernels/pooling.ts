import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, ownKernel } from '../kernel.js';

type Attributes = {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Input = { readonly x: TensorInfo };

/** Pooling of float32 images, channels last, and its gradients. */
export const poolingKernels: KernelTable = {
  MaxPool: ownKernel<Input, Attributes>(({ inputs: { x }, attrs, backend }) => {
    const images = describe(backend, x, attrs);
    if (images === undefined) return undefined;
    const output = backend.newTensor(images.outShape, 'float32');
    backend.kernels.maxPool(images.batchSize, backend.pointer(x), backend.pointer(output));
    return output;
  }),
  AvgPool: ownKernel<Input, Attributes>(({ inputs: { x }, attrs, backend }) => {
    const images = describe(backend, x, attrs);
    if (images === undefined) return undefined;
    const output = backend.newTensor(images.outShape, 'float32');
    backend.kernels.averagePool(images.batchSize, backend.pointer(x), backend.pointer(output));
    return output;
  }),
  MaxPoolGrad: ownKernel<{ dy: TensorInfo; input: TensorInfo; output: TensorInfo }, Attributes>(
    ({ inputs: { dy, input, output: y }, attrs, backend }) => {
      const images = describe(backend, input, attrs);
      if (images === undefined || dy.dtype !== 'float32') return undefined;
      const output = backend.newTensor(input.shape, 'float32');
      backend.kernels.maxPoolGradient(
        images.batchSize,
        backend.pointer(dy),
        backend.pointer(input),
        backend.pointer(y),
        backend.pointer(output),
      );
      return output;
    },
  ),
  AvgPoolGrad: ownKernel<{ dy: TensorInfo; input: TensorInfo }, Attributes>(
    ({ inputs: { dy, input }, attrs, backend }) => {
      const images = describe(backend, input, attrs);
      if (images === undefined || dy.dtype !== 'float32') return undefined;
      const output = backend.newTensor(input.shape, 'float32');
      backend.kernels.averagePoolGradient(images.batchSize, backend.pointer(dy), backend.pointer(output));
      return output;
    },
  ),
};

function describe(
  backend: WasmBackend,
  x: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: Attributes,
): backend_util.Conv2DInfo | undefined {
  if (x.dtype !== 'float32') return undefined;
  const info = backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  backend.kernels.describePooling(
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
  return info;
}
