import { assertShape } from '@neurite/core';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { FLOAT, type KernelFunction, type KernelTable, type OwnKernel, takes, tfjsKernel } from '../../kernel.js';
import type { Extent } from '../../threads.js';
import { pooling } from '../convolution/signatures.js';
import { describeWindow, type WindowInfo } from '../convolution/window.js';

type Size = [number, number] | [number, number, number] | number;
type Attributes = {
  readonly filterSize: Size;
  readonly strides: Size;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: 'NHWC' | 'NDHWC' | 'NCDHW';
};
type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** For each element of a window, about. */
const NANOSECONDS = 0.3;

/** Pooling of images and volumes, channels last, and its gradients. */
export const poolingKernels: KernelTable = {
  AvgPool: forward(4, 'averagePool'),
  AvgPool3D: forward(5, 'averagePool'),
  AvgPool3DGrad: averageGradient(5),
  AvgPoolGrad: averageGradient(4),
  MaxPool: forward(4, 'maxPool'),
  MaxPool3D: forward(5, 'maxPool'),
  MaxPool3DGrad: maxGradient(5),
  MaxPoolGrad: maxGradient(4),
};

/** @param rank of the tensors: 4 of images, 5 of volumes */
function forward(rank: 4 | 5, kernel: 'maxPool' | 'averagePool'): OwnKernel {
  return tfjsKernel(pooling(rank, ['x']), takes({ x: FLOAT }, pool(kernel)));
}

function maxGradient(rank: 4 | 5): OwnKernel {
  const inputs = ['dy', 'input', 'output'];
  return tfjsKernel(pooling(rank, inputs), takes({ dy: FLOAT, input: FLOAT, output: FLOAT }, maxPoolGradient));
}

function averageGradient(rank: 4 | 5): OwnKernel {
  return tfjsKernel(pooling(rank, ['dy', 'input']), takes({ dy: FLOAT }, averagePoolGradient));
}

function pool(kernel: 'maxPool' | 'averagePool'): KernelFunction<Named<'x'>, Attributes> {
  return ({ inputs: { x }, attrs, backend }) => {
    const work = workOf(x.shape, attrs);
    if (work === undefined) return undefined;
    const output = backend.newTensor(work.outShape);
    const [source, target] = backend.pointers(x, output);
    const { info, inSize, outSize, extent } = work;
    backend.threads.over(extent, (kernels, { from, length: images }) => {
      describeWindow(kernels, info);
      kernels[kernel]({ x: offset(source, from * inSize), target: offset(target, from * outSize), images });
    });
    return output;
  };
}

function maxPoolGradient({
  inputs: { dy, input, output },
  attrs,
  backend,
}: Parameters<KernelFunction<Named<'dy' | 'input' | 'output'>, Attributes>>[0]): TensorInfo | undefined {
  const work = workOf(input.shape, attrs);
  if (work === undefined) return undefined;
  assertShape('MaxPoolGrad', 'dy', dy.shape, work.outShape);
  assertShape('MaxPoolGrad', 'output', output.shape, work.outShape);
  const dx = backend.newTensor(input.shape);
  const [gradient, source, pooled, target] = backend.pointers(dy, input, output, dx);
  const { info, inSize, outSize, extent } = work;
  backend.threads.over(extent, (kernels, { from, length: images }) => {
    describeWindow(kernels, info);
    kernels.maxPoolGradient({
      dy: offset(gradient, from * outSize),
      x: offset(source, from * inSize),
      y: offset(pooled, from * outSize),
      target: offset(target, from * inSize),
      images,
    });
  });
  return dx;
}

function averagePoolGradient({
  inputs: { dy, input },
  attrs,
  backend,
}: Parameters<KernelFunction<Named<'dy' | 'input'>, Attributes>>[0]): TensorInfo | undefined {
  const work = workOf(input.shape, attrs);
  if (work === undefined) return undefined;
  assertShape('AvgPoolGrad', 'dy', dy.shape, work.outShape);
  const dx = backend.newTensor(input.shape);
  const [gradient, target] = backend.pointers(dy, dx);
  const { info, inSize, outSize, extent } = work;
  backend.threads.over(extent, (kernels, { from, length: images }) => {
    describeWindow(kernels, info);
    kernels.averagePoolGradient({
      dy: offset(gradient, from * outSize),
      target: offset(target, from * inSize),
      images,
    });
  });
  return dx;
}

/** The images that are shared out, and the elements of each; undefined for what is left to the cpu backend. */
function workOf(
  shape: number[],
  attrs: Attributes,
):
  | ({ readonly outShape: number[]; readonly info: WindowInfo; readonly extent: Extent } & Readonly<
      Record<'inSize' | 'outSize', number>
    >)
  | undefined {
  if (attrs.dataFormat === 'NCDHW') return undefined;
  const info = infoOf(shape, attrs);
  const { batchSize, outShape, filterDepth = 1, filterHeight, filterWidth } = info;
  if (outShape.some((extent) => extent < 0)) return undefined;
  return {
    outShape,
    info,
    extent: {
      extent: batchSize,
      cost: util.sizeFromShape(outShape) * filterDepth * filterHeight * filterWidth * NANOSECONDS,
    },
    inSize: util.sizeFromShape(shape.slice(1)),
    outSize: util.sizeFromShape(outShape.slice(1)),
  };
}

/** Of images [batch, height, width, channels], or of volumes. */
function infoOf(shape: number[], { filterSize, strides, pad, dimRoundingMode }: Attributes): WindowInfo {
  const of = shape.length === 5 ? backend_util.computePool3DInfo : backend_util.computePool2DInfo;
  // Both take the same arguments, each for its own rank.
  return (of as (...args: unknown[]) => WindowInfo)(shape, filterSize, strides, 1, pad, dimRoundingMode);
}
