import {
  type AnyBlueprint,
  ArgumentError,
  assertShape,
  type Blueprint,
  type Context,
  checkInteger,
  checkKind,
  checkNumber,
  type Description,
  defineLayer,
  glorotUniform,
  type Initializer,
  isTraining,
  Module,
  memoryScope,
  type Origin,
  Parameter,
  parameters,
  type RandomStream,
  type RunInput,
  type RunOutput,
  resolveOptions,
  type Spec,
  type StateSize,
  setOrigin,
  spec,
  tensorInput,
  zeros,
} from '@neurite/core';
import {
  add,
  cast,
  concat,
  expandDims,
  greaterEqual,
  range,
  reshape,
  split,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tidy,
  tile,
  transpose,
  unstack,
  where,
} from '@tensorflow/tfjs-core';
import { type Attending, attend, byHead, hiding } from '../internal/attend.js';
import { emptyCache, remember } from '../internal/attention-cache.js';
import { assertDivides, assertLastAxis } from '../internal/last-axis.js';
import { broken, positionsOf } from '../internal/positions.js';
import { project } from '../internal/project.js';
import { sideBySide } from '../internal/side-by-side.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import type { Growth, Traced, Walk } from '../internal/trace.js';
import type { Positioner, PositionScheme, PositionSizes } from '../position/position-scheme.js';
import type { AttentionState } from './attention-state.js';

