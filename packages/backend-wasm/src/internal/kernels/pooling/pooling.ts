import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { describeCall, type WindowInfo } from '../convolution/window.js';

type Size = [number, number] | [number, number, number] | number;
type Attributes = {
  readonly filterSize: Size;
  readonly strides: Size;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: 'NHWC' | 'NDHWC' | 'NCDHW';
};
type PoolKernel = 'maxPool' | 'averagePool' | 'maxPoolGradient' | 'averagePoolGradient';

/** For each element of a window, about. */
const NANOSECONDS = 0.3;

const largest: OwnKernel = pooled('maxPool', ['x']);
const average: OwnKernel = pooled('averagePool', ['x']);
const largestGradient: OwnKernel = pooled('maxPoolGradient', ['dy', 'input', 'output']);
const averageGradient: OwnKernel = pooled('averagePoolGradient', ['dy']);

/** Pooling of float32 images and volumes, channels last, and its gradients. */
export const poolingKernels: KernelTable = {
  MaxPool: largest,
  AvgPool: average,
  MaxPoolGrad: largestGradient,
  AvgPoolGrad: averageGradient,
  MaxPool3D: largest,
  AvgPool3D: average,
  MaxPool3DGrad: largestGradient,
  AvgPool3DGrad: averageGradient,
};

/** @param names of what is read; the result of a gradient has the shape of `input` */
function pooled(kernel: PoolKernel, names: readonly string[]): OwnKernel {
  return ownKernel<Readonly<Record<string, TensorInfo>>, Attributes>(({ inputs, attrs, backend }) => {
    const tensors = names.map((name) => inputs[name]!);
    if (attrs.dataFormat === 'NCDHW' || tensors.some(({ dtype }) => dtype !== 'float32')) return undefined;
    const { shape } = (inputs.x ?? inputs.input)!; // one of them
    const info = describe(shape, attrs);
    const { batchSize: images, outShape, filterHeight, filterWidth } = info;
    if (outShape.some((extent) => extent < 0)) return undefined;
    const output = backend.newTensor(inputs.x ? outShape : shape);
    tensors.push(output);
    backend.threads.over(kernel, {
      extent: images,
      cost: util.sizeFromShape(outShape) * (info.filterDepth ?? 1) * filterHeight * filterWidth * NANOSECONDS,
      before: describeCall(info),
      args: (from, length) => {
        const begin = (tensor: TensorInfo): number =>
          backend.pointer(tensor) + (from && (util.sizeFromShape(tensor.shape) / images) * from * 4);
        return [...tensors.map(begin), length];
      },
    });
    return output;
  });
}

/** Of images [batch, height, width, channels], or of volumes. */
function describe(shape: number[], { filterSize, strides, pad, dimRoundingMode }: Attributes): WindowInfo {
  const of = shape.length === 5 ? backend_util.computePool3DInfo : backend_util.computePool2DInfo;
  // Both take it in this order, each its own rank.
  return (of as (...args: unknown[]) => WindowInfo)(shape, filterSize, strides, 1, pad, dimRoundingMode);
}
