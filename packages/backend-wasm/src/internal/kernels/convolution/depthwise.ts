import { assertShape } from '@neurite/core';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes, tfjsKernel } from '../../kernel.js';
import { LINE_FLOATS } from '../../threads.js';
import { compose, type Intermediate } from '../compose.js';
import {
  type Epilogue,
  type FusedAttributes,
  type FusedInputs,
  NO_EPILOGUE,
  withActivation,
} from '../products/epilogue.js';
import { sum } from '../reductions/reduction.js';
import { copyStrided } from '../shape/copy.js';
import { OUTPUT } from './convolution.js';
import { crop, cropOf, uncrop } from './crop.js';
import { DEPTHWISE, DEPTHWISE_FILTER_GRADIENT, DEPTHWISE_INPUT_GRADIENT } from './signatures.js';
import { describeWindow, flipped } from './window.js';

type Attributes = {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Info = backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];
type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** Of a multiply-add, about. */
const NANOSECONDS = 0.1;

/**
 * Depthwise convolution, and its gradients. Where a channel becomes several, it is repeated first, and its gradients are
 * summed last.
 */
export const depthwiseKernels: KernelTable = {
  DepthwiseConv2dNative: tfjsKernel(
    DEPTHWISE,
    takes<Named<'x' | 'filter'>, Attributes>({ x: FLOAT, filter: FLOAT }, ({ inputs, attrs, backend }) =>
      convolve(backend, inputs, attrs, NO_EPILOGUE),
    ),
  ),
  DepthwiseConv2dNativeBackpropFilter: tfjsKernel(
    DEPTHWISE_FILTER_GRADIENT,
    takes({ x: FLOAT, dy: FLOAT }, filterGradient),
  ),
  DepthwiseConv2dNativeBackpropInput: tfjsKernel(
    DEPTHWISE_INPUT_GRADIENT,
    takes({ dy: FLOAT, filter: FLOAT }, inputGradient),
  ),
  DilatedDepthwiseConv2dNativeBackpropFilter: operationKernel(DEPTHWISE_FILTER_GRADIENT, takes(FLOAT, filterGradient)),
  DilatedDepthwiseConv2dNativeBackpropInput: operationKernel(DEPTHWISE_INPUT_GRADIENT, takes(FLOAT, inputGradient)),
  FusedDepthwiseConv2D: tfjsKernel(
    DEPTHWISE,
    takes<Named<'x' | 'filter'> & FusedInputs, Attributes & FusedAttributes>(
      { x: FLOAT, filter: FLOAT, bias: FLOAT },
      (call) => {
        const { inputs, attrs, backend } = call;
        const [, , channels, times] = inputs.filter.shape as Shape4D;
        return withActivation(call, channels * times, (epilogue) => convolve(backend, inputs, attrs, epilogue));
      },
    ),
  ),
};

function convolve(
  backend: WasmBackend,
  { x, filter }: Named<'x' | 'filter'>,
  attrs: Attributes,
  epilogue: Epilogue,
): TensorInfo {
  const info = infoOf(x.shape, filter.shape, attrs);
  const cropped = cropOf(info);
  return compose(backend, (intermediate) => {
    if (cropped !== undefined) {
      const images = { x: intermediate(crop(backend, x, cropped)), filter };
      return intermediate(convolve(backend, images, { ...attrs, pad: cropped.pad }, epilogue));
    }
    const output = intermediate(backend.newTensor(info.outShape));
    convolveInto(backend, info, { x: repeated(backend, intermediate, x, info), filter, target: output }, epilogue);
    return output;
  });
}

/** Of images with as many channels as the result. */
function convolveInto(
  backend: WasmBackend,
  info: Info,
  { x, filter, target: output }: Named<'x' | 'filter' | 'target'>,
  { bias: added, rectify }: Epilogue,
): void {
  const { inHeight, inWidth, outHeight, outWidth, outChannels } = info;
  const [source, kernel, target] = backend.pointers(x, filter, output);
  const bias = backend.optionalPointer(added);
  backend.threads.over({ extent: info.batchSize, cost: costOf(info) }, (kernels, { from, length: images }) => {
    describeWindow(kernels, info);
    kernels.depthwise({
      x: offset(source, from * inHeight * inWidth * outChannels),
      kernel,
      target: offset(target, from * outHeight * outWidth * outChannels),
      bias,
      images,
      rectify,
    });
  });
}

