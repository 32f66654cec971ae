import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { copyStrided } from '../../copy-strided.js';
import { areFloats, floatKernel, type KernelTable, ownKernel } from '../../kernel.js';
import { type OfRows, overRows } from '../../over-rows.js';
import { LINE_FLOATS } from '../../threads.js';
import { disposeAll } from '../elementwise/convert.js';
import { type Epilogue, type FusedAttributes, type FusedInputs, withActivation } from '../products/epilogue.js';
import { sum } from '../reductions/reduction.js';
import { describeCall, turnedAround } from './window.js';

type Attributes = {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Info = backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];
type Forward = Record<'x' | 'filter', TensorInfo>;
/** What is read, the kernel, what is written. */
type Images = readonly [TensorInfo, TensorInfo, TensorInfo];

/**
 * Convolution of each channel for itself, and its gradients. Where a channel becomes several, it is repeated first, and
 * its gradients are summed last.
 */
export const depthwiseKernels: KernelTable = {
  DepthwiseConv2dNative: floatKernel<Forward, Attributes>(({ inputs, attrs, backend }) =>
    convolve(backend, inputs, attrs),
  ),

  FusedDepthwiseConv2D: ownKernel<Forward & FusedInputs, Attributes & FusedAttributes>((call) => {
    const { x, filter } = call.inputs;
    if (!areFloats({ x, filter })) return undefined;
    return withActivation(call, filter.shape[2]! * filter.shape[3]!, (epilogue) =>
      convolve(call.backend, { x, filter }, call.attrs, epilogue),
    );
  }),

  DepthwiseConv2dNativeBackpropInput: floatKernel<
    Record<'dy' | 'filter', TensorInfo>,
    Attributes & { readonly inputShape: Shape4D }
  >(({ inputs, attrs, backend }) => {
    const info = describe(attrs.inputShape, inputs.filter.shape, attrs);
    const times = multiplier(info);
    const gradient = backend.newTensor([...attrs.inputShape.slice(0, 3), info.outChannels]);
    const images = [inputs.dy, inputs.filter, gradient] as const;
    if (info.strideHeight === 1 && info.strideWidth === 1) convolveSlopes(backend, info, images);
    else overImages(backend, 'depthwiseInputGradient', info, images);
    if (times === 1) return gradient;
    const output = backend.newTensor(attrs.inputShape);
    sum(backend, {
      ...{ x: backend.pointer(gradient), target: backend.pointer(output), outer: util.sizeFromShape(attrs.inputShape) },
      ...{ axis: times, inner: 1, scale: 1 },
    });
    disposeAll(backend, [gradient]);
    return output;
  }),

  DepthwiseConv2dNativeBackpropFilter: floatKernel<
    Record<'x' | 'dy', TensorInfo>,
    Attributes & { readonly filterShape: Shape4D }
  >(({ inputs, attrs, backend }) => {
    const info = describe(inputs.x.shape, attrs.filterShape, attrs);
    const repeated = repeat(backend, inputs.x, info);
    const output = backend.newTensor(attrs.filterShape);
    const [source, slope, target] = backend.pointers(repeated, inputs.dy, output);
    backend.kernels.fill(target, util.sizeFromShape(attrs.filterShape), 0);
    // Channels know nothing of one another, so each number is one sum in one order.
    backend.threads.over('depthwiseFilterGradient', {
      extent: info.outChannels,
      unit: LINE_FLOATS,
      cost: costOf(info),
      before: describeCall(info),
      args: (from, length) => [info.batchSize, source, slope, target, from, from + length],
    });
    disposeAll(backend, [repeated]);
    return output;
  }),
};

function convolve(backend: WasmBackend, { x, filter }: Forward, attrs: Attributes, epilogue?: Epilogue): TensorInfo {
  const info = describe(x.shape, filter.shape, attrs);
  const repeated = repeat(backend, x, info);
  const output = backend.newTensor(info.outShape);
  overImages(backend, 'depthwise', info, [repeated, filter, output], epilogue);
  disposeAll(backend, [repeated]);
  return output;
}

/** The gradient by the images at stride 1: a convolution of the slopes with the kernel turned around. */
function convolveSlopes(backend: WasmBackend, info: Info, [slope, filter, target]: Images): void {
  const { outChannels, filterHeight, filterWidth } = info;
  const places = filterHeight * filterWidth;
  const turned = backend.newTensor([places * outChannels]);
  copyStrided(backend, {
    source: backend.pointer(filter) + (places - 1) * outChannels * 4,
    target: backend.pointer(turned),
    extents: [places, outChannels],
    from: [-outChannels, 1],
    to: [outChannels, 1],
  });
  // From each channel of the slopes to one.
  const around = turnedAround({ ...info, inChannels: outChannels });
  overImages(backend, 'depthwise', around, [slope, turned, target]);
  disposeAll(backend, [turned]);
}

/** How many channels become of one. */
function multiplier({ inChannels, outChannels }: Info): number {
  return inChannels === 0 ? 1 : outChannels / inChannels;
}

function describe(xShape: number[], filterShape: number[], attrs: Attributes): Info {
  return backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
}

/** Of a multiplication and an addition, about. */
const NANOSECONDS = 0.1;

/** Of the whole on one thread, in nanoseconds, about. */
function costOf({ batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth }: Info): number {
  return batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth * NANOSECONDS;
}

/** Runs a kernel from the images to their results or back, which are shared out. */
function overImages(
  backend: WasmBackend,
  kernel: 'depthwise' | 'depthwiseInputGradient',
  info: Info,
  [source, filter, target]: Images,
  { bias, rectify }: Partial<Epilogue> = {},
): void {
  const inside = info.inHeight * info.inWidth * info.outChannels;
  const outside = info.outHeight * info.outWidth * info.outChannels;
  const forward = kernel === 'depthwise';
  const tensors: OfRows[] = [
    [source, forward ? inside : outside],
    [filter, 0],
    [target, forward ? outside : inside],
  ];
  if (forward) tensors.push([bias ?? 0, 0]);
  overRows(backend, kernel, tensors, {
    extent: info.batchSize,
    cost: costOf(info),
    before: describeCall(info),
    sizes: (length) => [length, rectify ? 1 : 0],
  });
}

/** Images in which every channel comes as often as it gives channels; to be disposed of. */
function repeat(backend: WasmBackend, x: TensorInfo, info: Info): TensorInfo {
  const times = multiplier(info);
  if (times === 1) return backend.makeAlias(x, x.shape);
  const output = backend.newTensor([...x.shape.slice(0, 3), info.outChannels]);
  copyStrided(backend, {
    source: backend.pointer(x),
    target: backend.pointer(output),
    extents: [util.sizeFromShape(x.shape), times],
    from: [1, 0],
    to: [times, 1],
  });
  return output;
}
