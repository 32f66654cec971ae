import {
  assertShape,
  type Blueprint,
  type Context,
  checkInteger,
  checkNumber,
  defineLayer,
  glorotUniform,
  type Initializer,
  isTraining,
  Parameter,
  type RandomStream,
  resolveOptions,
  zeros,
} from '@neurite/core';
import {
  expandDims,
  split,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { attend, byHead, type Heads, hiding, weightsOf } from '../internal/attend.js';
import { assertDivides } from '../internal/last-axis.js';
import { project } from '../internal/project.js';
import { queryAndContext } from '../internal/query-and-context.js';
import { sideBySide } from '../internal/side-by-side.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';
import { type Growth, type Traced, traceQuery, type Walk } from '../internal/trace.js';

/** The options of `crossAttention`. */
export type CrossAttentionOptions = {
  /**
   * The number of heads that share the features of the query, each with as many of them: an integer of at least 1 that
   * divides them.
   */
  readonly heads: number;
  /** The share of weights that are dropped in training, in [0, 1). Default 0. */
  readonly dropout?: number;
  /** So many queries are taken at a time, for less memory: an integer of at least 1. Default: all. */
  readonly chunk?: number;
  /** Whether biases are added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernels of query, key, value and output. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first biases of query, key, value and output, each [features]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `crossAttention` is made of. */
export type CrossAttentionModuleOptions = CrossAttentionOptions & {
  /** The number of features of each token of the query: an integer of at least 1. */
  readonly features: number;
  /** The number of features of each token of the context: an integer of at least 1. */
  readonly contextFeatures: number;
  /** Draws the first weights, from children with the names of the parameters, and of key and value below these. */
  readonly random: RandomStream;
};

/** What attends, and to what. */
export type CrossAttentionInput = {
  /** [batch, queries, features] */
  readonly query: Tensor3D;
  /** [batch, keys, contextFeatures] */
  readonly context: Tensor3D;
  /**
   * 1 where a query sees a key, 0 where it does not, of any dtype: [batch, keys] for padding, [batch, queries, keys] for
   * anything else. A query that sees none gets zeros. Default: each sees all.
   */
  readonly mask?: Tensor2D | Tensor3D;
};

const NAMES = ['key', 'value'] as const;

/** The module of `crossAttention`. */
export class CrossAttention extends Tokenwise<CrossAttentionInput, Tensor3D> implements Traced {
  /** [features, features] */
  readonly queryKernel: Parameter<Tensor2D>;
  /** [features] */
  readonly queryBias: Parameter<Tensor1D> | undefined;
  /** [contextFeatures, 2 · features]: key and value side by side, in each of them head by head. */
  readonly kernel: Parameter<Tensor2D>;
  /** [2 · features] */
  readonly bias: Parameter<Tensor1D> | undefined;
  /** [features, features] */
  readonly outputKernel: Parameter<Tensor2D>;
  /** [features] */
  readonly outputBias: Parameter<Tensor1D> | undefined;
  readonly heads: number;
  readonly dropout: number;
  readonly chunk: number | undefined;

  /**
   * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
   * @throws ShapeError when the heads do not divide the features
   */
  constructor({ features, contextFeatures, random, ...options }: CrossAttentionModuleOptions) {
    super();
    const { heads, dropout, chunk, useBias, kernelInitializer, biasInitializer } = resolve(options);
    checkInteger('crossAttention', 'features', features, { min: 1 });
    checkInteger('crossAttention', 'contextFeatures', contextFeatures, { min: 1 });
    assertDivides('crossAttention', features, { name: 'features', parts: [heads, 'heads'] });
    const square = (name: string) =>
      new Parameter(kernelInitializer([features, features], random.child(name)) as Tensor2D); // of this shape
    const row = (name: string) =>
      useBias ? new Parameter(biasInitializer([features], random.child(name)) as Tensor1D) : undefined; // of this shape
    const both = (name: string) => ({ names: NAMES, random: random.child(name) });
    this.queryKernel = square('queryKernel');
    this.queryBias = row('queryBias');
    this.kernel = sideBySide(kernelInitializer, [contextFeatures, features], both('kernel'));
    this.bias = useBias ? sideBySide(biasInitializer, [features], both('bias')) : undefined;
    this.outputKernel = square('outputKernel');
    this.outputBias = row('outputBias');
    this.heads = heads;
    this.dropout = dropout;
    this.chunk = chunk;
  }

  /** See `Traced`. */
  trace(input: Growth, walk: Walk): Growth {
    return traceQuery(input, walk);
  }

  /**
   * @returns a new tensor [batch, queries, features], owned by the caller
   * @throws ShapeError when a part has another shape
   */
  override forward(x: CrossAttentionInput, within: Context): Tensor3D {
    this.#check(x);
    const { chunk, dropout: rate } = this;
    const drops = rate > 0 && isTraining(this, within);
    const dropout = drops ? { rate, random: within.random, first: within.rows?.first ?? 0 } : undefined;
    return tidy(() => {
      const y = attend(this.#byHeads(x), { causal: false, chunk, dropout });
      return project(y, { kernel: this.outputKernel.value, bias: this.outputBias?.value });
    });
  }

  /**
   * How much each query attends to each key, without dropout: what `attentionMap` of `@neurite/charts` draws.
   *
   * @returns a new tensor [batch, heads, queries, keys], owned by the caller; the weights of a query sum to 1, or are 0 where it sees
   * no key
   * @throws ShapeError when a part has another shape
   */
  weights(x: CrossAttentionInput): Tensor4D {
    this.#check(x);
    return tidy(() => weightsOf(this.#byHeads(x)) as Tensor4D); // by heads
  }

  /** What `attend` takes. To be called in a scope. */
  #byHeads({ query, context, mask }: CrossAttentionInput): Heads {
    const { heads } = this;
    const q = project(query, { kernel: this.queryKernel.value, bias: this.queryBias?.value });
    const found = project(context, { kernel: this.kernel.value, bias: this.bias?.value });
    const [key, value] = split(found, 2, 2).map((part) => byHead(part, heads)) as [Tensor, Tensor]; // both
    const hidden = mask && hiding(expandDims(mask.rank === 2 ? expandDims(mask, 1) : mask, 1)); // [batch, 1, …, keys]
    return { query: byHead(q, heads), key, value, mask: hidden };
  }

  #check({ query, context, mask }: CrossAttentionInput): void {
    const [features, contextFeatures] = [this.queryKernel.shape[0]!, this.kernel.shape[0]!];
    const [batch, queries] = query.shape;
    const keys = context.shape[1];
    assertShape('crossAttention', 'x.query', query.shape, [batch, queries, features]);
    assertShape('crossAttention', 'x.context', context.shape, [batch, keys, contextFeatures]);
    if (mask === undefined) return;
    const wanted = mask.rank === 2 ? [batch, keys] : [batch, queries, keys];
    assertShape('crossAttention', 'x.mask', mask.shape, wanted);
  }
}

/**
 * Attention of one sequence to another, with several heads: each token of the query becomes a mixture of the tokens of
 * the context. With d = features / heads of each head:
 *
 * `q = query · queryKernel + queryBias`, `k, v = context · kernel + bias`, `head = softmax(q · kᵀ / √d) · v`,
 * `y = heads side by side · outputKernel + outputBias`.
 *
 * With one tensor for query and context it is self-attention with any mask. Values are those of PyTorch's
 * `MultiheadAttention`.
 *
 * @returns a blueprint that takes `{ query: [queries, features], context: [keys, contextFeatures] }`, and `mask` with them
 * where it is in the input's spec, to [queries, features]; numbers of tokens may be null
 * @throws ArgumentError when `heads` is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input has other fields, a number of features is null, or the heads do
 * not divide it
 * @example
 * using model = build(crossAttention({ heads: 2 }), { input: { query: [null, 8], context: [null, 6] }, seed: 7 });
 * const x = { query: ones<Rank.R3>([2, 3, 8]), context: ones<Rank.R3>([2, 5, 6]) };
 * const y = model.forward(x, inference()); // [2, 3, 8]
 * @see Vaswani et al., "Attention is all you need", 2017
 */
export function crossAttention(options: CrossAttentionOptions): Blueprint<CrossAttentionInput, Tensor3D> {
  const { heads, useBias } = resolve(options);
  return defineLayer('crossAttention', [options], {
    outputSpec: (input) => {
      const { query } = queryAndContext('crossAttention', input);
      assertDivides('crossAttention', query, { name: 'features', parts: [heads, 'heads'] });
      return query;
    },
    describe: (input) => {
      const { query, context } = queryAndContext('crossAttention', input);
      const [features, others] = [lastSize(query), lastSize(context)];
      const [queries, keys] = [query, context].map((part) => elements(sizesOf(part).slice(0, 1))) as [number, number]; // both
      const row = useBias ? [features] : undefined;
      return {
        parameters: specsOf({
          queryKernel: [features, features],
          queryBias: row,
          kernel: [others, 2 * features],
          bias: useBias ? [2 * features] : undefined,
          outputKernel: [features, features],
          outputBias: row,
        }),
        multiplyAdds: 2 * features * (queries * features + keys * others + queries * keys),
      };
    },
    build: (input, { random }) => {
      const { query, context } = queryAndContext('crossAttention', input);
      const sizes = { features: lastSize(query), contextFeatures: lastSize(context) };
      return new CrossAttention({ ...sizes, random, ...options });
    },
  });
}

function resolve(options: CrossAttentionOptions) {
  const resolved = resolveOptions('crossAttention', options, {
    heads: options?.heads,
    dropout: 0,
    chunk: undefined,
    useBias: true,
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
  checkInteger('crossAttention', 'heads', resolved.heads, { min: 1 });
  checkNumber('crossAttention', 'dropout', resolved.dropout, { atLeast: 0, below: 1 });
  if (resolved.chunk !== undefined) checkInteger('crossAttention', 'chunk', resolved.chunk, { min: 1 });
  return resolved;
}
