import {
  backend_util,
  cast,
  div,
  engine,
  type GradConfig,
  gather,
  type NamedAttrMap,
  ones,
  reshape,
  type Tensor,
  type Tensor1D,
  tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { kernelGradient, zerosOf } from '../internal/kernel-gradient.js';

type Run = (kernel: string, inputs: Record<string, Tensor>, attrs: NamedAttrMap) => Tensor;
type Padding = 'valid' | 'same' | number;
type PoolAttrs = {
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Pool3dAttrs = Omit<PoolAttrs, 'filterSize' | 'strides'> & {
  readonly filterSize: [number, number, number];
  readonly strides: [number, number, number];
};

const run: Run = (kernel, inputs, attrs) => engine().runKernel(kernel, inputs, attrs);

/** Gradients of pooling, except max pooling of volumes. */
export const poolingGradients: readonly GradConfig[] = [
  average('AvgPool', 'AvgPoolGrad', spreadWindows2d),
  average('AvgPool3D', 'AvgPool3DGrad', spreadWindows3d),
  {
    kernelName: 'MaxPool',
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [input, output] = saved as [Tensor, Tensor]; // as named above
      return { x: () => run('MaxPoolGrad', { dy: dy as Tensor, input, output }, attrs) }; // one output
    },
  },
  // Linear in dy too: each window passes on what its largest element got.
  kernelGradient('MaxPoolGrad', ['input', 'output'], (ddx, { input, output }, attrs: NamedAttrMap) => ({
    dy: () => {
      const indexed = { ...attrs, includeBatchInIndex: true };
      const [, found] = engine().runKernel('MaxPoolWithArgmax', { x: input }, indexed) as unknown as [Tensor, Tensor]; // two outputs
      // webgl returns indices as float32.
      const indices = cast(reshape(found, [-1]), 'int32') as Tensor1D; // one axis
      return reshape(gather(reshape(ddx, [-1]), indices), output.shape);
    },
    input: () => zerosOf(input),
    output: () => zerosOf(output),
  })),
  ...(['AvgPool', 'AvgPool3D'] as const).map((forward) =>
    // Linear in dy; only the shape of the input counts.
    kernelGradient(`${forward}Grad`, ['input'], (ddx, { input }, attrs: NamedAttrMap) => ({
      dy: () => run(forward, { x: ddx }, attrs),
      input: () => zerosOf(input),
    })),
  ),
];

/**
 * One kernel where no window crosses the border. At a border tfjs's kernel divides by the size of the window, but the
 * forward pass divides by the part of it that is in bounds; there `spread` divides as the forward pass does.
 */
function average(
  forward: string,
  backward: string,
  spread: (dy: Tensor, x: Tensor, attrs: NamedAttrMap) => Tensor | undefined,
): GradConfig {
  return kernelGradient(forward, ['x'], (dy, { x }, attrs: NamedAttrMap) => ({
    x: () => spread(dy, x, attrs) ?? run(backward, { dy, input: x }, attrs),
  }));
}

/** How many elements of each window along one axis are in bounds: none where it lies in the padding. */
function insideCounts(outputs: number, stride: number, size: number, before: number, length: number): number[] {
  return Array.from({ length: outputs }, (_, i) => {
    const begin = i * stride - before;
    return Math.max(0, Math.min(begin + size, length) - Math.max(begin, 0));
  });
}

/** What each element gets from all windows over it: the gradient by the input of a convolution with ones. */
function spreadWindows2d(dy: Tensor, x: Tensor, attrs: NamedAttrMap): Tensor | undefined {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttrs; // attributes of this kernel
  const shape = x.shape as [number, number, number, number]; // the op makes it rank 4
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const rows = insideCounts(info.outHeight, info.strideHeight, info.filterHeight, info.padInfo.top, info.inHeight);
  const columns = insideCounts(info.outWidth, info.strideWidth, info.filterWidth, info.padInfo.left, info.inWidth);
  if (rows.every((n) => n === info.filterHeight) && columns.every((n) => n === info.filterWidth)) return undefined;
  const counts = tensor(
    rows.flatMap((row) => columns.map((column) => Math.max(1, row * column))),
    [info.outHeight, info.outWidth, 1],
  );
  const filter = ones([info.filterHeight, info.filterWidth, info.inChannels, 1]);
  const inputShape = [...shape];
  const geometry = { strides, pad, dimRoundingMode, dilations: [1, 1], dataFormat: 'NHWC', inputShape };
  const convolution = geometry as unknown as NamedAttrMap; // an absent rounding mode stays absent
  return run('DepthwiseConv2dNativeBackpropInput', { dy: div(dy, counts), filter }, convolution);
}

/** The same for three axes, with each channel as a sample. */
function spreadWindows3d(dy: Tensor, x: Tensor, attrs: NamedAttrMap): Tensor | undefined {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Pool3dAttrs; // attributes of this kernel
  const shape = x.shape as [number, number, number, number, number]; // the op makes it rank 5
  const info = backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode, 'NDHWC');
  const { filterDepth, filterHeight, filterWidth, padInfo, outDepth, outHeight, outWidth } = info;
  const slices = insideCounts(outDepth, info.strideDepth, filterDepth, padInfo.front, info.inDepth);
  const rows = insideCounts(outHeight, info.strideHeight, filterHeight, padInfo.top, info.inHeight);
  const columns = insideCounts(outWidth, info.strideWidth, filterWidth, padInfo.left, info.inWidth);
  const products = slices.flatMap((a) => rows.flatMap((b) => columns.map((c) => Math.max(1, a * b * c))));
  if (products.every((n) => n === filterDepth * filterHeight * filterWidth)) return undefined;
  const [batch, depth, height, width, channels] = shape;
  const shares = transpose(div(dy, tensor(products, [outDepth, outHeight, outWidth, 1])), [0, 4, 1, 2, 3]);
  const gradient = run(
    'Conv3DBackpropInputV2',
    {
      dy: reshape(shares, [batch * channels, outDepth, outHeight, outWidth, 1]),
      filter: ones([filterDepth, filterHeight, filterWidth, 1, 1]),
    },
    { strides, pad, inputShape: [batch * channels, depth, height, width, 1] } as unknown as NamedAttrMap, // numbers and a string
  );
  return transpose(reshape(gradient, [batch, channels, depth, height, width]), [0, 2, 3, 4, 1]);
}
