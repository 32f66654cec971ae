import {
  ArgumentError,
  type Blueprint,
  checkInteger,
  defineLayer,
  glorotUniform,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
  spec,
  type TensorSpec,
  zeros,
} from '@neurite/core';
import type { FusedActivation } from '@neurite/ops';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { convolve } from './convolve.js';
import { assertDivides } from './last-axis.js';
import { elements, lastSize, specsOf } from './sizes.js';
import { toWindow, type Window, windowOutput } from './spatial.js';
import { Windowed } from './windowed.js';

/** The options of every convolution. */
export type WeightOptions = {
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** The defaults of `WeightOptions`. */
export function weightDefaults(): Required<WeightOptions> {
  return { useBias: true, kernelInitializer: glorotUniform(), biasInitializer: zeros() };
}

/** Options of a convolution with any number of spatial axes. */
export type ConvolutionOptions = WeightOptions & {
  readonly strides?: unknown;
  readonly padding?: unknown;
  readonly dilation?: unknown;
  readonly groups?: number;
};

/** What identifies a convolution: its function, its spatial axes, and its positional arguments. */
export type ConvolutionCall = {
  readonly where: string;
  readonly axes: readonly string[];
  readonly filters: number;
  readonly kernelSize: unknown;
};

/** What the convolutions of sequences, images and volumes have in common. */
export abstract class Convolution<T extends Tensor> extends Windowed<T> {
  /** […spatial, channels / groups, filters] */
  readonly kernel: Parameter<T>;
  /** [filters] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly groups: number;

  constructor(
    call: ConvolutionCall,
    { channels, random, ...options }: ConvolutionOptions & { readonly channels: number; readonly random: RandomStream },
  ) {
    const { where, filters } = call;
    const { window, groups, useBias, kernelInitializer, biasInitializer } = resolve(call, options);
    checkInteger(where, 'channels', channels, { min: 1 });
    assertDivides(where, channels, { name: 'channels', parts: [groups, 'groups'] });
    super(window, channels);
    const shape = [...window.size, channels / groups, filters];
    this.kernel = new Parameter(kernelInitializer(shape, random.child('kernel')) as T); // of the rank of the input
    this.bias = useBias ? new Parameter(biasInitializer([filters], random.child('bias')) as Tensor1D) : undefined; // of this shape
    this.groups = groups;
  }

  protected override slide(x: T, window: Window, activation: FusedActivation): T {
    const inputs = { x, kernel: this.kernel.value, bias: this.bias?.value };
    return convolve(inputs, { window, groups: this.groups, activation }) as T; // of the rank of x
  }
}

/** The blueprint of a convolution. */
export function convolution<T extends Tensor>(
  call: ConvolutionCall,
  options: ConvolutionOptions,
  build: (sizes: { readonly channels: number; readonly random: RandomStream }) => Convolution<T>,
): Blueprint<T, T> {
  const { where, filters } = call;
  const { window, groups, useBias } = resolve(call, options);
  const outputSpec = (input: Spec): TensorSpec => {
    const sizes = windowOutput(window, input, { channels: true });
    assertDivides(where, input as TensorSpec, { name: 'channels', parts: [groups, 'groups'] }); // one tensor, as checked
    return spec([...sizes.slice(0, -1), filters]);
  };
  return defineLayer(where, [filters, call.kernelSize, options], {
    outputSpec,
    describe: (input) => {
      const kernel = [...window.size, lastSize(input) / groups, filters];
      return {
        parameters: specsOf({ kernel, bias: useBias ? [filters] : undefined }),
        multiplyAdds: elements(outputSpec(input).shape.slice(0, -1)) * elements(kernel), // one for each weight at each position
      };
    },
    build: (input, { random }) => build({ channels: lastSize(input), random }),
  });
}

function resolve({ where, axes, filters, kernelSize }: ConvolutionCall, options: ConvolutionOptions) {
  const defaults = { strides: 1, padding: 'valid', dilation: 1, groups: 1, ...weightDefaults() };
  const { strides, padding, dilation, groups, ...weights } = resolveOptions(where, options, defaults);
  checkInteger(where, 'filters', filters, { min: 1 });
  const window = toWindow(where, [axes, 'kernelSize'], { size: kernelSize, strides, padding, dilation });
  checkGroups(where, groups, { filters });
  return { window, groups, ...weights };
}

/** @throws ArgumentError unless the groups divide the filters */
export function checkGroups(where: string, groups: number, { filters }: { readonly filters: number }): void {
  checkInteger(where, 'groups', groups, { min: 1 });
  if (filters % groups === 0) return;
  const expected = `divide the ${filters} filters`;
  throw new ArgumentError({ where, argument: 'groups', expected, received: String(groups) });
}
