import {
  assertShape,
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
  type StateSize,
  tensorInput,
  zeros,
} from '@neurite/core';
import {
  reshape,
  split,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import { attend, byHead, hiding } from '../internal/attend.js';
import { emptyCache, remember } from '../internal/attention-cache.js';
import { assertDivides, assertLastAxis } from '../internal/last-axis.js';
import { broken } from '../internal/positions.js';
import { project } from '../internal/project.js';
import { sideBySide } from '../internal/side-by-side.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import type { AttentionState } from './attention-state.js';

/** The options of `multiHeadAttention`. */
export type MultiHeadAttentionOptions = {
  /** The number of heads that share the features, each with as many of them: an integer of at least 1 that divides
   * them. */
  readonly heads: number;
  /** Whether a token sees none of those after it. Default false. */
  readonly causal?: boolean;
  /** Whether biases are added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernels of query, key, value and output, each [features, features]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first biases of query, key, value and output, each [features]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `multiHeadAttention` is made of. */
export type MultiHeadAttentionModuleOptions = MultiHeadAttentionOptions & {
  /** The number of features of each token: an integer of at least 1. */
  readonly features: number;
  /** Draws the first weights, from children with the names of the parameters, and of query, key, value below these. */
  readonly random: RandomStream;
};

const PARTS = ['query', 'key', 'value'] as const;

/** Where nothing has to be remembered. */
type NoState = Readonly<Record<string, never>>;

/** The module of `multiHeadAttention`. */
export class MultiHeadAttention extends Module<Tensor3D, Tensor3D> {
  /** [features, 3 · features]: query, key, value side by side, in each of them head by head. */
  readonly kernel: Parameter<Tensor2D>;
  /** [3 · features]. */
  readonly bias: Parameter<Tensor1D> | undefined;
  /** [features, features]. */
  readonly outputKernel: Parameter<Tensor2D>;
  /** [features]. */
  readonly outputBias: Parameter<Tensor1D> | undefined;
  readonly heads: number;
  readonly causal: boolean;

  /**
   * @throws ArgumentError when `features` or `heads` is not an integer of at least 1
   * @throws ShapeError when the heads do not divide the features
   */
  constructor({ features, random, ...options }: MultiHeadAttentionModuleOptions) {
    super();
    const { heads, causal, useBias, kernelInitializer, biasInitializer } = resolve(options);
    checkInteger('multiHeadAttention', 'features', features, { min: 1 });
    assertDivides('multiHeadAttention', features, { name: 'features', parts: [heads, 'heads'] });
    const parts = (name: string) => ({ names: PARTS, random: random.child(name) });
    const square = [features, features];
    this.kernel = sideBySide(kernelInitializer, square, parts('kernel'));
    this.bias = useBias ? sideBySide(biasInitializer, [features], parts('bias')) : undefined;
    this.outputKernel = new Parameter(kernelInitializer(square, random.child('outputKernel')) as Tensor2D); // of this shape
    this.outputBias = useBias
      ? new Parameter(biasInitializer([features], random.child('outputBias')) as Tensor1D) // of this shape
      : undefined;
    this.heads = heads;
    this.causal = causal;
  }

  /**
   * @param x [batch, tokens, features]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has another rank, or other features than the layer was built for
   */
  override forward(x: Tensor3D): Tensor3D {
    this.#check(x);
    return tidy(() => this.#attend(x, undefined));
  }

  /**
   * @param input x: as in `forward`; mask: [batch, tokens], tokens with 0 are seen by none; state: of `initialState` or an
   * earlier `run`, then the tokens of x come after those in the cache, and see these too
   * @returns the output, the mask, and the state after the last token; `{}` without a state
   * @throws ShapeError as `forward` does, and when the mask has another shape
   */
  override run(
    { x, mask, state }: RunInput<Tensor3D>,
    _context: Context,
  ): RunOutput<Tensor3D, AttentionState | NoState> {
    this.#check(x);
    if (mask !== undefined) assertShape('multiHeadAttention', 'mask', mask.shape, x.shape.slice(0, 2));
    return memoryScope('multiHeadAttention', () => {
      if (!this.causal || state === undefined) return { outputs: this.#attend(x, mask), mask, state: {} };
      return { ...this.#continue(x, mask, state as AttentionState), mask }; // of the form that it gave
    });
  }

  /**
   * An empty cache of the keys and values that later tokens see; there is none without `causal`.
   *
   * @param size length: the largest number of tokens
   * @throws ArgumentError when there is no length
   */
  override initialState(size: StateSize): AttentionState | NoState {
    if (!this.causal) return {};
    return emptyCache('multiHeadAttention', size, this.outputKernel.shape[0]!);
  }

  #check(x: Tensor3D): void {
    const size = this.outputKernel.shape[0]!;
    assertLastAxis('multiHeadAttention', x, { size, name: 'features', between: 'tokens' });
  }

  /** All tokens at once. */
  #attend(x: Tensor3D, mask: Tensor2D | undefined): Tensor3D {
    const { heads, causal } = this;
    const [batch, tokens, features] = x.shape;
    const projected = project(x, { kernel: this.kernel.value, bias: this.bias?.value });
    const parts = reshape(projected, [batch, tokens, PARTS.length, heads, features / heads]);
    const [query, key, value] = unstack(transpose(parts, [2, 0, 3, 1, 4])) as [Tensor, Tensor, Tensor]; // the first axis
    const hidden = mask && hiding(reshape(mask, [batch, 1, 1, tokens]));
    return this.#output(attend({ query, key, value, mask: hidden }, { causal }));
  }

  /** The tokens of `x` after those in the cache. */
  #continue(
    x: Tensor3D,
    mask: Tensor2D | undefined,
    before: AttentionState,
  ): { readonly outputs: Tensor3D; readonly state: AttentionState } {
    const { heads } = this;
    const features = x.shape[2];
    const projected = project(x, { kernel: this.kernel.value, bias: this.bias?.value });
    const [query, found] = split(projected, [features, 2 * features], 2) as [Tensor3D, Tensor3D]; // both
    const { state, at, hidden } = remember(found, before, mask);
    const [key, value] = split(state.cache, 2, 2).map((part) => byHead(part, heads)) as [Tensor, Tensor]; // both
    const y = this.#output(attend({ query: byHead(query, heads), key, value, mask: hidden }, { causal: false }));
    return { outputs: broken(y, at, state.cache.shape[1]), state };
  }

  #output(merged: Tensor3D): Tensor3D {
    return project(merged, { kernel: this.outputKernel.value, bias: this.outputBias?.value });
  }
}

/**
 * Self-attention with several heads: each token becomes a mixture of what it sees, by weights that come from all of
 * them. Each head has its own columns of query, key and value, d = features / heads of each:
 *
 * `q, k, v = x · kernel + bias`, `head = softmax(q · kᵀ / √d) · v`, `y = heads side by side · outputKernel + outputBias`.
 *
 * Without `causal` the order of the tokens makes no difference to it: add a `positionalEmbedding` before. `run` takes a
 * mask [batch, tokens] over padded tokens, which none sees then; for any other mask use `crossAttention` with x for query
 * and context. With `causal`, `run` takes a state, too: a cache of the keys and values so far, so that a text is
 * generated token by token. Its length is fixed; a token for which there is no room gives NaN. Values are those of
 * PyTorch's `MultiheadAttention` with x for query, key and value.
 *
 * @returns a blueprint that takes [tokens, features] to the same; the number of tokens may be null
 * @throws ArgumentError when `heads` is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is not [tokens, features], the number of features is null, or the
 * heads do not divide it
 * @example
 * const network = sequential(embedding(50, 8), positionalEmbedding(16), multiHeadAttention({ heads: 2, causal: true }));
 * using model = build(network, { input: tokens([null]), seed: 7 });
 * const state = model.initialState({ batch: 1, length: 16 });
 * const prompt = model.run({ x: tensor2d([[4, 49, 0]], [1, 3], 'int32'), state }, inference()); // outputs [1, 3, 8]
 * const next = model.run({ x: tensor2d([[7]], [1, 1], 'int32'), state: prompt.state }, inference()); // outputs [1, 1, 8]
 * @see Vaswani et al., "Attention is all you need", 2017
 */
export function multiHeadAttention(options: MultiHeadAttentionOptions): Blueprint<Tensor3D, Tensor3D> {
  const { heads, useBias } = resolve(options);
  return defineLayer('multiHeadAttention', [options], {
    outputSpec: (input) => {
      const given = tensorInput('multiHeadAttention', input, { axes: ['tokens', 'features'], known: ['features'] });
      assertDivides('multiHeadAttention', given, { name: 'features', parts: [heads, 'heads'] });
      return given;
    },
    describe: (input) => {
      const features = lastSize(input);
      const tokens = elements(sizesOf(input).slice(0, 1));
      return {
        parameters: specsOf({
          kernel: [features, PARTS.length * features],
          bias: useBias ? [PARTS.length * features] : undefined,
          outputKernel: [features, features],
          outputBias: useBias ? [features] : undefined,
        }),
        multiplyAdds: 4 * tokens * features ** 2 + 2 * tokens ** 2 * features,
      };
    },
    build: (input, { random }) => new MultiHeadAttention({ features: lastSize(input), random, ...options }),
  });
}

function resolve(options: MultiHeadAttentionOptions) {
  const resolved = resolveOptions('multiHeadAttention', options, {
    heads: options.heads,
    causal: false,
    useBias: true,
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
  checkInteger('multiHeadAttention', 'heads', resolved.heads, { min: 1 });
  return resolved;
}