/** The options of `multiHeadAttention`. */
export type MultiHeadAttentionOptions = {
  /** The number of heads that share the features, each with as many of them: an integer of at least 1 that divides
   * them. */
  readonly heads: number;
  /** Whether a token sees none of those after it. Default false. */
  readonly causal?: boolean;
  /**
   * The number of heads of keys and values, which groups of query heads share (grouped-query attention; 1 is multi-query):
   * an integer of at least 1 that divides `heads`. Default: as many as `heads`.
   */
  readonly keyValueHeads?: number;
  /** A token sees those alone that are fewer steps away than this: an integer of at least 1. Default: however far. */
  readonly window?: number;
  /**
   * So many queries are taken at a time, so that the memory is linear in the length where scores are computed apart, and
   * with `window` the time too: an integer of at least 1. Default: all.
   */
  readonly chunk?: number;
  /** The share of weights that are dropped in training, in [0, 1); none with a state. Default 0. */
  readonly dropout?: number;
  /** How tokens know where they stand: `rotary()`, `alibi()` or `relativePositions()`. Default: they do not. */
  readonly position?: PositionScheme;
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
export class MultiHeadAttention extends Module<Tensor3D, Tensor3D> implements Traced {
  /** [features, 3 · features]: query, key, value side by side, in each of them head by head; fewer with `keyValueHeads`. */
  readonly kernel: Parameter<Tensor2D>;
  /** [3 · features]. */
  readonly bias: Parameter<Tensor1D> | undefined;
  /** [features, features]. */
  readonly outputKernel: Parameter<Tensor2D>;
  /** [features]. */
  readonly outputBias: Parameter<Tensor1D> | undefined;
  readonly heads: number;
  readonly causal: boolean;
  readonly keyValueHeads: number;
  readonly window: number | undefined;
  readonly chunk: number | undefined;
  readonly dropout: number;
  /** What the option `position` builds. */
  readonly position: Positioner | undefined;

  /**
   * @throws ArgumentError when `features` or `heads` is not an integer of at least 1
   * @throws ShapeError when the heads do not divide the features
   */
  constructor({ features, random, ...options }: MultiHeadAttentionModuleOptions) {
    super();
    const { heads, causal, keyValueHeads, useBias, kernelInitializer, biasInitializer, ...how } = resolve(options);
    checkInteger('multiHeadAttention', 'features', features, { min: 1 });
    assertDivides('multiHeadAttention', features, { name: 'features', parts: [heads, 'heads'] });
    const dim = features / heads;
    // First, as it may refuse these sizes: nothing is allocated yet.
    const position = how.position?.build({ heads, dim, random: random.child('position') });
    const columns = [features, dim * keyValueHeads, dim * keyValueHeads];
    const parts = (name: string) => ({ names: PARTS, columns, random: random.child(name) });
    const square = [features, features];
    this.kernel = sideBySide(kernelInitializer, square, parts('kernel'));
    this.bias = useBias ? sideBySide(biasInitializer, [features], parts('bias')) : undefined;
    this.outputKernel = new Parameter(kernelInitializer(square, random.child('outputKernel')) as Tensor2D); // of this shape
    this.outputBias = useBias
      ? new Parameter(biasInitializer([features], random.child('outputBias')) as Tensor1D) // of this shape
      : undefined;
    this.heads = heads;
    this.causal = causal;
    this.keyValueHeads = keyValueHeads;
    this.window = how.window;
    this.chunk = how.chunk;
    this.dropout = how.dropout;
    this.position = position;
    if (how.position && position) setOrigin(position, originOfPositions(how.position, { heads, dim }));
  }

  /**
   * @param x [batch, tokens, features]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has another rank, or other features than the layer was built for
   */
  override forward(x: Tensor3D, context: Context): Tensor3D {
    this.#check(x);
    return tidy(() => this.#attend(x, undefined, context));
  }

  /**
   * @param input x: as in `forward`; mask: [batch, tokens], tokens with 0 are seen by none; state: of `initialState` or an
   * earlier `run`, then the tokens of x come after those in the cache, and see these too
   * @returns the output, the mask, and the state after the last token; `{}` without a state
   * @throws ShapeError as `forward` does, and when the mask has another shape
   */
  override run(
    { x, mask, state }: RunInput<Tensor3D>,
    context: Context,
  ): RunOutput<Tensor3D, AttentionState | NoState> {
    this.#check(x);
    if (mask !== undefined) assertShape('multiHeadAttention', 'mask', mask.shape, x.shape.slice(0, 2));
    return memoryScope('multiHeadAttention', () => {
      if (!this.causal || state === undefined) return { outputs: this.#attend(x, mask, context), mask, state: {} };
      return { ...this.#continue(x, mask, state as AttentionState), mask }; // of the form that it gave
    });
  }

  /** Whether it is causal. */
  override get continuable(): boolean {
    return this.causal;
  }

  /** See `Traced`. */
  trace(_input: Growth, { refuse }: Walk): Growth {
    return this.causal || refuse('attends to later tokens, too', 'Write causal: true');
  }

  /**
   * An empty cache of the keys and values that later tokens see; there is none without `causal`.
   *
   * @param size length: the largest number of tokens
   * @throws ArgumentError when there is no length
   */
  override initialState(size: StateSize): AttentionState | NoState {
    if (!this.causal) return {};
    return emptyCache('multiHeadAttention', size, (this.outputKernel.shape[0]! / this.heads) * this.keyValueHeads);
  }

  #check(x: Tensor3D): void {
    const size = this.outputKernel.shape[0]!;
    assertLastAxis('multiHeadAttention', x, { size, name: 'features', between: 'tokens' });
  }

  /** All tokens at once. */
  #attend(x: Tensor3D, mask: Tensor2D | undefined, context: Context): Tensor3D {
    const { heads, keyValueHeads, causal, window, chunk } = this;
    const [batch, tokens, features] = x.shape;
    const projected = project(x, { kernel: this.kernel.value, bias: this.bias?.value });
    const hidden = mask && hiding(reshape(mask, [batch, 1, 1, tokens]));
    if (keyValueHeads === heads && this.position === undefined) {
      const parts = reshape(projected, [batch, tokens, PARTS.length, heads, features / heads]);
      const [query, key, value] = unstack(transpose(parts, [2, 0, 3, 1, 4])) as [Tensor, Tensor, Tensor]; // the first axis
      const dropout = this.#dropout(context);
      return this.#output(attend({ query, key, value, mask: hidden }, { causal, window, chunk, dropout }));
    }
    const positions = expandDims(range(0, tokens, 1, 'int32'), 0);
    const [query, found] = this.#positioned(projected, positions);
    const [key, value] = this.#shared(found);
    const bias = this.#bias();
    const held = bias && this.position && [...parameters(this.position).values()];
    const dropout = this.#dropout(context);
    return this.#output(attend({ query, key, value, mask: hidden }, { causal, window, chunk, bias, held, dropout }));
  }

  /** The tokens of `x` after those in the cache. */
  #continue(
    x: Tensor3D,
    mask: Tensor2D | undefined,
    before: AttentionState,
  ): { readonly outputs: Tensor3D; readonly state: AttentionState } {
    const projected = project(x, { kernel: this.kernel.value, bias: this.bias?.value });
    const { positions } = positionsOf(before.position, { tokens: x.shape[1], mask });
    const [query, found] = this.#positioned(projected, positions);
    const { state, at, hidden } = remember(found, before, mask);
    const [key, value] = this.#shared(state.cache);
    const slots: Tensor1D = range(0, state.cache.shape[1], 1, 'int32');
    const added = [this.#bias()?.(at.positions, slots), this.#far(at.positions, slots)].filter(
      (one) => one !== undefined,
    );
    const mixed = added.reduce<Tensor>((total, next) => add(total, next), hidden);
    const y = this.#output(attend({ query, key, value, mask: mixed }, { causal: false }));
    return { outputs: broken(y, at, state.cache.shape[1]), state };
  }

  /** The queries by heads, and keys and values side by side as a cache keeps them; with their positions. */
  #positioned(projected: Tensor3D, positions: Tensor): readonly [query: Tensor4D, found: Tensor3D] {
    const { heads, keyValueHeads } = this;
    const features = this.outputKernel.shape[0]!;
    const columns = (features / heads) * keyValueHeads;
    const [query, key, value] = split(projected, [features, columns, columns], 2) as [Tensor3D, Tensor3D, Tensor3D]; // each
    if (this.position === undefined) return [byHead(query, heads), concat([key, value], 2)];
    const turned = this.position.rotate(byHead(key, keyValueHeads), positions);
    const flat: Tensor3D = reshape(transpose(turned, [0, 2, 1, 3]), key.shape);
    return [this.position.rotate(byHead(query, heads), positions), concat([flat, value], 2)];
  }

  /** Keys and values by heads, each as often as query heads share it. */
  #shared(found: Tensor3D): readonly [key: Tensor, value: Tensor] {
    const { heads, keyValueHeads } = this;
    const [key, value] = split(found, 2, 2).map((part): Tensor => {
      const own = byHead(part, keyValueHeads);
      if (keyValueHeads === heads) return own;
      const [batch, , tokens, dim] = own.shape;
      const copies = tile(reshape(own, [batch, keyValueHeads, 1, tokens * dim]), [1, 1, heads / keyValueHeads, 1]);
      return reshape(copies, [batch, heads, tokens, dim]);
    }) as [Tensor, Tensor]; // both
    return [key, value];
  }

  #bias(): Attending['bias'] {
    const { position } = this;
    return position?.bias && ((queries, keys) => position.bias!(queries, keys));
  }

  /** [batch, 1, queries, keys]: −∞ where a key in the cache is out of the window. */
  #far(queries: Tensor2D, keys: Tensor1D): Tensor | undefined {
    if (this.window === undefined) return undefined;
    const far = greaterEqual(sub(expandDims(queries, 2), keys), cast(this.window, 'int32'));
    return expandDims(where(far, Number.NEGATIVE_INFINITY, 0), 1);
  }

  #dropout(context: Context): Attending['dropout'] {
    if (this.dropout === 0 || !isTraining(this, context)) return undefined;
    return { rate: this.dropout, random: context.random, first: context.rows?.first ?? 0 };
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
  const { heads, keyValueHeads, useBias, position } = resolve(options);
  return defineLayer('multiHeadAttention', [options], {
    outputSpec: (input) => {
      const given = tensorInput('multiHeadAttention', input, { axes: ['tokens', 'features'], known: ['features'] });
      assertDivides('multiHeadAttention', given, { name: 'features', parts: [heads, 'heads'] });
      position?.describe({ heads, dim: lastSize(given) / heads });
      return given;
    },
    describe: (input) => {
      const features = lastSize(input);
      const tokens = elements(sizesOf(input).slice(0, 1));
      const columns = features + 2 * (features / heads) * keyValueHeads;
      const positions = position && originOfPositions(position, { heads, dim: features / heads });
      return {
        parameters: specsOf({
          kernel: [features, columns],
          bias: useBias ? [columns] : undefined,
          outputKernel: [features, features],
          outputBias: useBias ? [features] : undefined,
        }),
        children: positions ? { position: [positions.blueprint as unknown as AnyBlueprint, positions.input] } : {}, // described alike
        multiplyAdds: tokens * features * (columns + features) + 2 * tokens ** 2 * features,
      };
    },
    build: (input, { random }) => new MultiHeadAttention({ features: lastSize(input), random, ...options }),
  });
}

