import { assertShape } from '@neurite/core';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { TileSize } from '../../generated/kernel-calls.js';
import {
  FLOAT,
  type KernelCall,
  type KernelFunction,
  type KernelTable,
  operationKernel,
  takes,
  tfjsKernel,
} from '../../kernel.js';
import type { Part, Range } from '../../threads.js';
import { compose } from '../compose.js';
import {
  type Epilogue,
  emptyProduct,
  type FusedAttributes,
  type FusedInputs,
  NO_EPILOGUE,
  withActivation,
} from '../products/epilogue.js';
import { crop, cropOf, uncrop } from './crop.js';
import { type Lattices, latticesOf, putTogether, takeApart } from './lattices.js';
import {
  BIASED_CONVOLUTION,
  CONVOLUTION,
  FILTER_GRADIENT,
  GROUPED_CONVOLUTION,
  GROUPED_FILTER_GRADIENT,
  GROUPED_INPUT_GRADIENT,
  INPUT_GRADIENT,
} from './signatures.js';
import { describeWindow, flipped } from './window.js';
import { convolveWinograd, filterGradientWinograd, inputGradientWinograd, suitsWinograd } from './winograd.js';

type Shape4D = [number, number, number, number];
export type ConvolutionAttributes = {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Dilations = ConvolutionAttributes['dilations'];
type Forward = { readonly x: TensorInfo; readonly filter: TensorInfo };
type Info = backend_util.Conv2DInfo & { readonly groups: number };

/** What to do about a gradient of another shape. */
export const OUTPUT = 'It is the shape that the convolution has for these sizes, strides and padding';
/** Of a multiply-add in a convolution, about. */
const NANOSECONDS = 0.08;

/** Convolution of images, channels last, and its gradients. */
export const convolutionKernels: KernelTable = {
  BiasedConv2D: operationKernel(BIASED_CONVOLUTION, takes(FLOAT, biased('linear'))),
  BiasedConv2DRelu: operationKernel(BIASED_CONVOLUTION, takes(FLOAT, biased('relu'))),
  Conv2D: tfjsKernel(
    CONVOLUTION,
    takes<Forward, ConvolutionAttributes>({ x: FLOAT, filter: FLOAT }, ({ inputs, attrs, backend }) =>
      convolve(backend, inputs, attrs, NO_EPILOGUE),
    ),
  ),
  // Like tfjs's own kernels they ignore dilation.
  Conv2DBackpropFilter: tfjsKernel(
    FILTER_GRADIENT,
    takes({ x: FLOAT, dy: FLOAT }, (call: FilterGradientCall) => filterGradient(call, 1)),
  ),
  Conv2DBackpropInput: tfjsKernel(
    INPUT_GRADIENT,
    takes({ dy: FLOAT, filter: FLOAT }, (call: InputGradientCall) => inputGradient(call, 1)),
  ),
  DilatedConv2DBackpropFilter: operationKernel(
    FILTER_GRADIENT,
    takes(FLOAT, (call: FilterGradientCall) => filterGradient(call, call.attrs.dilations)),
  ),
  DilatedConv2DBackpropInput: operationKernel(
    INPUT_GRADIENT,
    takes(FLOAT, (call: InputGradientCall) => inputGradient(call, call.attrs.dilations)),
  ),
  FusedConv2D: tfjsKernel(
    CONVOLUTION,
    takes<Forward & FusedInputs, ConvolutionAttributes & FusedAttributes>(
      { x: FLOAT, filter: FLOAT, bias: FLOAT },
      (call) => {
        const { inputs, attrs, backend } = call;
        return withActivation(call, inputs.filter.shape[3]!, (epilogue) => convolve(backend, inputs, attrs, epilogue));
      },
    ),
  ),
  GroupedConv2D: operationKernel(
    GROUPED_CONVOLUTION,
    takes<Forward, ConvolutionAttributes>(FLOAT, ({ inputs, attrs, backend }) =>
      convolve(backend, inputs, attrs, NO_EPILOGUE),
    ),
  ),
  GroupedConv2DBackpropFilter: operationKernel(
    GROUPED_FILTER_GRADIENT,
    takes(FLOAT, (call: FilterGradientCall) => filterGradient(call, call.attrs.dilations)),
  ),
  GroupedConv2DBackpropInput: operationKernel(
    GROUPED_INPUT_GRADIENT,
    takes(FLOAT, (call: InputGradientCall) => inputGradient(call, call.attrs.dilations)),
  ),
};

function biased(
  activation: string,
): KernelFunction<Readonly<Record<'x' | 'kernel' | 'bias', TensorInfo>>, ConvolutionAttributes> {
  return ({ inputs: { x, kernel: filter, bias }, attrs, backend }) =>
    withActivation({ inputs: { bias }, attrs: { activation }, backend }, filter.shape[3]!, (epilogue) =>
      convolve(backend, { x, filter }, attrs, epilogue),
    );
}

/** @returns undefined where channels come first, and where a window is larger than the image */
export function convolve(
  backend: WasmBackend,
  { x, filter }: Forward,
  attrs: ConvolutionAttributes,
  epilogue: Epilogue,
): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW') return undefined;
  const info = infoOf(x.shape, filter.shape, attrs);
  if (info.outHeight <= 0 || info.outWidth <= 0) return undefined;
  const cropped = cropOf(info);
  if (cropped !== undefined) {
    return compose(backend, (intermediate) => {
      const images = { x: intermediate(crop(backend, x, cropped)), filter };
      return intermediate(convolve(backend, images, { ...attrs, pad: cropped.pad }, epilogue)!); // of the same size
    });
  }
  if (info.inChannels === 0 || info.outChannels === 0) return emptyProduct(backend, info.outShape, epilogue);
  const lattices = latticesOf(info);
  if (lattices !== undefined) {
    return compose(backend, (intermediate) => {
      const images = { x: intermediate(takeApart(backend, x, lattices)), filter };
      const apart = intermediate(convolve(backend, images, { ...attrs, ...undilated(lattices) }, epilogue)!); // likewise
      return intermediate(putTogether(backend, apart, lattices));
    });
  }
  const output = backend.newTensor(info.outShape);
  const [source, kernel, target] = backend.pointers(x, filter, output);
  const bias = backend.optionalPointer(epilogue.bias);
  const { rectify } = epilogue;
  const images = { x: source, filter: kernel, target, bias };
  if (suitsWinograd(info) && convolveWinograd(backend, info, images, rectify)) return output;
  const { threads } = backend;
  const run = (pieces: readonly Piece[]): void => {
    let room = 0;
    const parts = pieces.map(({ piece, count, inRow, outRow }): Part => {
      room = Math.max(room, scratchOf(backend, piece, count));
      const from = offset(source, inRow * info.inWidth * info.inChannels);
      const to = offset(target, outRow * info.outWidth * info.outChannels);
      return (kernels, scratch) => {
        describeWindow(kernels, piece);
        kernels.convolve({ images: count, x: from, kernel, flipped: false, target: to, bias, rectify, scratch });
      };
    });
    threads.run(parts, room);
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

/** The attributes of a convolution of lattices. */
function undilated({ pad }: Lattices): { readonly dilations: 1; readonly pad: Lattices['pad'] } {
  return { dilations: 1, pad };
}

/** A part of a convolution: some images, or some rows of one. Rows count through all images. */
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

type FilterGradientCall = KernelCall<
  { readonly x: TensorInfo; readonly dy: TensorInfo },
  ConvolutionAttributes & { readonly filterShape: Shape4D }
>;

export function filterGradient(
  { inputs: { x, dy }, attrs, backend }: FilterGradientCall,
  dilations: Dilations,
): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW') return undefined;
  const info = infoOf(x.shape, attrs.filterShape, attrs, dilations);
  assertShape('Conv2DBackpropFilter', 'dy', dy.shape, info.outShape, OUTPUT);
  if (isEmpty(info)) return emptyProduct(backend, attrs.filterShape, NO_EPILOGUE);
  const cropped = cropOf(info);
  if (cropped !== undefined) {
    return compose(backend, (intermediate) => {
      const inputs = { x: intermediate(crop(backend, x, cropped)), dy };
      return intermediate(filterGradient({ inputs, attrs: { ...attrs, pad: cropped.pad }, backend }, dilations)!); // likewise
    });
  }
  const lattices = latticesOf(info);
  if (lattices !== undefined) {
    return compose(backend, (intermediate) => {
      const inputs = {
        x: intermediate(takeApart(backend, x, lattices)),
        dy: intermediate(takeApart(backend, dy, lattices)),
      };
      const apart = { ...attrs, ...undilated(lattices) };
      return intermediate(filterGradient({ inputs, attrs: apart, backend }, 1)!); // likewise
    });
  }
  const output = backend.newTensor(attrs.filterShape);
  const [source, gradient, target] = backend.pointers(x, dy, output);
  const addresses = { x: source, dy: gradient, target };
  if (suitsWinograd(info) && filterGradientWinograd(backend, info, addresses)) return output;
  const elements = (info.filterHeight * info.filterWidth * info.inChannels) / info.groups;
  const filters = info.outChannels;
  backend.kernels.fill({ target, count: elements * filters, bits: 0 });
  // Elements of the patch or filters are shared out, not images, so that sums have one order. Pieces that begin at
  // multiples of the tile have the same bits as the whole.
  const byElement = elements / TileSize.Rows >= filters / TileSize.Columns;
  const cost = costOf(info);
  const pieces = byElement
    ? backend.threads.cut(elements, { unit: TileSize.Rows, cost })
    : backend.threads.cut(filters, { unit: TileSize.Columns, cost });
  const parts = pieces.map(({ from, length }): Part => {
    const [fromElement, toElement] = byElement ? [from, from + length] : [0, elements];
    const [fromFilter, toFilter] = byElement ? [0, filters] : [from, from + length];
    return (kernels, scratch) => {
      describeWindow(kernels, info);
      kernels.addFilterGradient({
        images: info.batchSize,
        x: source,
        dy: gradient,
        target,
        scratch,
        fromElement,
        toElement,
        fromFilter,
        toFilter,
      });
    };
  });
  backend.threads.run(parts, scratchOf(backend, info, info.batchSize));
  return output;
}

type InputGradientCall = KernelCall<
  { readonly dy: TensorInfo; readonly filter: TensorInfo },
  ConvolutionAttributes & { readonly inputShape: Shape4D }
>;

export function inputGradient(
  { inputs: { dy, filter }, attrs, backend }: InputGradientCall,
  dilations: Dilations,
): TensorInfo | undefined {
  if (attrs.dataFormat === 'NCHW') return undefined;
  const info = infoOf(attrs.inputShape, filter.shape, attrs, dilations);
  assertShape('Conv2DBackpropInput', 'dy', dy.shape, info.outShape, OUTPUT);
  if (isEmpty(info)) return emptyProduct(backend, attrs.inputShape, NO_EPILOGUE);
  const cropped = cropOf(info);
  if (cropped !== undefined) {
    const left = { ...attrs, pad: cropped.pad, inputShape: cropped.shape };
    return compose(backend, (intermediate) => {
      const gradient = intermediate(inputGradient({ inputs: { dy, filter }, attrs: left, backend }, dilations)!); // likewise
      return intermediate(uncrop(backend, gradient, cropped));
    });
  }
  const lattices = latticesOf(info);
  if (lattices !== undefined) {
    return compose(backend, (intermediate) => {
      const inputs = { dy: intermediate(takeApart(backend, dy, lattices)), filter };
      const apart = { ...attrs, ...undilated(lattices), inputShape: lattices.inputShape };
      const gradient = intermediate(inputGradient({ inputs, attrs: apart, backend }, 1)!); // likewise
      return intermediate(putTogether(backend, gradient, lattices));
    });
  }
  const output = backend.newTensor(attrs.inputShape);
  const [gradient, kernel, target] = backend.pointers(dy, filter, output);
  if (suitsWinograd(info) && inputGradientWinograd(backend, info, { dy: gradient, filter: kernel, target })) {
    return output;
  }
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const imageOut = outHeight * outWidth * outChannels;
  const imageIn = inHeight * inWidth * inChannels;
  const back = flipped(info);
  if (suitsFlipped(backend, back, filter)) {
    const scratch = scratchOf(backend, back, batchSize);
    backend.threads.over({ extent: batchSize, cost: costOf(info), scratch }, (kernels, { from, length, scratch }) => {
      describeWindow(kernels, back);
      kernels.convolve({
        images: length,
        x: offset(gradient, from * imageOut),
        kernel,
        flipped: true,
        target: offset(target, from * imageIn),
        bias: 0,
        rectify: false,
        scratch,
      });
    });
    return output;
  }
  const scratchFloats = scratchOf(backend, info, batchSize);
  backend.threads.over(
    {
      extent: batchSize,
      // Patches overlap, and the order in which they are accumulated depends on which images are processed together.
      unit: backend.kernels.inputGradientUnit(),
      cost: costOf(info),
      scratch: scratchFloats,
    },
    (kernels, { from, length: images, scratch }) => {
      describeWindow(kernels, info);
      kernels.inputGradient({
        dy: offset(gradient, from * imageOut),
        kernel,
        target: offset(target, from * imageIn),
        images,
        scratch,
      });
    },
  );
  return output;
}

/**
 * Whether the gradient by the input is computed as a convolution of dy with the flipped kernel, whose sums stay in
 * registers. The zeros around dy must meet no weight that is not finite, and one or two channels are few for it.
 */
function suitsFlipped(
  backend: WasmBackend,
  { strideHeight, strideWidth, padInfo, outChannels, groups }: Info,
  filter: TensorInfo,
): boolean {
  const at = backend.pointer(filter);
  return (
    strideHeight * strideWidth === 1 &&
    Math.min(padInfo.top, padInfo.left) >= 0 &&
    outChannels / groups > 2 &&
    backend.kernels.areFinite({ at, end: offset(at, util.sizeFromShape(filter.shape)) }) === 1
  );
}

function infoOf(
  xShape: number[],
  filterShape: number[],
  attrs: ConvolutionAttributes,
  dilations: Dilations = attrs.dilations,
): Info {
  const { strides, pad, dimRoundingMode } = attrs;
  const [x, filter] = [xShape as Shape4D, filterShape as Shape4D];
  const info = backend_util.computeConv2DInfo(x, filter, strides, dilations ?? 1, pad, dimRoundingMode);
  return Object.assign(info, { groups: filter[2] === 0 ? 1 : x[3] / filter[2] }); // more than one where the signature allows it
}

/** Floats of scratch for so many images; sets the geometry on this thread. */
function scratchOf({ kernels }: WasmBackend, info: Info, images: number): number {
  describeWindow(kernels, info);
  return kernels.convolutionScratch({ images });
}

/** Of the whole on one thread, in nanoseconds, about. */
function costOf(info: Info): number {
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels, groups } = info;
  const products = batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth * (inChannels / groups);
  return products * NANOSECONDS;
}

function isEmpty(info: Info): boolean {
  return info.inChannels === 0 || info.outHeight <= 0 || info.outWidth <= 0 || info.outChannels === 0;
}
