import {
  add,
  backend_util,
  concat,
  engine,
  fill,
  type GradConfig,
  gather,
  matMul,
  max,
  mul,
  type NamedAttrMap,
  pow,
  reshape,
  square,
  type Tensor,
  tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { fusedGradient } from '../internal/fused-gradient.js';
import { withName } from '../internal/kernel-gradient.js';
import { sizeOf } from '../shape.js';

type Axis = {
  readonly size: number;
  readonly outputs: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
};
type DilationAttrs = {
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid';
  readonly dilations: [number, number];
};
type PoolAttrs = {
  readonly filterSize: number | [number, number, number];
  readonly strides: [number, number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type ResponseAttrs = {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
};

/** Stands for elements that are out of bounds: no element is smaller. */
const LOWEST = -3e38;

/**
 * Gradients of kernels whose backward kernels have no gradient, or are missing on a backend: one kernel for the first
 * derivative, and the composed operation for higher ones.
 */
export const windowGradients: readonly GradConfig[] = [
  withName(
    fusedGradient({
      inputs: ['x', 'filter'],
      kernels: ['Dilation2DBackpropInput', 'Dilation2DBackpropFilter'],
      compose: dilate,
      backward: ([dy], { x, filter }, _outputs, attrs) =>
        ['Input', 'Filter'].map((by) => () => run(`Dilation2DBackprop${by}`, { x, filter, dy: dy! }, attrs)),
    }),
    'Dilation2D',
  ),
  withName(
    fusedGradient({
      inputs: ['x'],
      outputs: [true],
      // tfjs's cpu kernel takes the height of the window for its width.
      mistaken: ({ filterSize }) => typeof filterSize !== 'number' && filterSize[1] !== filterSize[2],
      compose: poolLargest,
      backward: ([dy], { x }, [output], attrs) => [run('MaxPool3DGrad', { dy: dy!, input: x, output: output! }, attrs)],
    }),
    'MaxPool3D',
  ),
  withName(
    fusedGradient({
      inputs: ['x'],
      outputs: [true],
      compose: normalizeResponse,
      backward: ([dy], { x }, [y], attrs) => [run('LRNGrad', { x, y: y!, dy: dy! }, attrs)],
    }),
    'LRN',
  ),
];

function run(kernel: string, inputs: Record<string, Tensor>, attrs: object): Tensor {
  return engine().runKernel(kernel, inputs, attrs as NamedAttrMap); // those of the forward kernel
}

/** The largest sum of each window of an image and the filter. */
function dilate({ x, filter }: { readonly x: Tensor; readonly filter: Tensor }, attrs: DilationAttrs): Tensor {
  const info = backend_util.computeDilation2DInfo(
    x.shape as [number, number, number, number], // the op makes it rank 4
    filter.shape as [number, number, number], // it takes rank 3
    attrs.strides,
    attrs.pad,
    'NHWC',
    attrs.dilations,
  );
  const windows = windowsOf(x, [
    {
      size: info.inHeight,
      outputs: info.outHeight,
      window: info.filterHeight,
      stride: info.strideHeight,
      dilation: info.dilationHeight,
      before: info.padInfo.top,
    },
    {
      size: info.inWidth,
      outputs: info.outWidth,
      window: info.filterWidth,
      stride: info.strideWidth,
      dilation: info.dilationWidth,
      before: info.padInfo.left,
    },
  ]);
  const largest = max(add(windows, reshape(filter, [info.filterHeight * info.filterWidth, info.inChannels])), 2);
  return reshape(largest, info.outShape);
}

/** The largest element of each window of a volume. */
function poolLargest({ x }: { readonly x: Tensor }, attrs: PoolAttrs): Tensor {
  const info = backend_util.computePool3DInfo(
    x.shape as [number, number, number, number, number], // the op makes it rank 5
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
    'NDHWC',
  );
  const { padInfo } = info;
  const windows = windowsOf(x, [
    {
      size: info.inDepth,
      outputs: info.outDepth,
      window: info.filterDepth,
      stride: info.strideDepth,
      dilation: 1,
      before: padInfo.front,
    },
    {
      size: info.inHeight,
      outputs: info.outHeight,
      window: info.filterHeight,
      stride: info.strideHeight,
      dilation: 1,
      before: padInfo.top,
    },
    {
      size: info.inWidth,
      outputs: info.outWidth,
      window: info.filterWidth,
      stride: info.strideWidth,
      dilation: 1,
      before: padInfo.left,
    },
  ]);
  return reshape(max(windows, 2), info.outShape);
}

/** Each element divided by a power of the sum of squares of neighboring channels. */
function normalizeResponse({ x }: { readonly x: Tensor }, { depthRadius, bias, alpha, beta }: ResponseAttrs): Tensor {
  const channels = x.shape.at(-1)!;
  const band = Float32Array.from({ length: channels * channels }, (_, i) =>
    Math.abs(Math.floor(i / channels) - (i % channels)) <= depthRadius ? 1 : 0,
  );
  const squares = reshape(square(x), [sizeOf(x.shape.slice(0, -1)), channels]);
  const sums = reshape(matMul(squares as Tensor, tensor(band, [channels, channels])), x.shape);
  return mul(x, pow(add(mul(sums, alpha), bias), -beta));
}

/** The elements of each window as rows: [batch, ...spatial, channels] → [batch, windows, elements, channels]. */
function windowsOf(x: Tensor, axes: readonly Axis[]): Tensor {
  const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
  const outside = sizeOf(axes.map(({ size }) => size));
  const windows = axes.map(({ outputs }) => outputs);
  const elements = axes.map(({ window }) => window);
  const indices = Int32Array.from({ length: sizeOf(windows) * sizeOf(elements) }, (_, i) => {
    let [output, element, step, index] = [Math.floor(i / sizeOf(elements)), i % sizeOf(elements), 1, 0];
    for (const { size, outputs, window, stride, dilation, before } of axes.toReversed()) {
      const here = (output % outputs) * stride - before + (element % window) * dilation;
      // One more element stands for all that are out of bounds.
      if (here < 0 || here >= size) return outside;
      index += here * step;
      step *= size;
      output = Math.floor(output / outputs);
      element = Math.floor(element / window);
    }
    return index;
  });
  const row = reshape(x, [batch, outside, channels]);
  const bordered = concat([row, fill([batch, 1, channels], LOWEST)], 1);
  const taken = gather(bordered, tensor1d(indices, 'int32'), 1);
  return reshape(taken, [batch, sizeOf(windows), sizeOf(elements), channels]);
}
