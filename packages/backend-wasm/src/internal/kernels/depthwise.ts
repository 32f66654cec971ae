import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { copyStrided } from '../copy-strided.js';
import { type KernelTable, ownKernel } from '../kernel.js';
import type { Call } from '../threads.js';
import { disposeAll } from './convert.js';

type Attributes = {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Info = backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];

/**
 * Convolution of each channel for itself, and its gradients. Where a channel becomes several, it is repeated first, and
 * its gradients are summed last.
 */
export const depthwiseKernels: KernelTable = {
  DepthwiseConv2dNative: ownKernel<Record<'x' | 'filter', TensorInfo>, Attributes>(
    ({ inputs: { x, filter }, attrs, backend }) => {
      if (x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
      const info = describe(backend, x.shape, filter.shape, attrs);
      const repeated = repeat(backend, x, info);
      const output = backend.newTensor(info.outShape, 'float32');
      const [source, target] = [backend.pointer(repeated), backend.pointer(output)];
      overImages(backend, 'depthwise', info, [source, backend.pointer(filter), target]);
      disposeAll(backend, [repeated]);
      return output;
    },
  ),

  DepthwiseConv2dNativeBackpropInput: ownKernel<
    Record<'dy' | 'filter', TensorInfo>,
    Attributes & { readonly inputShape: Shape4D }
  >(({ inputs: { dy, filter }, attrs, backend }) => {
    if (dy.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
    const info = describe(backend, attrs.inputShape, filter.shape, attrs);
    const times = multiplier(info);
    const gradient = backend.newTensor([...attrs.inputShape.slice(0, 3), info.outChannels], 'float32');
    const at = backend.pointer(gradient);
    overImages(backend, 'depthwiseInputGradient', info, [backend.pointer(dy), backend.pointer(filter), at]);
    if (times === 1) return gradient;
    const output = backend.newTensor(attrs.inputShape, 'float32');
    backend.kernels.sum(at, backend.pointer(output), util.sizeFromShape(attrs.inputShape), times, 1, 1);
    disposeAll(backend, [gradient]);
    return output;
  }),

  DepthwiseConv2dNativeBackpropFilter: ownKernel<
    Record<'x' | 'dy', TensorInfo>,
    Attributes & { readonly filterShape: Shape4D }
  >(({ inputs: { x, dy }, attrs, backend }) => {
    if (x.dtype !== 'float32' || dy.dtype !== 'float32') return undefined;
    const info = describe(backend, x.shape, attrs.filterShape, attrs);
    const repeated = repeat(backend, x, info);
    const output = backend.newTensor(attrs.filterShape, 'float32');
    const [source, target] = [backend.pointer(repeated), backend.pointer(output)];
    backend.kernels.depthwiseFilterGradient(info.batchSize, source, backend.pointer(dy), target);
    disposeAll(backend, [repeated]);
    return output;
  }),
};

/** How many channels become of one. */
function multiplier({ inChannels, outChannels }: Info): number {
  return inChannels === 0 ? 1 : outChannels / inChannels;
}

function describe(backend: WasmBackend, xShape: number[], filterShape: number[], attrs: Attributes): Info {
  const info = backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
  const [height, width, ...others] = describeCall(info).args as Parameters<typeof backend.kernels.describeDepthwise>; // made of it
  backend.kernels.describeDepthwise(height, width, ...others);
  return info;
}

function describeCall(info: Info): Call {
  return {
    kernel: 'describeDepthwise',
    args: [
      ...[info.inHeight, info.inWidth, info.outChannels, info.filterHeight, info.filterWidth],
      ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth],
      ...[info.outHeight, info.outWidth, info.padInfo.top, info.padInfo.left],
    ],
  };
}

/** Of a multiplication and an addition, about. */
const NANOSECONDS = 0.3;

/** Runs a kernel from the images to their results or back, which are shared out. */
function overImages(
  { threads }: WasmBackend,
  kernel: 'depthwise' | 'depthwiseInputGradient',
  info: Info,
  [source, filter, target]: readonly [source: number, filter: number, target: number],
): void {
  const inside = info.inHeight * info.inWidth * info.outChannels * 4;
  const outside = info.outHeight * info.outWidth * info.outChannels * 4;
  const [read, written] = kernel === 'depthwise' ? [inside, outside] : [outside, inside];
  const cost = ((info.batchSize * outside) / 4) * info.filterHeight * info.filterWidth * NANOSECONDS;
  threads.run(
    threads
      .cut(info.batchSize, { cost })
      .map(({ from, length }) => [
        describeCall(info),
        { kernel, args: [length, source + from * read, filter, target + from * written] },
      ]),
  );
}

/** Images in which every channel comes as often as it gives channels; to be disposed of. */
function repeat(backend: WasmBackend, x: TensorInfo, info: Info): TensorInfo {
  const times = multiplier(info);
  if (times === 1) return backend.makeAlias(x, x.shape);
  const output = backend.newTensor([...x.shape.slice(0, 3), info.outChannels], 'float32');
  copyStrided(backend, {
    source: backend.pointer(x),
    target: backend.pointer(output),
    extents: [util.sizeFromShape(x.shape), times],
    from: [1, 0],
    to: [times, 1],
  });
  return output;
}
