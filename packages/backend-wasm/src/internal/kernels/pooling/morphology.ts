import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { areFloats, floatKernel, type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { describe, describeCall } from '../convolution/window.js';

type Inputs<Names extends string> = Readonly<Record<Names, TensorInfo>>;
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

type Addresses = [number, number, number, number];

/** The numbers of assembly/pooling/morphology.ts. */
const LARGEST = 0;
const INPUT_GRADIENT = 1;
const FILTER_GRADIENT = 2;
const PLACE = 3;

/** Dilation of images, its gradients, and the places of the largest numbers of windows. */
export const morphologyKernels: KernelTable = {
  Dilation2D: dilation(LARGEST, (_, info) => info.outShape),
  Dilation2DBackpropInput: dilation(INPUT_GRADIENT, ({ x }) => x.shape),
  Dilation2DBackpropFilter: dilation(FILTER_GRADIENT, ({ filter }) => filter.shape),

  MaxPoolWithArgmax: floatKernel<Inputs<'x'>, Pooling>(({ inputs: { x }, attrs, backend }) => {
    const { filterSize, strides, pad, includeBatchInIndex } = attrs;
    const info = backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
    );
    const pooled = backend.newTensor(info.outShape);
    describe(backend, describeCall(info));
    dilate(backend, LARGEST, { x, target: pooled, info });
    const places = backend.newTensor(info.outShape, 'int32');
    const imageStep = includeBatchInIndex ? info.inHeight * info.inWidth * info.inChannels : 0;
    dilate(backend, PLACE, { x, target: places, info, imageStep });
    return [pooled, places];
  }),
};

function dilation(
  wanted: number,
  shapeOf: (inputs: Inputs<'x' | 'filter'>, info: backend_util.Conv2DInfo) => number[],
): OwnKernel {
  return ownKernel<Inputs<'x' | 'filter'> & Partial<Inputs<'dy'>>, Dilation>(({ inputs, attrs, backend }) => {
    if (!areFloats(inputs as Inputs<'x' | 'filter'>)) return undefined;
    const { x, filter, dy } = inputs;
    const { strides, pad, dilations } = attrs;
    const info = backend_util.computeDilation2DInfo(
      x.shape as [number, number, number, number],
      filter.shape as [number, number, number],
      strides,
      pad,
      'NHWC',
      dilations,
    );
    const target = backend.newTensor(shapeOf(inputs, info));
    if (wanted !== LARGEST) backend.kernels.fill(backend.pointer(target), util.sizeFromShape(target.shape), 0);
    describe(backend, describeCall(info));
    dilate(backend, wanted, { x, filter, ...(dy === undefined ? {} : { dy }), target, info });
    return target;
  });
}

function dilate(
  backend: WasmBackend,
  wanted: number,
  {
    x,
    filter,
    dy,
    target,
    info,
    imageStep = 0,
  }: Inputs<'x' | 'target'> &
    Partial<Inputs<'filter' | 'dy'>> & { readonly info: backend_util.Conv2DInfo; readonly imageStep?: number },
): void {
  const [a, b, c, d] = [x, filter, dy, target].map((tensor) => (tensor ? backend.pointer(tensor) : 0)) as Addresses;
  backend.kernels.dilate(wanted, a, b, c, d, info.batchSize, imageStep);
}
