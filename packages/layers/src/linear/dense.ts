import {
  type AnyRank,
  type BuildContext,
  checkInteger,
  defineAnyRank,
  glorotUniform,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
  spec,
  tensorInput,
  zeros,
} from '@neurite/core';
import type { FusedActivation } from '@neurite/ops';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { assertLastAxis } from '../internal/last-axis.js';
import { project } from '../internal/project.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { FusedLayer } from '../wiring/fused-layer.js';

/** The options of `dense`. */
export type DenseOptions = {
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [features, units]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [units]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `dense` is made of. */
export type DenseModuleOptions = DenseOptions & {
  /** The size of the last axis of the input: an integer of at least 1. */
  readonly features: number;
  /** The size of the last axis of the output: an integer of at least 1. */
  readonly units: number;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `dense`. */
export class Dense<T extends Tensor = Tensor2D> extends Tokenwise<T> implements FusedLayer<T, T> {
  /** [features, units] */
  readonly kernel: Parameter<Tensor2D>;
  /** [units] */
  readonly bias: Parameter<Tensor1D> | undefined;

  /** @throws ArgumentError when `features` or `units` is not an integer of at least 1, or an option is unknown */
  constructor({ features, units, random, ...options }: DenseModuleOptions) {
    super();
    checkInteger('dense', 'features', features, { min: 1 });
    checkInteger('dense', 'units', units, { min: 1 });
    const { useBias, kernelInitializer, biasInitializer } = resolve(options);
    this.kernel = new Parameter(kernelInitializer([features, units], random.child('kernel')) as Tensor2D); // of this shape
    this.bias = useBias ? new Parameter(biasInitializer([units], random.child('bias')) as Tensor1D) : undefined; // of this shape
  }

  /**
   * @param x [batch, …, features]
   * @returns a new tensor [batch, …, units], owned by the caller
   * @throws ShapeError when `x` has no axis besides the batch, or other features than the layer was built for
   */
  override forward(x: T): T {
    return this.#project(x, 'linear');
  }

  /** The forward pass with an activation in the same kernel; undefined without a bias. */
  forwardWith(x: T, activation: FusedActivation): T | undefined {
    return this.bias && this.#project(x, activation);
  }

  #project(x: T, activation: FusedActivation): T {
    const kernel = this.kernel.value;
    assertLastAxis('dense', x, { size: kernel.shape[0], name: 'features' });
    return project(x, { kernel, bias: this.bias?.value }, activation);
  }
}

/**
 * Every unit sees every feature: `y = x · kernel + bias`. One unit is a `Neuron` without its activation.
 *
 * It acts on the last axis, as in PyTorch and Keras: each step of a sequence and each pixel alone. Put `flatten()` before
 * it where a unit must see a whole image.
 *
 * @param units the size of the last axis of the output: an integer of at least 1
 * @returns a blueprint that takes [features] to [units], [time, features] to [time, units], and so on
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input has no axis besides the batch, or the number of features is null
 * @example
 * using model = build(dense(10), { input: [4], seed: 7 });
 * const y = model.forward(ones([32, 4]), inference()); // [32, 10]
 */
export function dense(units: number, options: DenseOptions = {}): AnyRank {
  checkInteger('dense', 'units', units, { min: 1 });
  const { useBias } = resolve(options);
  return defineAnyRank('dense', [units, options], {
    outputSpec: (input) => {
      const { shape } = tensorInput('dense', input, { axes: ['…', 'features'], known: ['features'] });
      return spec([...shape.slice(0, -1), units]);
    },
    describe: (input) => ({
      parameters: specsOf({ kernel: [lastSize(input), units], bias: useBias ? [units] : undefined }),
      multiplyAdds: elements(sizesOf(input)) * units,
    }),
    build: <T extends Tensor>(input: Spec, { random }: BuildContext) =>
      new Dense<T>({ features: lastSize(input), units, random, ...options }),
  });
}

function resolve(options: DenseOptions) {
  return resolveOptions('dense', options, {
    useBias: true,
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
}