function inputGradient({
  inputs: { dy, filter },
  attrs,
  backend,
}: KernelCall<Named<'dy' | 'filter'>, Attributes & { readonly inputShape: Shape4D }>): TensorInfo {
  const info = infoOf(attrs.inputShape, filter.shape, attrs);
  assertShape('DepthwiseConv2dNativeBackpropInput', 'dy', dy.shape, info.outShape, OUTPUT);
  const times = multiplier(info);
  const cropped = cropOf(info);
  return compose(backend, (intermediate) => {
    if (cropped !== undefined) {
      const left = { ...attrs, pad: cropped.pad, inputShape: cropped.shape };
      const gradient = intermediate(inputGradient({ inputs: { dy, filter }, attrs: left, backend }));
      return intermediate(uncrop(backend, gradient, cropped));
    }
    const gradient = intermediate(backend.newTensor([...attrs.inputShape.slice(0, 3), info.outChannels]));
    const images = { dy, filter, target: gradient };
    if (info.strideHeight === 1 && info.strideWidth === 1) convolveGradient(backend, intermediate, info, images);
    else scatterGradient(backend, info, images);
    if (times === 1) return gradient;
    const output = intermediate(backend.newTensor(attrs.inputShape));
    const [x, target] = backend.pointers(gradient, output);
    sum(backend, { x, target, outer: util.sizeFromShape(attrs.inputShape), axis: times, inner: 1 });
    return output;
  });
}

/** The gradient by the images at stride 1: a convolution of dy with the flipped kernel. */
function convolveGradient(
  backend: WasmBackend,
  intermediate: Intermediate,
  info: Info,
  { dy, filter, target }: Named<'dy' | 'filter' | 'target'>,
): void {
  const { outChannels, filterHeight, filterWidth } = info;
  const taps = filterHeight * filterWidth;
  const kernel = intermediate(backend.newTensor([taps * outChannels]));
  const [from, to] = backend.pointers(filter, kernel);
  copyStrided(backend, {
    source: offset(from, (taps - 1) * outChannels),
    target: to,
    extents: [taps, outChannels],
    from: [-outChannels, 1],
    to: [outChannels, 1],
  });
  // One channel for each of dy.
  const backwards = flipped({ ...info, inChannels: outChannels });
  convolveInto(backend, backwards, { x: dy, filter: kernel, target }, NO_EPILOGUE);
}

/** The gradient by the images at other strides. */
function scatterGradient(
  backend: WasmBackend,
  info: Info,
  { dy, filter, target: output }: Named<'dy' | 'filter' | 'target'>,
): void {
  const { inHeight, inWidth, outHeight, outWidth, outChannels } = info;
  const [gradient, kernel, target] = backend.pointers(dy, filter, output);
  backend.threads.over({ extent: info.batchSize, cost: costOf(info) }, (kernels, { from, length: images }) => {
    describeWindow(kernels, info);
    kernels.depthwiseInputGradient({
      dy: offset(gradient, from * outHeight * outWidth * outChannels),
      kernel,
      target: offset(target, from * inHeight * inWidth * outChannels),
      images,
    });
  });
}

function filterGradient({
  inputs: { x, dy },
  attrs,
  backend,
}: KernelCall<Named<'x' | 'dy'>, Attributes & { readonly filterShape: Shape4D }>): TensorInfo {
  const info = infoOf(x.shape, attrs.filterShape, attrs);
  assertShape('DepthwiseConv2dNativeBackpropFilter', 'dy', dy.shape, info.outShape, OUTPUT);
  const cropped = cropOf(info);
  return compose(backend, (intermediate) => {
    if (cropped !== undefined) {
      const inputs = { x: intermediate(crop(backend, x, cropped)), dy };
      return intermediate(filterGradient({ inputs, attrs: { ...attrs, pad: cropped.pad }, backend }));
    }
    const output = intermediate(backend.newTensor(attrs.filterShape));
    const [source, gradient, target] = backend.pointers(repeated(backend, intermediate, x, info), dy, output);
    const elements = util.sizeFromShape(attrs.filterShape);
    backend.kernels.fill({ target, count: elements, bits: 0 });
    // Channels are independent, so each sum has one order.
    backend.threads.over(
      { extent: info.outChannels, unit: LINE_FLOATS, cost: costOf(info), scratch: elements + 4 },
      (kernels, { from, length, scratch }) => {
        describeWindow(kernels, info);
        kernels.depthwiseFilterGradient({
          images: info.batchSize,
          x: source,
          dy: gradient,
          target,
          fromChannel: from,
          toChannel: from + length,
          scratch,
        });
      },
    );
    return output;
  });
}

/** How many channels of the result one channel becomes. */
function multiplier({ inChannels, outChannels }: Info): number {
  return inChannels === 0 ? 1 : outChannels / inChannels;
}

/** Images in which each channel is repeated as often as it becomes one of the result. */
function repeated(backend: WasmBackend, intermediate: Intermediate, x: TensorInfo, info: Info): TensorInfo {
  const times = multiplier(info);
  if (times === 1) return x;
  const output = intermediate(backend.newTensor([...x.shape.slice(0, 3), info.outChannels]));
  const [source, target] = backend.pointers(x, output);
  const extents = [util.sizeFromShape(x.shape), times];
  copyStrided(backend, { source, target, extents, from: [1, 0], to: [times, 1] });
  return output;
}

function infoOf(xShape: number[], filterShape: number[], attrs: Attributes): Info {
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

/** Of the whole on one thread, in nanoseconds, about. */
function costOf({ batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth }: Info): number {
  return batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth * NANOSECONDS;
}
