import {
  ArgumentError,
  type Blueprint,
  checkInteger,
  checkSizes,
  defineLayer,
  Module,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Size,
  type Spec,
  spec,
  type TensorSpec,
} from '@neurite/core';
import { dilateFilter } from '@neurite/core/operation';
import {
  add,
  concat,
  conv2dTranspose,
  conv3dTranspose,
  reshape,
  split,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  type Tensor5D,
  tidy,
} from '@tensorflow/tfjs-core';
import { type ConvolutionCall, checkGroups, type WeightOptions, weightDefaults } from './convolution.js';
import { pair, triple } from './convolve.js';
import { assertDivides } from './last-axis.js';
import { padAxes } from './pad-axes.js';
import { elements, lastSize, sizesOf, specsOf } from './sizes.js';
import { assertSpatial, type Ends, spatialInput, toWindow, type Window } from './spatial.js';

/** Options of a transposed convolution with any number of spatial axes. */
export type TransposedOptions = WeightOptions & {
  readonly strides?: unknown;
  readonly padding?: unknown;
  readonly outputPadding?: unknown;
  readonly dilation?: unknown;
  readonly groups?: number;
};

type Geometry = { readonly window: Window; readonly outputPadding: readonly number[] };

/** What the transposed convolutions of sequences, images and volumes have in common. */
export abstract class TransposedConvolution<T extends Tensor> extends Module<T, T> {
  /** […spatial, filters / groups, channels] */
  readonly kernel: Parameter<T>;
  /** [filters] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly groups: number;
  readonly #geometry: Geometry;

  constructor(
    call: ConvolutionCall,
    { channels, random, ...options }: TransposedOptions & { readonly channels: number; readonly random: RandomStream },
  ) {
    super();
    const { where, filters } = call;
    const { geometry, groups, useBias, kernelInitializer, biasInitializer } = resolve(call, options);
    checkInteger(where, 'channels', channels, { min: 1 });
    assertDivides(where, channels, { name: 'channels', parts: [groups, 'groups'] });
    const shape = [...geometry.window.size, filters / groups, channels];
    this.kernel = new Parameter(kernelInitializer(shape, random.child('kernel')) as T); // of the rank of the input
    this.bias = useBias ? new Parameter(biasInitializer([filters], random.child('bias')) as Tensor1D) : undefined; // of this shape
    this.groups = groups;
    this.#geometry = geometry;
  }

  /**
   * @param x [batch, …spatial, channels]
   * @returns a new tensor [batch, …newSpatial, filters], owned by the caller
   * @throws ShapeError when `x` has other axes or channels
   */
  override forward(x: T): T {
    const { window } = this.#geometry;
    const kernel = this.kernel.value;
    assertSpatial(window.where, x, { axes: window.axes, channels: kernel.shape.at(-1)! });
    return tidy(() => {
      const filter = dilateFilter(kernel, window.dilation);
      const kernels = this.groups === 1 ? [filter] : split(filter, this.groups, -1);
      const parts = this.groups === 1 ? [x] : split<Tensor>(x, this.groups, -1);
      const spread = parts.map((part, i) => transposed(part, kernels[i]!, window));
      const whole = this.groups === 1 ? spread[0]! : concat(spread, -1);
      const y = padAxes(whole, endsOf(this.#geometry));
      return (this.bias === undefined ? y : add(y, this.bias.value)) as T; // of the rank of x
    });
  }
}

/** The blueprint of a transposed convolution. */
export function transposedConvolution<T extends Tensor>(
  call: ConvolutionCall,
  options: TransposedOptions,
  build: (sizes: { readonly channels: number; readonly random: RandomStream }) => TransposedConvolution<T>,
): Blueprint<T, T> {
  const { where, axes, filters, kernelSize } = call;
  const { geometry, groups, useBias } = resolve(call, options);
  const outputSpec = (input: Spec): TensorSpec => {
    const given = spatialInput(where, input, { axes, channels: true });
    assertDivides(where, given as TensorSpec, { name: 'channels', parts: [groups, 'groups'] }); // one tensor, as checked
    return spec([...outputSizes(geometry, sizesOf(given).slice(0, -1)), filters]);
  };
  return defineLayer(where, [filters, kernelSize, options], {
    outputSpec,
    describe: (input) => {
      const kernel = [...geometry.window.size, filters / groups, lastSize(input)];
      return {
        parameters: specsOf({ kernel, bias: useBias ? [filters] : undefined }),
        multiplyAdds: elements(sizesOf(input).slice(0, -1)) * elements(kernel), // one for each weight at each position
      };
    },
    build: (input, { random }) => build({ channels: lastSize(input), random }),
  });
}

function resolve({ where, axes, filters, kernelSize }: ConvolutionCall, options: TransposedOptions) {
  const defaults = { strides: 1, padding: 'valid', outputPadding: 0, dilation: 1, groups: 1, ...weightDefaults() };
  const resolved = resolveOptions(where, options, defaults);
  const { strides, padding, outputPadding: added, dilation, groups, ...weights } = resolved;
  checkInteger(where, 'filters', filters, { min: 1 });
  const window = toWindow(where, [axes, 'kernelSize'], { size: kernelSize, strides, padding, dilation });
  checkGroups(where, groups, { filters });
  const outputPadding: readonly number[] = checkSizes(where, 'outputPadding', added, axes, { min: 0 });
  if (outputPadding.some((more, i) => more >= Math.max(window.strides[i]!, window.dilation[i]!) && more > 0)) {
    const expected = 'be smaller than the stride or the dilation';
    throw new ArgumentError({ where, argument: 'outputPadding', expected, received: String(added) });
  }
  return { geometry: { window, outputPadding }, groups, ...weights };
}

/** How much is put around, or cut off, the sum of all shifted kernels. */
function endsOf({ window, outputPadding }: Geometry): Ends[] {
  const { padding, strides } = window;
  return window.reach.map((reach, i) => {
    const surplus = padding === 'same' ? reach - strides[i]! : 0;
    const before = padding === 'same' ? Math.max(0, Math.floor(surplus / 2)) : 0;
    const cut: Ends = typeof padding === 'string' ? [before, surplus - before] : padding[i]!;
    return [0 - cut[0], outputPadding[i]! - cut[1]];
  });
}

function outputSizes(geometry: Geometry, sizes: readonly Size[]): Size[] {
  const { window } = geometry;
  const [reach, ends] = [window.reach, endsOf(geometry)];
  return sizes.map((size, i) =>
    size === null ? null : (size - 1) * window.strides[i]! + reach[i]! + ends[i]![0] + ends[i]![1],
  );
}

/** The sum of kernels, each shifted by the stride and weighted with an element of `x`. */
function transposed(x: Tensor, kernel: Tensor, window: Window): Tensor {
  if (window.image !== undefined) {
    const [batch, time, channels] = x.shape as [number, number, number]; // a sequence
    const image = reshape(x, [batch, 1, time, channels]);
    const y = transposed(image, reshape(kernel, [1, ...kernel.shape]), window.image);
    return reshape(y, [batch, y.shape[2]!, y.shape[3]!]);
  }
  const { strides } = window;
  const [batch, ...rest] = x.shape as [number, ...number[]]; // at least two axes
  const sizes = rest.slice(0, -1).map((size, i) => (size - 1) * strides[i]! + kernel.shape[i]!);
  const shape = [batch, ...sizes, kernel.shape.at(-2)!];
  return kernel.rank === 4
    ? conv2dTranspose(x as Tensor4D, kernel as Tensor4D, shape as Tensor4D['shape'], pair(strides), 'valid') // images
    : conv3dTranspose(x as Tensor5D, kernel as Tensor5D, shape as Tensor5D['shape'], triple(strides), 'valid'); // volumes
}
