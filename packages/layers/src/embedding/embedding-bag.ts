import {
  ArgumentError,
  type Blueprint,
  type Context,
  checkChoice,
  checkInteger,
  checkNumber,
  defineLayer,
  formatSpec,
  Module,
  memoryScope,
  normal,
  Parameter,
  type RandomStream,
  type RunInput,
  type RunOutput,
  resolveOptions,
  ShapeError,
  type Spec,
  spec,
  TensorSpec,
  tensorInput,
} from '@neurite/core';
import {
  add,
  cast,
  div,
  expandDims,
  max,
  maximum,
  maxPool,
  mul,
  notEqual,
  type Rank,
  reshape,
  sub,
  sum,
  Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { lookUp } from '../internal/look-up.js';
import { specsOf } from '../internal/sizes.js';
import type { EmbeddingOptions } from './embedding.js';

/** The options of `embeddingBag`. */
export type EmbeddingBagOptions = EmbeddingOptions & {
  /** What becomes of the rows of a bag. Default `mean`, as in PyTorch. */
  readonly mode?: 'sum' | 'mean' | 'max';
};

/** What the module of `embeddingBag` is made of. */
export type EmbeddingBagModuleOptions = EmbeddingBagOptions & {
  /** The number of ids: an integer of at least 1. */
  readonly vocabularySize: number;
  /** The number of features of each id: an integer of at least 1. */
  readonly dimension: number;
  /** Draws the first embeddings, from the child `embeddings`. */
  readonly random: RandomStream;
};

/** The ids of bags, or these with a weight for each. */
export type Bags = Tensor2D | { readonly ids: Tensor2D; readonly weights: Tensor2D };

/** The module of `embeddingBag`. */
export class EmbeddingBag extends Module<Bags, Tensor2D> {
  /** One row for each id, [vocabularySize, dimension]. */
  readonly embeddings: Parameter<Tensor2D>;
  readonly mode: 'sum' | 'mean' | 'max';
  readonly paddingIndex: number | undefined;
  readonly maxNorm: number | undefined;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is wrong */
  constructor({ vocabularySize, dimension, random, ...options }: EmbeddingBagModuleOptions) {
    super();
    const { embeddingsInitializer, mode, paddingIndex, maxNorm } = resolve(vocabularySize, dimension, options);
    const first = embeddingsInitializer([vocabularySize, dimension], random.child('embeddings'));
    this.embeddings = new Parameter(first as Tensor2D); // of this shape
    this.mode = mode;
    this.paddingIndex = paddingIndex;
    this.maxNorm = maxNorm;
  }

  /**
   * @param x int32 ids from 0 to vocabularySize − 1, [batch, time], or { ids, weights } of this shape each
   * @returns a new tensor [batch, dimension], owned by the caller
   * @throws ArgumentError when a backend refuses an id, or there are weights and the mode is not `sum`
   * @throws DtypeError when the ids are not int32
   * @throws ShapeError when they have another rank
   */
  override forward(x: Bags): Tensor2D {
    return memoryScope('embeddingBag', () => this.#bags(x, undefined));
  }

  /** A mask leaves ids out of their bags. */
  override run({ x, mask }: RunInput<Bags>, _context: Context): RunOutput<Tensor2D> {
    const outputs = memoryScope('embeddingBag', () => this.#bags(x, mask as Tensor2D | undefined)); // [batch, time]
    return { outputs, mask: undefined, state: {} };
  }

  #bags(x: Bags, mask: Tensor2D | undefined): Tensor2D {
    const { embeddings: table, paddingIndex, maxNorm, mode } = this;
    const [ids, weights] = x instanceof Tensor ? [x, undefined] : [x.ids, x.weights];
    if (weights !== undefined && mode !== 'sum') refuseWeights(mode);
    const rows = lookUp('embeddingBag', ids, { table, maxNorm });
    const stands = paddingIndex === undefined ? undefined : cast(notEqual(ids, cast(paddingIndex, 'int32')), 'float32');
    const counted = [stands, mask && cast(mask, 'float32')].filter((one) => one !== undefined);
    const share = counted.length === 0 ? undefined : counted.reduce((a, b) => mul(a, b)); // 0 or 1
    if (mode === 'max') return largest(rows, share);
    const factors = [share, weights].filter((one) => one !== undefined);
    const weighted = factors.reduce((y, factor) => mul(y, expandDims(factor, 2)), rows);
    const total = sum(weighted, 1) as Tensor2D; // without time
    if (mode === 'sum') return total;
    return div(total, share === undefined ? Math.max(1, ids.shape[1]) : maximum(sum(share, 1, true), 1));
  }
}

/** The largest of the rows that count, feature by feature; 0 where none does. Among equals the first has the gradient. */
function largest(rows: Tensor3D, share: Tensor | undefined): Tensor2D {
  const [batch, time, dimension] = rows.shape;
  const shown = share === undefined ? rows : add(rows, mul(sub(expandDims(share, 2), 1), 3e38));
  const image = reshape<Rank.R4>(shown, [batch, 1, time, dimension]);
  const y = reshape<Rank.R2>(maxPool(image, [1, time], [1, time], 'valid'), [batch, dimension]);
  return share === undefined ? y : mul(y, max(share, 1, true));
}

function refuseWeights(mode: string): never {
  const expected = `be ids alone, as the mode is ${mode}`;
  throw new ArgumentError({ where: 'embeddingBag', argument: 'input', expected, received: 'weights' });
}

/**
 * The sum, mean or maximum of the rows of a bag of ids: `y[b] = Σₜ embeddings[x[b, t]]`, divided by the number of ids in
 * `mean`. With weights, only in `sum`, each row counts as much as its weight.
 *
 * Bags of different sizes are padded with `paddingIndex`, or come with a mask; what is left out does not count.
 *
 * @param vocabularySize the number of ids: an integer of at least 1
 * @param dimension the number of features of each id: an integer of at least 1
 * @returns a blueprint that takes int32 ids [time], or { ids, weights }, to [dimension]; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is wrong
 * @throws ShapeError from `outputSpec`, when the input is neither [time] nor { ids, weights } of one shape
 * @throws DtypeError from `outputSpec`, when the ids are not int32: describe them with `tokens`
 * @example
 * using model = build(embeddingBag(1000, 16, { paddingIndex: 0 }), { input: tokens([null]), seed: 7 });
 * const y = model.forward(tensor2d([[4, 999, 0]], [1, 3], 'int32'), inference()); // [1, 16]
 * @see Joulin et al., "Bag of tricks for efficient text classification", 2016
 */
export function embeddingBag(
  vocabularySize: number,
  dimension: number,
  options: EmbeddingBagOptions = {},
): Blueprint<Bags, Tensor2D> {
  const { mode } = resolve(vocabularySize, dimension, options);
  return defineLayer('embeddingBag', [vocabularySize, dimension, options], {
    outputSpec: (input) => {
      tensorInput('embeddingBag', idsOf(input, mode), { axes: ['time'], dtype: 'int32' });
      return spec([dimension]);
    },
    describe: () => ({ parameters: specsOf({ embeddings: [vocabularySize, dimension] }) }),
    build: (_, { random }) => new EmbeddingBag({ vocabularySize, dimension, random, ...options }),
  });
}

function idsOf(input: Spec, mode: string): Spec {
  if (input instanceof TensorSpec) return input;
  const { ids, weights } = input as { readonly ids?: Spec; readonly weights?: Spec }; // checked here
  if (!(ids instanceof TensorSpec) || !(weights instanceof TensorSpec) || String(ids.shape) !== String(weights.shape)) {
    const expected = 'be ids [time], or { ids, weights } of one shape';
    throw new ShapeError({ where: 'embeddingBag', argument: 'input', expected, received: formatSpec(input) });
  }
  if (mode !== 'sum') refuseWeights(mode);
  return ids;
}

function resolve(vocabularySize: number, dimension: number, options: EmbeddingBagOptions) {
  const where = 'embeddingBag';
  checkInteger(where, 'vocabularySize', vocabularySize, { min: 1 });
  checkInteger(where, 'dimension', dimension, { min: 1 });
  const resolved = resolveOptions(where, options, {
    embeddingsInitializer: normal({ standardDeviation: 1 }),
    mode: 'mean',
    paddingIndex: undefined,
    maxNorm: undefined,
  });
  const { mode, paddingIndex, maxNorm } = resolved;
  checkChoice(where, 'mode', mode, ['sum', 'mean', 'max']);
  if (paddingIndex !== undefined) {
    checkInteger(where, 'paddingIndex', paddingIndex, { min: 0, max: vocabularySize - 1 });
  }
  if (maxNorm !== undefined) checkNumber(where, 'maxNorm', maxNorm, { above: 0 });
  return resolved;
}
