import {
  assertInputShape,
  type Blueprint,
  DtypeError,
  formatShape,
  type Initializer,
  Module,
  normal,
  Parameter,
  type RandomStream,
  ShapeError,
} from '@neurite/core';
import { gather, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { assertPositiveWhole } from './internal/arguments.js';

/** The options of `embedding`. */
export type EmbeddingOptions = {
  /**
   * Draws the first embeddings, of shape [count, dimension]. Default `normal({ standardDeviation: 1 })`, as in PyTorch;
   * Keras has `uniform()`.
   */
  readonly embeddingsInitializer?: Initializer;
};

/** What the module of `embedding` is made of. */
export type EmbeddingModuleOptions = EmbeddingOptions & {
  /** How many ids there are: a whole number of at least 1. */
  readonly count: number;
  /** How many numbers each id gets: a whole number of at least 1. */
  readonly dimension: number;
  /** Draws the first embeddings, from the child `embeddings`. */
  readonly random: RandomStream;
};

/** The module of `embedding`. */
export class Embedding extends Module<Tensor2D, Tensor3D> {
  /** One row for each id. Shape [count, dimension]. */
  readonly embeddings: Parameter<Tensor2D>;

  /** @throws ArgumentError when `count` or `dimension` is not a whole number of at least 1 */
  constructor({
    count,
    dimension,
    random,
    embeddingsInitializer = normal({ standardDeviation: 1 }),
  }: EmbeddingModuleOptions) {
    super();
    assertSizes(count, dimension);
    const first = embeddingsInitializer([count, dimension], random.child('embeddings'));
    this.embeddings = new Parameter(first as Tensor2D); // of this shape
  }

  /**
   * @param x int32 ids from 0 to count − 1, shape [batch, time]; any time, whatever the layer was built for. The values
   * are not read here: the cpu and wasm backends refuse an id out of range, others may answer anything.
   * @returns a new tensor of shape [batch, time, dimension], owned by the caller
   * @throws DtypeError when `x` is not int32
   * @throws ShapeError when `x` has another rank
   */
  override forward(x: Tensor2D): Tensor3D {
    if (x.dtype !== 'int32') {
      throw new DtypeError({
        where: 'embedding',
        argument: 'x',
        expected: 'be int32',
        received: x.dtype,
        advice: "Convert the ids with cast(x, 'int32')",
      });
    }
    if (x.shape.length !== 2) {
      throw new ShapeError({
        where: 'embedding',
        argument: 'x',
        expected: 'have shape [batch, time]',
        received: formatShape(x.shape),
      });
    }
    return gather<Tensor>(this.embeddings.value, x) as Tensor3D; // one axis for the id becomes two and one stays
  }
}

/**
 * A row of learned numbers for each id, a word or a letter say: `y[b, t] = embeddings[x[b, t]]`.
 *
 * The same as a one-hot vector times a kernel, without the product. The gradient of a row is the sum over its places.
 *
 * @param count how many ids there are: a whole number of at least 1
 * @param dimension how many numbers each id gets: a whole number of at least 1
 * @returns a blueprint that takes int32 ids [time] to [time, dimension]
 * @throws ArgumentError when `count` or `dimension` is not a whole number of at least 1
 * @throws ShapeError from `outputShape`, when the input shape is not [time]
 * @example
 * using model = build(sequential(embedding(1000, 16), gru(8)), { inputShape: [5], seed: 7 });
 * const y = model.forward(tensor2d([[4, 999, 0, 4, 1]], [1, 5], 'int32'), inference()); // shape [1, 8]
 * @see Bengio et al., "A neural probabilistic language model", 2003
 */
export function embedding(
  count: number,
  dimension: number,
  options: EmbeddingOptions = {},
): Blueprint<Tensor2D, Tensor3D> {
  assertSizes(count, dimension);
  return {
    name: 'embedding',
    outputShape: (inputShape) => {
      assertInputShape('embedding', inputShape, ['time']);
      return [inputShape[0]!, dimension];
    },
    build: (_, random) => new Embedding({ count, dimension, random, ...options }),
  };
}

function assertSizes(count: number, dimension: number): void {
  assertPositiveWhole('embedding', 'count', count);
  assertPositiveWhole('embedding', 'dimension', dimension);
}
