import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { type KernelCall, type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { overRows } from '../../over-rows.js';
import type { Call, Range } from '../../threads.js';
import { type Epilogue, type FusedAttributes, type FusedInputs, withActivation } from '../products/epilogue.js';
import { describeCall, describe as describeWindow } from './window.js';
import { convolveWinograd, filterGradientWinograd, inputGradientWinograd, suitsWinograd } from './winograd.js';

type Attributes = {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Forward = { readonly x: TensorInfo; readonly filter: TensorInfo };
type Info = backend_util.Conv2DInfo;

/** Pieces of a filter that begin at multiples of the tile of assembly/products/pack.ts give the same bits as the whole. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;
/** Of a multiplication and an addition in a convolution, about. */
const NANOSECONDS = 0.08;

/** Convolution of float32 images, channels last, and its gradients. */
export const convolutionKernels: KernelTable = {
  Conv2D: ownKernel<Forward, Attributes>(({ inputs, attrs, backend }) =>
    convolve(backend, inputs, attrs, { bias: undefined, rectify: false }),
  ),
  FusedConv2D: ownKernel<Forward & FusedInputs, Attributes & FusedAttributes>((call) => {
    const { inputs, attrs, backend } = call;
    return withActivation(call, inputs.filter.shape[3]!, (epilogue) => convolve(backend, inputs, attrs, epilogue));
  }),
  BiasedConv2D: biased('linear'),
  BiasedConv2DRelu: biased('relu'),
  Conv2DBackpropFilter: ownKernel(filterGradient),
  Conv2DBackpropInput: ownKernel(inputGradient),
};

function biased(activation: string): OwnKernel {
  return ownKernel<Readonly<Record<'x' | 'kernel' | 'bias', TensorInfo>>, Attributes>(({ inputs, attrs, backend }) => {
    const { x, kernel: filter, bias } = inputs;
    return withActivation({ inputs: { bias }, attrs: { activation }, backend }, filter.shape[3]!, (epilogue) =>
      convolve(backend, { x, filter }, attrs, epilogue),
    );
  });
}

function convolve(
  backend: WasmBackend,
  { x, filter }: Forward,
  attrs: Attributes,
  { bias, rectify }: Epilogue,
): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW' || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const info = describe(x.shape, filter.shape, attrs);
  if (isEmpty(info)) return undefined;
  const output = backend.newTensor(info.outShape);
  const source = backend.pointer(x);
  const target = backend.pointer(output);
  const weights = backend.pointer(filter);
  const added = bias ? backend.pointer(bias) : 0;
  const images = { x: source, filter: weights, target, bias: added };
  if (suitsWinograd(info) && convolveWinograd(backend, info, images, rectify)) return output;
  const { threads } = backend;
  const run = (pieces: readonly Piece[]): void => {
    let room = 0;
    const parts = pieces.map(({ piece, count, inRow, outRow }): Call[] => {
      const description = describeCall(piece);
      room = Math.max(room, scratchOf(backend, description, count));
      const from = source + inRow * info.inWidth * info.inChannels * 4;
      const to = target + outRow * info.outWidth * info.outChannels * 4;
      const args = [count, from, weights, to, added, rectify ? 1 : 0, 0];
      return [description, { kernel: 'convolve', args, fromScratch: 1 << 6 }];
    });
    threads.run(parts, room * 4);
  };
  const { batchSize, inHeight, outHeight } = info;
  const cost = costOf(info);
  if (batchSize < threads.count && threads.pays(cost)) {
    // Few images: their rows are shared out.
    for (let image = 0; image < batchSize; image++) {
      run(threads.cut(outHeight, { cost: cost / batchSize }).map((rows) => bandOf(info, image, rows)));
    }
  } else {
    run(
      threads
        .cut(batchSize, { cost })
        .map(({ from, length }) => ({ piece: info, count: length, inRow: from * inHeight, outRow: from * outHeight })),
    );
  }
  return output;
}

/** A convolution that is a part of another: of some images, from rows on that are counted through all of them. */
type Piece = { readonly piece: Info; readonly count: number; readonly inRow: number; readonly outRow: number };

/** Some rows of the result of one image, of what lies under their windows. */
function bandOf(info: Info, image: number, { from, length }: Range): Piece {
  const { inHeight, outHeight, padInfo, strideHeight } = info;
  const first = from * strideHeight - padInfo.top;
  const inside = Math.min(Math.max(0, first), inHeight);
  const end = Math.min(first + (length - 1) * strideHeight + info.effectiveFilterHeight, inHeight);
  const rows = { inHeight: Math.max(0, end - inside), outHeight: length };
  const piece = { ...info, ...rows, padInfo: { ...padInfo, top: Math.max(0, inside - first) } };
  return { piece, count: 1, inRow: image * inHeight + inside, outRow: image * outHeight + from };
}

function filterGradient({
  inputs: { x, dy },
  attrs,
  backend,
}: KernelCall<
  { readonly x: TensorInfo; readonly dy: TensorInfo },
  Attributes & { readonly filterShape: [number, number, number, number] }
>): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW' || x.dtype !== 'float32' || dy.dtype !== 'float32') return undefined;
  // Like tfjs's own kernel, which knows no dilation.
  const info = describe(x.shape, attrs.filterShape, { ...attrs, dilations: 1 });
  if (isEmpty(info)) return undefined;
  const output = backend.newTensor(attrs.filterShape);
  const source = backend.pointer(x);
  const slope = backend.pointer(dy);
  const target = backend.pointer(output);
  if (suitsWinograd(info) && filterGradientWinograd(backend, info, { x: source, dy: slope, target })) return output;
  const places = info.filterHeight * info.filterWidth * info.inChannels;
  const filters = info.outChannels;
  backend.kernels.fill(target, places * filters, 0);
  // Not the images are shared out but the places of the filter, so that each number is one sum in one order.
  const byPlace = places / TILE_ROWS >= filters / TILE_COLUMNS;
  const cost = costOf(info);
  const pieces = byPlace
    ? backend.threads.cut(places, { unit: TILE_ROWS, cost })
    : backend.threads.cut(filters, { unit: TILE_COLUMNS, cost });
  const description = describeCall(info);
  const parts = pieces.map(({ from, length }): Call[] => {
    const piece = byPlace ? [from, from + length, 0, filters] : [0, places, from, from + length];
    const args = [info.batchSize, source, slope, target, 0, ...piece];
    return [description, { kernel: 'addFilterGradient', args, fromScratch: 1 << 4 }];
  });
  backend.threads.run(parts, scratchOf(backend, description, info.batchSize) * 4);
  return output;
}

