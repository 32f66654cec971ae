import { assertShape } from '@neurite/core';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { DilationCode } from '../../generated/kernel-calls.js';
import { FLOAT, type KernelFunction, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { DILATION, DILATION_GRADIENT, pooling } from '../convolution/signatures.js';
import { describeWindow } from '../convolution/window.js';

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;
type DilationInputs = Named<'x' | 'filter'> & Partial<Named<'dy'>>;
type Shape4D = [number, number, number, number];
type Dilation = {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid';
  readonly dilations: number | [number, number];
};
type Pooling = {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid';
  readonly includeBatchInIndex: boolean;
};

/** Grayscale dilation of images, its gradients, and the indices of the maxima of windows. */
export const morphologyKernels: KernelTable = {
  Dilation2D: tfjsKernel(
    DILATION,
    takes(
      FLOAT,
      dilation(DilationCode.Maximum, (_, info) => info.outShape),
    ),
  ),
  Dilation2DBackpropFilter: tfjsKernel(
    DILATION_GRADIENT,
    takes(
      FLOAT,
      dilation(DilationCode.FilterGradient, ({ filter }) => filter.shape),
    ),
  ),
  Dilation2DBackpropInput: tfjsKernel(
    DILATION_GRADIENT,
    takes(
      FLOAT,
      dilation(DilationCode.InputGradient, ({ x }) => x.shape),
    ),
  ),
  MaxPoolWithArgmax: tfjsKernel(
    pooling(4, ['x']),
    takes<Named<'x'>, Pooling>({ x: FLOAT }, ({ inputs: { x }, attrs, backend }) => {
      const { filterSize, strides, pad, includeBatchInIndex } = attrs;
      const info = backend_util.computePool2DInfo(x.shape as Shape4D, filterSize, strides, 1, pad);
      const pooled = backend.newTensor(info.outShape);
      const indices = backend.newTensor(info.outShape, 'int32');
      const imageStep = includeBatchInIndex ? info.inHeight * info.inWidth * info.inChannels : 0;
      dilate(backend, info, { wanted: DilationCode.Maximum, x, target: pooled });
      dilate(backend, info, { wanted: DilationCode.Index, x, target: indices, imageStep });
      return [pooled, indices];
    }),
  ),
};

function dilation(
  wanted: DilationCode,
  shapeOf: (inputs: DilationInputs, info: backend_util.Conv2DInfo) => number[],
): KernelFunction<DilationInputs, Dilation> {
  return ({ inputs, attrs: { strides, pad, dilations }, backend }) => {
    const { x, filter, dy } = inputs;
    const info = backend_util.computeDilation2DInfo(
      x.shape as Shape4D,
      filter.shape as [number, number, number],
      strides,
      pad,
      'NHWC',
      dilations,
    );
    if (wanted !== DilationCode.Maximum) assertShape('Dilation2D', 'dy', dy!.shape, info.outShape); // a gradient has it
    const output = backend.newTensor(shapeOf(inputs, info));
    if (wanted !== DilationCode.Maximum) {
      backend.kernels.fill({ target: backend.pointer(output), count: util.sizeFromShape(output.shape), bits: 0 });
    }
    dilate(backend, info, { wanted, x, filter, dy, target: output });
    return output;
  };
}

function dilate(
  backend: WasmBackend,
  info: backend_util.Conv2DInfo,
  {
    wanted,
    x,
    filter,
    dy,
    target,
    imageStep = 0,
  }: Named<'x' | 'target'> & {
    readonly wanted: DilationCode;
    readonly filter?: TensorInfo;
    readonly dy?: TensorInfo | undefined;
    readonly imageStep?: number;
  },
): void {
  describeWindow(backend.kernels, info);
  backend.kernels.dilate({
    wanted,
    x: backend.pointer(x),
    filter: backend.optionalPointer(filter),
    dy: backend.optionalPointer(dy),
    target: backend.pointer(target),
    images: info.batchSize,
    imageStep,
  });
}
