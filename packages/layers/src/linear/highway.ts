import {
  type AnyRank,
  type BuildContext,
  checkChoice,
  checkInteger,
  constant,
  glorotUniform,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
  zeros,
} from '@neurite/core';
import { add, mul, sub, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertLastAxis } from '../internal/last-axis.js';
import { project } from '../internal/project.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `highway`. */
export type HighwayOptions = {
  /** After the transformation: `relu`, `tanh` or `linear`. Default `relu`. */
  readonly activation?: 'relu' | 'tanh' | 'linear';
  /** Draws the first kernels, [features, features] each. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias of the gate, [features]. Default `constant(-2)`: at first nearly everything is carried. */
  readonly gateBiasInitializer?: Initializer;
};

/** What the module of `highway` is made of. */
export type HighwayModuleOptions = HighwayOptions & {
  /** The size of the last axis: an integer of at least 1. */
  readonly features: number;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `highway`. */
export class Highway<T extends Tensor = Tensor> extends Tokenwise<T> {
  /** [features, features] */
  readonly kernel: Parameter<Tensor2D>;
  /** [features] */
  readonly bias: Parameter<Tensor1D>;
  /** [features, features] */
  readonly gateKernel: Parameter<Tensor2D>;
  /** [features] */
  readonly gateBias: Parameter<Tensor1D>;
  readonly activation: 'relu' | 'tanh' | 'linear';

  /** @throws ArgumentError when the number of features is not an integer of at least 1, or an option is wrong */
  constructor({ features, random, ...options }: HighwayModuleOptions) {
    super();
    const { activation, kernelInitializer, gateBiasInitializer } = resolve(options);
    checkInteger('highway', 'features', features, { min: 1 });
    const square = (name: string) =>
      new Parameter(kernelInitializer([features, features], random.child(name)) as Tensor2D); // of this shape
    const vector = (draw: Initializer, name: string) => new Parameter(draw([features], random.child(name)) as Tensor1D); // of this shape
    this.kernel = square('kernel');
    this.bias = vector(zeros(), 'bias');
    this.gateKernel = square('gateKernel');
    this.gateBias = vector(gateBiasInitializer, 'gateBias');
    this.activation = activation;
  }

  /**
   * @param x [batch, …, features]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has other features than the layer was built for
   */
  override forward(x: T): T {
    const kernel = this.kernel.value;
    assertLastAxis('highway', x, { size: kernel.shape[0], name: 'features' });
    return tidy(() => {
      const changed = project(x, { kernel, bias: this.bias.value }, this.activation);
      const gate = project(x, { kernel: this.gateKernel.value, bias: this.gateBias.value }, 'sigmoid');
      return add(x, mul(gate, sub(changed, x))) as T; // the shape of x
    });
  }
}

/**
 * A dense layer with a learned way past it: `y = g · h + (1 − g) · x` with `h = activation(x · kernel + bias)` and the gate
 * `g = sigmoid(x · gateKernel + gateBias)`.
 *
 * @returns a blueprint for inputs [features], [time, features], and so on
 * @throws ArgumentError when the activation or an option is unknown
 * @throws ShapeError from `outputSpec`, when the number of features is null
 * @example
 * using model = build(repeat(3, highway()), { input: [8], seed: 7 });
 * @see Srivastava, Greff and Schmidhuber, "Highway networks", 2015
 */
export function highway(options: HighwayOptions = {}): AnyRank {
  resolve(options);
  return alongLastAxis('highway', [options], {
    axis: 'features',
    describe: (input) => {
      const size = lastSize(input);
      return {
        parameters: specsOf({ kernel: [size, size], bias: [size], gateKernel: [size, size], gateBias: [size] }),
        multiplyAdds: 2 * elements(sizesOf(input)) * size,
      };
    },
    build: <T extends Tensor>(input: Spec, { random }: BuildContext) =>
      new Highway<T>({ features: lastSize(input), random, ...options }),
  });
}

function resolve(options: HighwayOptions) {
  const resolved = resolveOptions('highway', options, {
    activation: 'relu',
    kernelInitializer: glorotUniform(),
    gateBiasInitializer: constant(-2),
  });
  checkChoice('highway', 'activation', resolved.activation, ['relu', 'tanh', 'linear']);
  return resolved;
}