function inputGradient({
  inputs: { dy, filter },
  attrs,
  backend,
}: KernelCall<
  { readonly dy: TensorInfo; readonly filter: TensorInfo },
  Attributes & { readonly inputShape: [number, number, number, number] }
>): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW' || dy.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const info = describe(attrs.inputShape, filter.shape, { ...attrs, dilations: 1 });
  if (isEmpty(info)) return undefined;
  const output = backend.newTensor(attrs.inputShape);
  const [slope, weights, target] = backend.pointers(dy, filter, output);
  const addresses = { dy: slope, filter: weights, target };
  if (suitsWinograd(info) && inputGradientWinograd(backend, info, addresses)) return output;
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const before = describeCall(info);
  const scratch = scratchOf(backend, before, batchSize);
  const tensors = [
    [dy, outHeight * outWidth * outChannels],
    [filter, 0],
    [output, inHeight * inWidth * inChannels],
  ] as const;
  overRows(backend, 'inputGradient', tensors, {
    extent: batchSize,
    // Patches overlap, and in which order they are added up depends on which images are worked on together.
    unit: backend.kernels.inputGradientUnit(),
    cost: costOf(info),
    before,
    sizes: (length) => [length],
    scratch,
  });
  return output;
}

function describe(xShape: number[], filterShape: number[], attrs: Attributes): Info {
  return backend_util.computeConv2DInfo(
    xShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

/** Floats of scratch for so many images; describes the convolution on this thread. */
function scratchOf(backend: WasmBackend, description: Call, images: number): number {
  describeWindow(backend, description);
  return backend.kernels.convolutionScratch(images);
}

/** Of the whole on one thread, in nanoseconds, about. */
function costOf(info: Info): number {
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
  return batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth * inChannels * NANOSECONDS;
}

function isEmpty(info: Info): boolean {
  return info.inChannels === 0 || info.outHeight <= 0 || info.outWidth <= 0 || info.outChannels === 0;
}
