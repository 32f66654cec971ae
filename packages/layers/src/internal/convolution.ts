import {
  ArgumentError,
  type Blueprint,
  type Context,
  checkInteger,
  defineLayer,
  glorotUniform,
  type Initializer,
  Module,
  memoryScope,
  Parameter,
  type RandomStream,
  type RunInput,
  type RunOutput,
  resolveOptions,
  type Spec,
  type State,
  type StateSize,
  spec,
  type TensorSpec,
  zeros,
} from '@neurite/core';
import type { FusedActivation } from '@neurite/ops';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { FusedLayer } from '../wiring/fused-layer.js';
import { convolve } from './convolve.js';
import { assertDivides } from './last-axis.js';
import { afterPast, firstSteps, seesOneStep, seesPast, stepsOf, traceWindow, unpadded } from './past-steps.js';
import { elements, lastSize, specsOf } from './sizes.js';
import { assertImages, toWindow, type Window, windowOutput } from './spatial.js';
import type { Growth, Traced, Walk } from './trace.js';

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
export abstract class Convolution<T extends Tensor> extends Module<T, T> implements FusedLayer<T, T>, Traced {
  /** […spatial, channels / groups, filters] */
  readonly kernel: Parameter<T>;
  /** [filters] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly groups: number;
  readonly #window: Window;
  readonly #channels: number;

  constructor(
    call: ConvolutionCall,
    { channels, random, ...options }: ConvolutionOptions & { readonly channels: number; readonly random: RandomStream },
  ) {
    super();
    const { where, filters } = call;
    const { window, groups, useBias, kernelInitializer, biasInitializer } = resolve(call, options);
    checkInteger(where, 'channels', channels, { min: 1 });
    assertDivides(where, channels, { name: 'channels', parts: [groups, 'groups'] });
    const shape = [...window.size, channels / groups, filters];
    this.kernel = new Parameter(kernelInitializer(shape, random.child('kernel')) as T); // of the rank of the input
    this.bias = useBias ? new Parameter(biasInitializer([filters], random.child('bias')) as Tensor1D) : undefined; // of this shape
    this.groups = groups;
    this.#window = window;
    this.#channels = channels;
  }

  get strides(): readonly number[] {
    return this.#window.strides;
  }

  get dilation(): readonly number[] {
    return this.#window.dilation;
  }

  get padding(): Window['padding'] {
    return this.#window.padding;
  }

  /**
   * @param x [batch, …spatial, channels]
   * @returns a new tensor [batch, …newSpatial, filters], owned by the caller
   * @throws ShapeError when `x` has other axes or channels, or is smaller than the kernel
   */
  override forward(x: T): T {
    return this.#convolve(x, 'linear');
  }

  /** Whether each step is seen alone, as by a kernel of one. */
  override get tokenwise(): boolean {
    return seesOneStep(this.#window);
  }

  /** Whether it also is where it is causal, with strides of 1: its state is what the kernel still reaches. */
  override get continuable(): boolean {
    return this.tokenwise || seesPast(this.#window);
  }

  /** See `Traced`. */
  trace(_input: Growth, walk: Walk): Growth {
    return traceWindow(this.#window, walk);
  }

  /** @returns for a causal one the steps that the first ones see, zeros, owned by the caller; else `{}` */
  override initialState(size: StateSize): State {
    return firstSteps(this.#window, this.#channels, size);
  }

  /**
   * @param input x: as in `forward`; mask: for a kernel of one alone; state: of `initialState` or an earlier `run`, then the steps
   * of x come after those before them
   * @throws ShapeError as `forward` does; ArgumentError for a mask where steps are mixed
   */
  override run({ x, mask, state }: RunInput<T>, context: Context): RunOutput<T> {
    const past = stepsOf(state);
    if (past === undefined || mask !== undefined) return super.run({ x, mask }, context);
    assertImages(this.#window, x, this.#channels);
    const window = unpadded(this.#window);
    return memoryScope(window.where, () => afterPast(x, past, (steps) => this.#convolve(steps, 'linear', window)));
  }

  /** The forward pass with an activation in the same kernel; undefined without a bias. */
  forwardWith(x: T, activation: FusedActivation): T | undefined {
    return this.bias && this.#convolve(x, activation);
  }

  #convolve(x: T, activation: FusedActivation, window: Window = this.#window): T {
    assertImages(window, x, this.#channels);
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
