import {
  ArgumentError,
  type Blueprint,
  checkInteger,
  defineLayer,
  glorotUniform,
  type Initializer,
  Module,
  Parameter,
  type RandomStream,
  resolveOptions,
  spec,
  type TensorSpec,
  zeros,
} from '@neurite/core';
import { type FusedActivation, fusedBiasActivation, fusedConv2d } from '@neurite/ops';
import { type Tensor1D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { Padding2d, Size2d } from '../image-options.js';
import { convolve } from '../internal/convolve.js';
import { assertDivides } from '../internal/last-axis.js';
import { elements, lastSize, specsOf } from '../internal/sizes.js';
import { assertImages, toWindow, type Window2d, windowOutput } from '../internal/spatial.js';
import type { FusedLayer } from '../wiring/fused-layer.js';

/** The options of `conv2d`. */
export type Conv2dOptions = {
  /** The steps of the kernel in pixels. Default 1. */
  readonly strides?: Size2d;
  /** What happens at the borders. Default `valid`. */
  readonly padding?: Padding2d;
  /** The distance in pixels between neighbors under the kernel. Default 1; above 1 only with strides of 1. */
  readonly dilation?: Size2d;
  /**
   * Splits channels and filters into this many groups, each filter seeing only its own: divides both. As many groups
   * as channels is a depthwise convolution. Default 1.
   */
  readonly groups?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [height, width, channels / groups, filters]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `conv2d` is made of. */
export type Conv2dModuleOptions = Conv2dOptions & {
  /** The number of channels of the images: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The height and width of the kernel in pixels; one number stands for both. */
  readonly kernelSize: Size2d;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `conv2d`. */
export class Conv2d extends Module<Tensor4D, Tensor4D> implements FusedLayer<Tensor4D, Tensor4D> {
  /** [height, width, channels / groups, filters] */
  readonly kernel: Parameter<Tensor4D>;
  /** [filters] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: Padding2d;
  readonly groups: number;
  readonly #window: Window2d;
  readonly #channels: number;

  /**
   * @throws ArgumentError as `conv2d` does
   * @throws ShapeError when the groups do not divide the channels
   */
  constructor({ channels, filters, kernelSize, random, ...options }: Conv2dModuleOptions) {
    super();
    const { window, groups, useBias, kernelInitializer, biasInitializer } = resolve(filters, kernelSize, options);
    checkInteger('conv2d', 'channels', channels, { min: 1 });
    assertDivides('conv2d', channels, { name: 'channels', parts: [groups, 'groups'] });
    const shape = [...window.size, channels / groups, filters];
    this.kernel = new Parameter(kernelInitializer(shape, random.child('kernel')) as Tensor4D); // of this shape
    this.bias = useBias ? new Parameter(biasInitializer([filters], random.child('bias')) as Tensor1D) : undefined; // of this shape
    this.strides = window.strides;
    this.dilation = window.dilation;
    this.padding = window.padding;
    this.groups = groups;
    this.#window = window;
    this.#channels = channels;
  }

  /**
   * @param x [batch, height, width, channels]
   * @returns a new tensor [batch, newHeight, newWidth, filters], owned by the caller
   * @throws ShapeError when these are no images, have other channels, or are smaller than the kernel
   */
  override forward(x: Tensor4D): Tensor4D {
    return this.forwardWith(x, 'linear') ?? convolve(x, this.kernel.value, this);
  }

  /** The forward pass with an activation in the same kernel; undefined without a bias. */
  forwardWith(x: Tensor4D, activation: FusedActivation): Tensor4D | undefined {
    assertImages(this.#window, x, this.#channels);
    if (this.bias === undefined) return undefined;
    const [kernel, bias] = [this.kernel.value, this.bias.value];
    const { strides, padding, dilation } = this;
    if (this.groups === 1) return fusedConv2d({ x, kernel, bias }, { strides, padding, dilation, activation });
    return tidy(() => fusedBiasActivation({ x: convolve(x, kernel, this), bias }, { activation }) as Tensor4D); // the shape of x
  }
}

/**
 * Slides kernels over images: `y[b, i, j, f] = Σ x[b, i·s + u·d, j·s + v·d, c] · kernel[u, v, c, f] + bias[f]`, with
 * stride s and dilation d. As everywhere in deep learning this is a correlation: the kernel is not flipped.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the height and width of the kernel in pixels; one number stands for both
 * @returns a blueprint that takes [height, width, channels] to [newHeight, newWidth, filters]; height and width may be
 * null
 * @throws ArgumentError when a size is not an integer of at least 1, the groups do not divide the filters, strides and
 * dilation are both above 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image, is smaller than the kernel, the number of channels
 * is null, or the groups do not divide it
 * @example
 * using model = build(conv2d(8, 3, { padding: 'same' }), { input: [28, 28, 1], seed: 7 });
 * const y = model.forward(ones([2, 28, 28, 1]), inference()); // [2, 28, 28, 8]
 * @see Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016
 */
export function conv2d(
  filters: number,
  kernelSize: Size2d,
  options: Conv2dOptions = {},
): Blueprint<Tensor4D, Tensor4D> {
  const { window, groups, useBias } = resolve(filters, kernelSize, options);
  const outputSpec = (input: Parameters<typeof windowOutput>[1]): TensorSpec => {
    const [height, width] = windowOutput(window, input, { channels: true });
    assertDivides('conv2d', input as TensorSpec, { name: 'channels', parts: [groups, 'groups'] }); // one image, as checked
    return spec([height, width, filters]);
  };
  return defineLayer('conv2d', [filters, kernelSize, options], {
    outputSpec,
    describe: (input) => {
      const kernel = [...window.size, lastSize(input) / groups, filters];
      const [height, width] = outputSpec(input).shape;
      return {
        parameters: specsOf({ kernel, bias: useBias ? [filters] : undefined }),
        multiplyAdds: elements([height!, width!]) * elements(kernel), // one for each weight at each pixel
      };
    },
    build: (input, { random }) => new Conv2d({ channels: lastSize(input), filters, kernelSize, random, ...options }),
  });
}

function resolve(filters: number, kernelSize: Size2d, options: Conv2dOptions) {
  const { strides, padding, dilation, groups, ...weights } = resolveOptions('conv2d', options, {
    strides: 1,
    padding: 'valid',
    dilation: 1,
    groups: 1,
    useBias: true,
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
  checkInteger('conv2d', 'filters', filters, { min: 1 });
  checkInteger('conv2d', 'groups', groups, { min: 1 });
  const window = toWindow('conv2d', 'kernelSize', { size: kernelSize, strides, padding, dilation });
  if (filters % groups !== 0) {
    throw new ArgumentError({
      where: 'conv2d',
      argument: 'groups',
      expected: `divide the ${filters} filters`,
      received: String(groups),
    });
  }
  if (Math.max(...window.strides) > 1 && Math.max(...window.dilation) > 1) {
    throw new ArgumentError({
      where: 'conv2d',
      argument: 'dilation',
      expected: 'be 1 where strides are above 1',
      received: `[${window.dilation.join(', ')}]`,
    });
  }
  return { window, groups, ...weights };
}
