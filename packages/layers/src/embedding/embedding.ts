import {
  type Blueprint,
  checkInteger,
  checkNumber,
  defineLayer,
  type Initializer,
  normal,
  Parameter,
  type RandomStream,
  resolveOptions,
  spec,
  tensorInput,
} from '@neurite/core';
import { cast, expandDims, mul, notEqual, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import { lookUp } from '../internal/look-up.js';
import { specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `embedding`. */
export type EmbeddingOptions = {
  /**
   * Draws the first embeddings, [vocabularySize, dimension]. Default `normal({ standardDeviation: 1 })`, as in PyTorch;
   * Keras has `uniform()`.
   */
  readonly embeddingsInitializer?: Initializer;
  /** An id that stands for nothing, e.g. of padding: it gives zeros, and its row is not trained. Default: none. */
  readonly paddingIndex?: number;
  /**
   * Rows that are longer than this are scaled down to it, above 0. Default: none. The gradient goes through the scaling;
   * PyTorch rewrites the table instead.
   */
  readonly maxNorm?: number;
};

/** What the module of `embedding` is made of. */
export type EmbeddingModuleOptions = EmbeddingOptions & {
  /** The number of ids: an integer of at least 1. */
  readonly vocabularySize: number;
  /** The number of features of each id: an integer of at least 1. */
  readonly dimension: number;
  /** Draws the first embeddings, from the child `embeddings`. */
  readonly random: RandomStream;
};

/** The module of `embedding`. */
export class Embedding extends Tokenwise<Tensor2D, Tensor3D> {
  /** One row for each id, [vocabularySize, dimension]. */
  readonly embeddings: Parameter<Tensor2D>;
  readonly paddingIndex: number | undefined;
  readonly maxNorm: number | undefined;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown */
  constructor({ vocabularySize, dimension, random, ...options }: EmbeddingModuleOptions) {
    super();
    const { embeddingsInitializer, paddingIndex, maxNorm } = resolve(vocabularySize, dimension, options);
    const first = embeddingsInitializer([vocabularySize, dimension], random.child('embeddings'));
    this.embeddings = new Parameter(first as Tensor2D); // of this shape
    this.paddingIndex = paddingIndex;
    this.maxNorm = maxNorm;
  }

  /**
   * @param x int32 ids from 0 to vocabularySize − 1, [batch, time]. The values are not read here: the cpu and wasm
   * backends refuse an id out of range, others may answer anything.
   * @returns a new tensor [batch, time, dimension], owned by the caller
   * @throws ArgumentError when a backend refuses an id
   * @throws DtypeError when `x` is not int32
   * @throws ShapeError when `x` has another rank
   */
  override forward(x: Tensor2D): Tensor3D {
    const { embeddings: table, paddingIndex, maxNorm } = this;
    if (paddingIndex === undefined && maxNorm === undefined) return lookUp('embedding', x, { table, maxNorm });
    return tidy(() => {
      const rows = lookUp('embedding', x, { table, maxNorm });
      if (paddingIndex === undefined) return rows;
      // Zeros where an id stands for nothing.
      return mul(rows, expandDims(cast(notEqual(x, cast(paddingIndex, 'int32')), 'float32'), 2));
    });
  }
}

/**
 * A row of learned numbers for each id, a word or a letter say: `y[b, t] = embeddings[x[b, t]]`.
 *
 * The same as a one-hot vector times a kernel, without the product. The gradient of a row is the sum over its uses.
 *
 * @param vocabularySize the number of ids: an integer of at least 1
 * @param dimension the number of features of each id: an integer of at least 1
 * @returns a blueprint that takes int32 ids [time] to [time, dimension]; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is not [time]
 * @throws DtypeError from `outputSpec`, when the input is not int32: describe it with `tokens`
 * @example
 * using model = build(sequential(embedding(1000, 16), gru(8)), { input: tokens([null]), seed: 7 });
 * const y = model.forward(tensor2d([[4, 999, 0, 4, 1]], [1, 5], 'int32'), inference()); // [1, 8]
 * @see Bengio et al., "A neural probabilistic language model", 2003
 */
export function embedding(
  vocabularySize: number,
  dimension: number,
  options: EmbeddingOptions = {},
): Blueprint<Tensor2D, Tensor3D> {
  resolve(vocabularySize, dimension, options);
  return defineLayer('embedding', [vocabularySize, dimension, options], {
    outputSpec: (input) => {
      const { shape } = tensorInput('embedding', input, { axes: ['time'], dtype: 'int32' });
      return spec([...shape, dimension]);
    },
    describe: () => ({ parameters: specsOf({ embeddings: [vocabularySize, dimension] }) }),
    build: (_, { random }) => new Embedding({ vocabularySize, dimension, random, ...options }),
  });
}

function resolve(vocabularySize: number, dimension: number, options: EmbeddingOptions) {
  checkInteger('embedding', 'vocabularySize', vocabularySize, { min: 1 });
  checkInteger('embedding', 'dimension', dimension, { min: 1 });
  const resolved = resolveOptions('embedding', options, {
    embeddingsInitializer: normal({ standardDeviation: 1 }),
    paddingIndex: undefined,
    maxNorm: undefined,
  });
  const { paddingIndex, maxNorm } = resolved;
  if (paddingIndex !== undefined) {
    checkInteger('embedding', 'paddingIndex', paddingIndex, { min: 0, max: vocabularySize - 1 });
  }
  if (maxNorm !== undefined) checkNumber('embedding', 'maxNorm', maxNorm, { above: 0 });
  return resolved;
}
