import {
  assertShape,
  type Blueprint,
  checkInteger,
  defineLayer,
  formatSpec,
  glorotUniform,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  ShapeError,
  type Spec,
  TensorSpec,
  tensorInput,
  within,
  zeros,
} from '@neurite/core';
import {
  expandDims,
  split,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from '@tensorflow/tfjs-core';
import { attend, byHead, hiding } from '../internal/attend.js';
import { assertDivides } from '../internal/last-axis.js';
import { project } from '../internal/project.js';
import { sideBySide } from '../internal/side-by-side.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `crossAttention`. */
export type CrossAttentionOptions = {
  /**
   * The number of heads that share the features of the query, each with as many of them: an integer of at least 1 that
   * divides them.
   */
  readonly heads: number;
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
export class CrossAttention extends Tokenwise<CrossAttentionInput, Tensor3D> {
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

  /**
   * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
   * @throws ShapeError when the heads do not divide the features
   */
  constructor({ features, contextFeatures, random, ...options }: CrossAttentionModuleOptions) {
    super();
    const { heads, useBias, kernelInitializer, biasInitializer } = resolve(options);
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
  }

  /**
   * @returns a new tensor [batch, queries, features], owned by the caller
   * @throws ShapeError when a part has another shape
   */
  override forward({ query, context, mask }: CrossAttentionInput): Tensor3D {
    const [features, contextFeatures] = [this.queryKernel.shape[0]!, this.kernel.shape[0]!];
    const [batch, queries] = query.shape;
    const keys = context.shape[1];
    assertShape('crossAttention', 'x.query', query.shape, [batch, queries, features]);
    assertShape('crossAttention', 'x.context', context.shape, [batch, keys, contextFeatures]);
    if (mask !== undefined) {
      const wanted = mask.rank === 2 ? [batch, keys] : [batch, queries, keys];
      assertShape('crossAttention', 'x.mask', mask.shape, wanted);
    }
    const { heads } = this;
    return tidy(() => {
      const q = project(query, { kernel: this.queryKernel.value, bias: this.queryBias?.value });
      const found = project(context, { kernel: this.kernel.value, bias: this.bias?.value });
      const [key, value] = split(found, 2, 2).map((part) => byHead(part, heads)) as [Tensor, Tensor]; // both
      const hidden = mask && hiding(expandDims(mask.rank === 2 ? expandDims(mask, 1) : mask, 1)); // [batch, 1, …, keys]
      const y = attend({ query: byHead(q, heads), key, value, mask: hidden }, { causal: false });
      return project(y, { kernel: this.outputKernel.value, bias: this.outputBias?.value });
    });
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
      const { query } = partsOf(input);
      assertDivides('crossAttention', query, { name: 'features', parts: [heads, 'heads'] });
      return query;
    },
    describe: (input) => {
      const { query, context } = partsOf(input);
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
      const { query, context } = partsOf(input);
      const sizes = { features: lastSize(query), contextFeatures: lastSize(context) };
      return new CrossAttention({ ...sizes, random, ...options });
    },
  });
}

function resolve(options: CrossAttentionOptions) {
  const resolved = resolveOptions('crossAttention', options, {
    heads: options.heads,
    useBias: true,
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
  checkInteger('crossAttention', 'heads', resolved.heads, { min: 1 });
  return resolved;
}

function partsOf(input: Spec): { readonly query: TensorSpec; readonly context: TensorSpec } {
  const { query, context, mask, ...rest } = (input instanceof TensorSpec ? {} : input) as Readonly<
    Record<string, Spec>
  >;
  if (query === undefined || context === undefined || Object.keys(rest).length > 0) {
    const expected = 'be a record with the fields query, context, and mask where there is one';
    throw new ShapeError({ where: 'crossAttention', argument: 'input', expected, received: formatSpec(input) });
  }
  const part = (name: string, of: Spec): TensorSpec =>
    within(name, () => tensorInput('crossAttention', of, { axes: ['tokens', 'features'], known: ['features'] }));
  if (mask !== undefined) {
    const axes = mask instanceof TensorSpec && mask.shape.length === 1 ? ['keys'] : ['queries', 'keys'];
    within('mask', () => tensorInput('crossAttention', mask, { axes, dtype: 'any' }));
  }
  return { query: part('query', query), context: part('context', context) };
}
