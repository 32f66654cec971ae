import {
  assertInputShape,
  assertShape,
  type Blueprint,
  glorotUniform,
  type Initializer,
  Module,
  Parameter,
  type RandomStream,
  zeros,
} from '@neurite/core';
import { type FusedActivation, fusedDense } from '@neurite/ops';
import { matMul, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { assertPositiveWhole } from './internal/arguments.js';
import { fuses } from './internal/fusion.js';

/** The options of `dense`. */
export type DenseOptions = {
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, of shape [features, units]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, of shape [units]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `dense` is made of. */
export type DenseModuleOptions = DenseOptions & {
  /** How many numbers each sample has: a whole number of at least 1. */
  readonly features: number;
  /** How many numbers come out: a whole number of at least 1. */
  readonly units: number;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `dense`. */
export class Dense extends Module<Tensor2D, Tensor2D> {
  /** Shape [features, units]. */
  readonly kernel: Parameter<Tensor2D>;
  /** Shape [units]. */
  readonly bias: Parameter<Tensor1D> | undefined;

  /** @throws ArgumentError when `features` or `units` is not a whole number of at least 1 */
  constructor({
    features,
    units,
    random,
    useBias = true,
    kernelInitializer = glorotUniform(),
    biasInitializer = zeros(),
  }: DenseModuleOptions) {
    super();
    assertPositiveWhole('dense', 'features', features);
    assertPositiveWhole('dense', 'units', units);
    this.kernel = new Parameter(kernelInitializer([features, units], random.child('kernel')) as Tensor2D); // of this shape
    this.bias = useBias ? new Parameter(biasInitializer([units], random.child('bias')) as Tensor1D) : undefined; // of this shape
    fuses(this, Dense, (x, activation) => this.#forwardWith(x as Tensor2D, activation));
  }

  /**
   * @param x shape [batch, features]
   * @returns a new tensor of shape [batch, units], owned by the caller
   * @throws ShapeError when `x` has another rank, or other features than the layer was built for
   */
  override forward(x: Tensor2D): Tensor2D {
    return this.#forwardWith(x, 'linear') ?? matMul(x, this.kernel.value);
  }

  #forwardWith(x: Tensor2D, activation: FusedActivation): Tensor2D | undefined {
    const kernel = this.kernel.value;
    const advice = 'The last axis must equal the features it was built for';
    assertShape('dense', 'x', x.shape, [-1, kernel.shape[0]], advice);
    return this.bias && fusedDense({ x, kernel, bias: this.bias.value }, { activation });
  }
}

/**
 * Every unit sees every number of the sample: `y = x · kernel + bias`. One unit is a `Neuron` without its activation.
 *
 * The input has rank 2, [batch, features]; put `flatten()` before it for images, which is never done in silence.
 *
 * @param units how many numbers come out: a whole number of at least 1
 * @returns a blueprint that takes [features] to [units]
 * @throws ArgumentError when `units` is not a whole number of at least 1
 * @throws ShapeError from `outputShape`, when the input shape is not [features]
 * @example
 * using model = build(dense(10), { inputShape: [4], seed: 7 });
 * const y = model.forward(ones([32, 4]), inference()); // shape [32, 10]
 */
export function dense(units: number, options: DenseOptions = {}): Blueprint<Tensor2D, Tensor2D> {
  assertPositiveWhole('dense', 'units', units);
  return {
    name: 'dense',
    outputShape: (inputShape) => {
      assertInputShape('dense', inputShape, ['features']);
      return [units];
    },
    build: ([features], random) => new Dense({ features: features!, units, random, ...options }), // checked by outputShape
  };
}
