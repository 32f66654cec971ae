import {
  type AnyRank,
  type BuildContext,
  checkInteger,
  defineAnyRank,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
  spec,
  tensorInput,
} from '@neurite/core';
import { max, reshape, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { weightDefaults } from '../internal/convolution.js';
import { assertLastAxis } from '../internal/last-axis.js';
import { project } from '../internal/project.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `maxout`. */
export type MaxoutOptions = {
  /** The number of linear pieces of each unit: an integer of at least 1. Default 2. */
  readonly pieces?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [features, units · pieces]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [units · pieces]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `maxout` is made of. */
export type MaxoutModuleOptions = MaxoutOptions & {
  /** The size of the last axis of the input: an integer of at least 1. */
  readonly features: number;
  /** The size of the last axis of the output: an integer of at least 1. */
  readonly units: number;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `maxout`. */
export class Maxout<T extends Tensor = Tensor> extends Tokenwise<T> {
  /** [features, units · pieces]: the pieces of a unit side by side. */
  readonly kernel: Parameter<Tensor2D>;
  /** [units · pieces] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly units: number;
  readonly pieces: number;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown */
  constructor({ features, units, random, ...options }: MaxoutModuleOptions) {
    super();
    const { pieces, useBias, kernelInitializer, biasInitializer } = resolve(units, options);
    checkInteger('maxout', 'features', features, { min: 1 });
    const columns = units * pieces;
    this.kernel = new Parameter(kernelInitializer([features, columns], random.child('kernel')) as Tensor2D); // of this shape
    this.bias = useBias ? new Parameter(biasInitializer([columns], random.child('bias')) as Tensor1D) : undefined; // of this shape
    this.units = units;
    this.pieces = pieces;
  }

  /**
   * @param x [batch, …, features]
   * @returns a new tensor [batch, …, units], owned by the caller
   * @throws ShapeError when `x` has other features than the layer was built for
   */
  override forward(x: T): T {
    const kernel = this.kernel.value;
    assertLastAxis('maxout', x, { size: kernel.shape[0], name: 'features' });
    return tidy(() => {
      const y = project<Tensor>(x, { kernel, bias: this.bias?.value });
      return max(reshape(y, [...x.shape.slice(0, -1), this.units, this.pieces]), -1) as Tensor as T; // of the rank of x
    });
  }
}

/**
 * Each unit is the largest of several linear functions, so that it learns its activation: `y = maxₚ (x · kernelₚ + biasₚ)`.
 *
 * @param units the size of the last axis of the output: an integer of at least 1
 * @returns a blueprint that takes [features] to [units], [time, features] to [time, units], and so on
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the number of features is null
 * @example
 * using model = build(maxout(8, { pieces: 3 }), { input: [4], seed: 7 });
 * const y = model.forward(ones([2, 4]), inference()); // [2, 8]
 * @see Goodfellow et al., "Maxout networks", 2013
 */
export function maxout(units: number, options: MaxoutOptions = {}): AnyRank {
  const { pieces, useBias } = resolve(units, options);
  return defineAnyRank('maxout', [units, options], {
    outputSpec: (input) => {
      const { shape } = tensorInput('maxout', input, { axes: ['…', 'features'], known: ['features'] });
      return spec([...shape.slice(0, -1), units]);
    },
    describe: (input) => ({
      parameters: specsOf({
        kernel: [lastSize(input), units * pieces],
        bias: useBias ? [units * pieces] : undefined,
      }),
      multiplyAdds: elements(sizesOf(input)) * units * pieces,
    }),
    build: <T extends Tensor>(input: Spec, { random }: BuildContext) =>
      new Maxout<T>({ features: lastSize(input), units, random, ...options }),
  });
}

function resolve(units: number, options: MaxoutOptions) {
  const resolved = resolveOptions('maxout', options, { pieces: 2, ...weightDefaults() });
  checkInteger('maxout', 'units', units, { min: 1 });
  checkInteger('maxout', 'pieces', resolved.pieces, { min: 1 });
  return resolved;
}
