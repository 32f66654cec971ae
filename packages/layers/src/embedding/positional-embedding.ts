import {
  type Blueprint,
  type Context,
  checkInteger,
  defineLayer,
  formatShape,
  formatSpec,
  type Initializer,
  memoryScope,
  normal,
  Parameter,
  type RandomStream,
  type RunInput,
  type RunOutput,
  resolveOptions,
  ShapeError,
  type StateSize,
  tensorInput,
} from '@neurite/core';
import {
  add,
  cast,
  gather,
  maximum,
  minimum,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { assertLastAxis } from '../internal/last-axis.js';
import { broken, positionsOf } from '../internal/positions.js';
import { lastSize, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `positionalEmbedding`. */
export type PositionalEmbeddingOptions = {
  /** Draws the first embeddings, [maxLength, features]. Default `normal({ standardDeviation: 0.02 })`, as in GPT-2. */
  readonly embeddingsInitializer?: Initializer;
};

/** What the module of `positionalEmbedding` is made of. */
export type PositionalEmbeddingModuleOptions = PositionalEmbeddingOptions & {
  /** The number of positions: an integer of at least 1. */
  readonly maxLength: number;
  /** The number of features of each token: an integer of at least 1. */
  readonly features: number;
  /** Draws the first embeddings, from the child `embeddings`. */
  readonly random: RandomStream;
};

/** Where the next token stands. */
export type PositionState = {
  /** int32 [batch] */
  readonly position: Tensor1D;
};

/** The module of `positionalEmbedding`. */
export class PositionalEmbedding extends Tokenwise<Tensor3D> {
  /** One row for each position, [maxLength, features]. */
  readonly embeddings: Parameter<Tensor2D>;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown */
  constructor({ maxLength, features, random, ...options }: PositionalEmbeddingModuleOptions) {
    super();
    checkInteger('positionalEmbedding', 'features', features, { min: 1 });
    const { embeddingsInitializer } = resolve(maxLength, options);
    const first = embeddingsInitializer([maxLength, features], random.child('embeddings'));
    this.embeddings = new Parameter(first as Tensor2D); // of this shape
  }

  /**
   * @param x [batch, tokens, features], with at most `maxLength` tokens
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has another rank, more tokens than there are positions, or other features than the layer
   * was built for
   */
  override forward(x: Tensor3D): Tensor3D {
    const embeddings = this.embeddings.value;
    const [maxLength, features] = embeddings.shape;
    assertLastAxis('positionalEmbedding', x, { size: features, name: 'features', between: 'tokens' });
    const tokens = x.shape[1];
    assertFits(tokens, { maxLength, argument: 'x', received: () => formatShape(x.shape) });
    return tidy(() => add(x, slice(embeddings, [0, 0], [tokens, features])));
  }

  /**
   * @param input x: as in `forward`; state: of `initialState` or an earlier `run`, then the tokens of x come after those
   * before them. A token beyond the last position gives NaN then
   * @returns the output, the mask, and the state after the last token; `{}` without a state
   * @throws ShapeError as `forward` does
   */
  override run({ x, mask, state }: RunInput<Tensor3D>, context: Context): RunOutput<Tensor3D> {
    if (state === undefined) return super.run({ x, mask }, context);
    return memoryScope('positionalEmbedding', () => {
      const embeddings = this.embeddings.value;
      const [maxLength, features] = embeddings.shape;
      assertLastAxis('positionalEmbedding', x, { size: features, name: 'features', between: 'tokens' });
      const { position } = state as PositionState; // of the form that it gave
      const at = positionsOf(position, { tokens: x.shape[1], mask });
      const rows = maximum(minimum(at.positions, cast(maxLength - 1, 'int32')), cast(0, 'int32'));
      const y: Tensor3D = add(x, gather<Tensor>(embeddings, rows));
      return { outputs: broken(y, at, maxLength), mask, state: { position: at.next } };
    });
  }

  /** The first position. */
  override initialState({ batch }: StateSize): PositionState {
    return { position: zeros([batch], 'int32') };
  }
}

/**
 * Adds a row of learned numbers for each position: `y[b, t] = x[b, t] + embeddings[t]`, so that what comes after knows
 * the order of the tokens.
 *
 * @param maxLength the number of positions: an integer of at least 1; sequences may be shorter, but not longer
 * @returns a blueprint that takes [tokens, features] to the same; the number of tokens may be null
 * @throws ArgumentError when `maxLength` is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is not [tokens, features], has more tokens than there are
 * positions, or the number of features is null
 * @example
 * using model = build(positionalEmbedding(16), { input: [null, 8], seed: 7 });
 * const y = model.forward(zeros([2, 5, 8]), inference()); // [2, 5, 8], twice the first five embeddings
 * @see Gehring et al., "Convolutional sequence to sequence learning", 2017
 */
export function positionalEmbedding(
  maxLength: number,
  options: PositionalEmbeddingOptions = {},
): Blueprint<Tensor3D, Tensor3D> {
  resolve(maxLength, options);
  return defineLayer('positionalEmbedding', [maxLength, options], {
    outputSpec: (input) => {
      const given = tensorInput('positionalEmbedding', input, { axes: ['tokens', 'features'], known: ['features'] });
      assertFits(given.shape[0] ?? 0, { maxLength, argument: 'input', received: () => formatSpec(given) });
      return given;
    },
    describe: (input) => ({ parameters: specsOf({ embeddings: [maxLength, lastSize(input)] }) }),
    build: (input, { random }) => new PositionalEmbedding({ maxLength, features: lastSize(input), random, ...options }),
  });
}

function resolve(maxLength: number, options: PositionalEmbeddingOptions) {
  checkInteger('positionalEmbedding', 'maxLength', maxLength, { min: 1 });
  return resolveOptions('positionalEmbedding', options, {
    embeddingsInitializer: normal({ standardDeviation: 0.02 }),
  });
}

function assertFits(
  tokens: number,
  {
    maxLength,
    argument,
    received,
  }: { readonly maxLength: number; readonly argument: string; readonly received: () => string },
): void {
  if (tokens > maxLength) {
    throw new ShapeError({
      where: 'positionalEmbedding',
      argument,
      expected: `have at most ${maxLength} tokens`,
      received: received(),
      advice: 'Each position needs an embedding: cut the sequence, or raise maxLength',
    });
  }
}
