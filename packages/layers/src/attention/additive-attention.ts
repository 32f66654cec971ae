import {
  assertShape,
  type Blueprint,
  checkInteger,
  defineLayer,
  glorotUniform,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  spec,
  zeros,
} from '@neurite/core';
import {
  add,
  expandDims,
  matMul,
  maximum,
  reshape,
  softmax,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tidy,
} from '@tensorflow/tfjs-core';
import { hiding } from '../internal/attend.js';
import { project } from '../internal/project.js';
import { queryAndContext } from '../internal/query-and-context.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';
import { type Growth, type Traced, traceQuery, type Walk } from '../internal/trace.js';
import type { CrossAttentionInput } from './cross-attention.js';

/** The options of `additiveAttention`. */
export type AdditiveAttentionOptions = {
  /** Draws the first kernels. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
};

/** What the module of `additiveAttention` is made of. */
export type AdditiveAttentionModuleOptions = AdditiveAttentionOptions & {
  /** The number of features in which query and key are compared: an integer of at least 1. */
  readonly units: number;
  /** The number of features of each token of the query: an integer of at least 1. */
  readonly features: number;
  /** The number of features of each token of the context: an integer of at least 1. */
  readonly contextFeatures: number;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The least score, so that a query that sees nothing takes the mean and not NaN. */
const LOWEST = -3e38;

/** The module of `additiveAttention`. */
export class AdditiveAttention extends Tokenwise<CrossAttentionInput, Tensor3D> implements Traced {
  /** [features, units] */
  readonly queryKernel: Parameter<Tensor2D>;
  /** [contextFeatures, units] */
  readonly kernel: Parameter<Tensor2D>;
  /** [units] */
  readonly bias: Parameter<Tensor1D>;
  /** [units, 1] */
  readonly scoreKernel: Parameter<Tensor2D>;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown */
  constructor({ units, features, contextFeatures, random, ...options }: AdditiveAttentionModuleOptions) {
    super();
    const { kernelInitializer } = resolve(units, options);
    checkInteger('additiveAttention', 'features', features, { min: 1 });
    checkInteger('additiveAttention', 'contextFeatures', contextFeatures, { min: 1 });
    const kernel = (name: string, shape: readonly number[]) =>
      new Parameter(kernelInitializer(shape, random.child(name)) as Tensor2D); // of this shape
    this.queryKernel = kernel('queryKernel', [features, units]);
    this.kernel = kernel('kernel', [contextFeatures, units]);
    this.bias = new Parameter(zeros()([units], random.child('bias')) as Tensor1D); // of this shape
    this.scoreKernel = kernel('scoreKernel', [units, 1]);
  }

  /** See `Traced`. */
  trace(input: Growth, walk: Walk): Growth {
    return traceQuery(input, walk);
  }

  /**
   * @returns a new tensor [batch, queries, contextFeatures], owned by the caller
   * @throws ShapeError when a part has another shape
   */
  override forward({ query, context, mask }: CrossAttentionInput): Tensor3D {
    const [features, contextFeatures] = [this.queryKernel.shape[0]!, this.kernel.shape[0]!];
    const [batch, queries] = query.shape;
    const keys = context.shape[1];
    assertShape('additiveAttention', 'x.query', query.shape, [batch, queries, features]);
    assertShape('additiveAttention', 'x.context', context.shape, [batch, keys, contextFeatures]);
    if (mask !== undefined) {
      assertShape('additiveAttention', 'x.mask', mask.shape, mask.rank === 2 ? [batch, keys] : [batch, queries, keys]);
    }
    return tidy(() => {
      const asked = project(query, { kernel: this.queryKernel.value, bias: this.bias.value });
      const found = project(context, { kernel: this.kernel.value, bias: undefined });
      const both = tanh(add(expandDims(asked, 2), expandDims(found, 1))); // [batch, queries, keys, units]
      const units = both.shape[3]!;
      const flat: Tensor = matMul(reshape(both, [batch * queries * keys, units]), this.scoreKernel.value);
      const scores = reshape(flat, [batch, queries, keys]);
      const masked = mask === undefined ? scores : add(scores, hiding(mask.rank === 2 ? expandDims(mask, 1) : mask));
      return matMul(softmax(maximum(masked, LOWEST)), context) as Tensor3D; // of rank 3
    });
  }
}

/**
 * Additive attention: each token of the query becomes a mixture of the tokens of the context, by weights
 * `softmax(tanh(query · queryKernel + context · kernel + bias) · scoreKernel)`. It takes memory for all pairs of tokens times
 * the units.
 *
 * @param units the number of features in which query and key are compared: an integer of at least 1
 * @returns a blueprint that takes `{ query: [queries, features], context: [keys, contextFeatures] }`, and `mask` with them
 * where it is in the input's spec (see `crossAttention`), to [queries, contextFeatures]; a query that sees nothing gets the
 * mean of the context
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input has other fields, or a number of features is null
 * @example
 * using model = build(additiveAttention(4), { input: { query: [1, 8], context: [null, 6] }, seed: 7 });
 * const x = { query: ones<Rank.R3>([2, 1, 8]), context: ones<Rank.R3>([2, 5, 6]) };
 * const y = model.forward(x, inference()); // [2, 1, 6]
 * @see Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to align and translate", 2014
 */
export function additiveAttention(
  units: number,
  options: AdditiveAttentionOptions = {},
): Blueprint<CrossAttentionInput, Tensor3D> {
  resolve(units, options);
  return defineLayer('additiveAttention', [units, options], {
    outputSpec: (input) => {
      const { query, context } = queryAndContext('additiveAttention', input);
      return spec([query.shape[0]!, lastSize(context)]);
    },
    describe: (input) => {
      const { query, context } = queryAndContext('additiveAttention', input);
      const [features, contextFeatures] = [lastSize(query), lastSize(context)];
      const [queries, keys] = [query, context].map((part) => elements(sizesOf(part).slice(0, 1))) as [number, number]; // both
      return {
        parameters: specsOf({
          queryKernel: [features, units],
          kernel: [contextFeatures, units],
          bias: [units],
          scoreKernel: [units, 1],
        }),
        multiplyAdds:
          units * (queries * features + keys * contextFeatures + queries * keys) + queries * keys * contextFeatures,
      };
    },
    build: (input, { random }) => {
      const { query, context } = queryAndContext('additiveAttention', input);
      const sizes = { features: lastSize(query), contextFeatures: lastSize(context) };
      return new AdditiveAttention({ units, ...sizes, random, ...options });
    },
  });
}

function resolve(units: number, options: AdditiveAttentionOptions) {
  checkInteger('additiveAttention', 'units', units, { min: 1 });
  return resolveOptions('additiveAttention', options, { kernelInitializer: glorotUniform() });
}
