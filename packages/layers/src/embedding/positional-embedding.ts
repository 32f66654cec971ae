import {
  assertInputShape,
  type Blueprint,
  formatShape,
  type Initializer,
  Module,
  normal,
  Parameter,
  type RandomStream,
  type Shape,
  ShapeError,
} from '@neurite/core';
import { add, slice, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import { assertPositiveWhole } from './internal/arguments.js';
import { assertLastAxis } from './internal/last-axis.js';

/** The options of `positionalEmbedding`. */
export type PositionalEmbeddingOptions = {
  /** Draws the first embeddings, of shape [tokens, features]. Default `normal({ standardDeviation: 0.02 })`, as in GPT-2. */
  readonly embeddingsInitializer?: Initializer;
};

/** What the module of `positionalEmbedding` is made of. */
export type PositionalEmbeddingModuleOptions = PositionalEmbeddingOptions & {
  /** How many places there are: a whole number of at least 1. */
  readonly tokens: number;
  /** How many numbers each token has: a whole number of at least 1. */
  readonly features: number;
  /** Draws the first embeddings, from the child `embeddings`. */
  readonly random: RandomStream;
};

/** The module of `positionalEmbedding`. */
export class PositionalEmbedding extends Module<Tensor3D, Tensor3D> {
  /** One row for each place. Shape [tokens, features]. */
  readonly embeddings: Parameter<Tensor2D>;

  /** @throws ArgumentError when `tokens` or `features` is not a whole number of at least 1 */
  constructor({
    tokens,
    features,
    random,
    embeddingsInitializer = normal({ standardDeviation: 0.02 }),
  }: PositionalEmbeddingModuleOptions) {
    super();
    assertPositiveWhole('positionalEmbedding', 'tokens', tokens);
    assertPositiveWhole('positionalEmbedding', 'features', features);
    const first = embeddingsInitializer([tokens, features], random.child('embeddings'));
    this.embeddings = new Parameter(first as Tensor2D); // of this shape
  }

  /**
   * @param x shape [batch, tokens, features]; any number of tokens that there are places for
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has another rank, more tokens than places, or other features than the layer was built for
   */
  override forward(x: Tensor3D): Tensor3D {
    const embeddings = this.embeddings.value;
    const [places, features] = embeddings.shape;
    assertLastAxis('positionalEmbedding', x, { size: features, name: 'features', between: 'tokens' });
    const tokens = x.shape[1];
    assertPlaces('x', { shape: x.shape, tokens, places });
    return tidy(() => add(x, slice(embeddings, [0, 0], [tokens, features])));
  }
}

/**
 * Adds a row of learned numbers for each place: `y[b, t] = x[b, t] + embeddings[t]`, so that what comes after knows the
 * order of the tokens.
 *
 * @param tokens how many places there are: a whole number of at least 1; sequences may be shorter, but not longer
 * @returns a blueprint that takes [tokens, features] to the same
 * @throws ArgumentError when `tokens` is not a whole number of at least 1
 * @throws ShapeError from `outputShape`, when the input shape is not [tokens, features], or has more tokens than places
 * @example
 * using model = build(positionalEmbedding(16), { inputShape: [16, 8], seed: 7 });
 * const y = model.forward(zeros([2, 5, 8]), inference()); // shape [2, 5, 8], twice the first five embeddings
 * @see Gehring et al., "Convolutional sequence to sequence learning", 2017
 */
export function positionalEmbedding(
  tokens: number,
  options: PositionalEmbeddingOptions = {},
): Blueprint<Tensor3D, Tensor3D> {
  assertPositiveWhole('positionalEmbedding', 'tokens', tokens);
  return {
    name: 'positionalEmbedding',
    outputShape: (inputShape) => {
      assertInputShape('positionalEmbedding', inputShape, ['tokens', 'features']);
      assertPlaces('inputShape', { shape: inputShape, tokens: inputShape[0]!, places: tokens });
      return inputShape;
    },
    build: ([, features], random) => new PositionalEmbedding({ tokens, features: features!, random, ...options }), // checked by outputShape
  };
}

function assertPlaces(
  argument: string,
  { shape, tokens, places }: { readonly shape: Shape; readonly tokens: number; readonly places: number },
): void {
  if (tokens > places) {
    throw new ShapeError({
      where: 'positionalEmbedding',
      argument,
      expected: `have at most ${places} tokens`,
      received: formatShape(shape),
      advice: 'Each place needs an embedding: cut the sequence, or learn more of them',
    });
  }
}
