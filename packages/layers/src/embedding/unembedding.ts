import {
  type AnyRank,
  ArgumentError,
  type Blueprint,
  checkBlueprint,
  defineAnyRank,
  formatSpec,
  ShapeError,
  type Spec,
  spec,
  tensorInput,
  tokens,
} from '@neurite/core';
import { matMul, reshape, type Tensor, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import { assertLastAxis } from '../internal/last-axis.js';
import { elements, lastSize, sizesOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { Embedding } from './embedding.js';

/** The module of `unembedding`. */
export class Unembedding<T extends Tensor = Tensor> extends Tokenwise<T> {
  /** The layer whose table it uses. */
  readonly embedding: Embedding;

  /** @param options embedding: the module that has the table, which stays its own */
  constructor({ embedding }: { readonly embedding: Embedding }) {
    super();
    this.embedding = embedding;
  }

  /**
   * @param x [batch, …, dimension]
   * @returns a new tensor [batch, …, vocabularySize], owned by the caller
   * @throws ShapeError when `x` has other features than the embeddings
   */
  override forward(x: T): T {
    const table = this.embedding.embeddings.value;
    const [vocabularySize, dimension] = table.shape;
    assertLastAxis('unembedding', x, { size: dimension, name: 'features' });
    return tidy(() => {
      const outer = x.shape.slice(0, -1);
      const rows = outer.reduce((product, size) => product * size, 1);
      const scores = matMul(reshape(x, [rows, dimension]), table, false, true);
      return reshape(scores, [...outer, vocabularySize]) as Tensor as T; // of the rank of x
    });
  }
}

/**
 * The scores of all ids by the rows of an embedding: `y = x · embeddingsᵀ`, so that a language model reads and writes with
 * the same table (weight tying).
 *
 * @param embedding a `shared` embedding that stands earlier in the network, too
 * @returns a blueprint that takes [dimension] to [vocabularySize], [time, dimension] to [time, vocabularySize]
 * @throws ShapeError from `outputSpec`, when the last axis is not the dimension of the embeddings
 * @throws ArgumentError from `build`, when the embedding has not been used before
 * @example
 * const words = shared('words', embedding(100, 8));
 * const network = sequential(words, gru(8, { returnSequences: true }), unembedding(words));
 * using model = build(network, { input: tokens([null]), seed: 7 }); // one table, layers.0.embeddings
 * @see Press and Wolf, "Using the output embedding to improve language models", 2016
 */
export function unembedding(embedding: Blueprint<Tensor2D, Tensor3D>): AnyRank {
  checkBlueprint('unembedding', 'embedding', embedding);
  const table = embedding.describe?.(tokens([1])).parameters?.embeddings?.shape as readonly number[] | undefined; // known sizes
  if (table === undefined) {
    const expected = 'be a shared embedding';
    throw new ArgumentError({ where: 'unembedding', argument: 'embedding', expected, received: embedding.name });
  }
  const [vocabularySize, dimension] = table as readonly [number, number]; // a matrix
  const outputSpec = (input: Spec) => {
    const given = tensorInput('unembedding', input, { axes: ['…', 'features'], known: ['features'] });
    if (lastSize(given) === dimension) return spec([...given.shape.slice(0, -1), vocabularySize]);
    const expected = `have the ${dimension} features of the embeddings`;
    throw new ShapeError({ where: 'unembedding', argument: 'input', expected, received: formatSpec(input) });
  };
  return defineAnyRank('unembedding', [embedding], {
    outputSpec,
    describe: (input) => ({ multiplyAdds: elements(sizesOf(input)) * vocabularySize }),
    build: <T extends Tensor>(_: Spec, { shared }: { readonly shared: Map<object, unknown> }) => {
      const found = shared.get(embedding) as Embedding | undefined; // what this blueprint builds
      if (found !== undefined) return new Unembedding<T>({ embedding: found });
      throw new ArgumentError({
        where: 'unembedding',
        argument: 'embedding',
        expected: 'be shared, and used earlier in the network',
        received: embedding.name,
        advice: "Write const words = shared('words', embedding(…)), and use words in both places",
      });
    },
  });
}