/** What `summary` says about the positions: they see queries and keys by head. */
function originOfPositions(position: PositionScheme, sizes: PositionSizes): Origin {
  const describe = (): Description => ({ parameters: position.describe(sizes) });
  const blueprint = { name: position.name, outputSpec: (input: Spec) => input, describe };
  return { blueprint, input: spec([sizes.heads, null, sizes.dim]) };
}

function resolve(options: MultiHeadAttentionOptions) {
  const resolved = resolveOptions('multiHeadAttention', options, {
    heads: options?.heads,
    causal: false,
    keyValueHeads: options?.heads,
    window: undefined,
    chunk: undefined,
    dropout: 0,
    position: undefined,
    useBias: true,
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
  const where = 'multiHeadAttention';
  const { heads, keyValueHeads, window, chunk, position } = resolved;
  checkInteger(where, 'heads', heads, { min: 1 });
  checkInteger(where, 'keyValueHeads', keyValueHeads, { min: 1 });
  if (heads % keyValueHeads !== 0) {
    const expected = `divide the ${heads} heads`;
    throw new ArgumentError({ where, argument: 'keyValueHeads', expected, received: String(keyValueHeads) });
  }
  if (window !== undefined) checkInteger(where, 'window', window, { min: 1 });
  if (chunk !== undefined) checkInteger(where, 'chunk', chunk, { min: 1 });
  checkNumber(where, 'dropout', resolved.dropout, { atLeast: 0, below: 1 });
  if (position !== undefined)
    checkKind(where, 'position', position, { be: 'rotary(), alibi() or relativePositions()', member: 'describe' });
  return resolved;
}
