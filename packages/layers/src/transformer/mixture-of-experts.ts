import {
  type AnyBlueprint,
  type AnyRank,
  type AnyRankParts,
  type Blueprint,
  type Context,
  checkBlueprint,
  checkInteger,
  checkNumber,
  childContext,
  defineAnyRank,
  defineLayer,
  glorotUniform,
  type Initializer,
  isTraining,
  type LayerParts,
  type Module,
  memoryScope,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
  tensorInput,
  within,
} from '@neurite/core';
import {
  addN,
  div,
  matMul,
  mean,
  mul,
  oneHot,
  reshape,
  type Scalar,
  slice,
  softmax,
  sum,
  type Tensor,
  type Tensor2D,
  topk,
} from '@tensorflow/tfjs-core';
import { buildBelow } from '../internal/container.js';
import { assertLastAxis } from '../internal/last-axis.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `mixtureOfExperts`. */
export type MixtureOfExpertsOptions = {
  /** The number of experts: an integer of at least 1. */
  readonly experts: number;
  /** How many of them each token is sent to: an integer from 1 to the number of experts. Default 2, or 1 of one. */
  readonly topK?: number;
  /** The factor of the loss that keeps their load even, of at least 0. Default 0.01. */
  readonly balance?: number;
  /** Draws the first kernel of the router, [features, experts]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
};

/** What the module of `mixtureOfExperts` is made of. */
export type MixtureOfExpertsModuleOptions<T extends Tensor> = Omit<MixtureOfExpertsOptions, 'experts'> & {
  /** This module owns them from now on. */
  readonly experts: readonly Module<T, T>[];
  /** The size of the last axis of the input: an integer of at least 1. */
  readonly features: number;
  /** Draws the router, from the child `router`. */
  readonly random: RandomStream;
};

/** The module of `mixtureOfExperts`. */
export class MixtureOfExperts<T extends Tensor = Tensor> extends Tokenwise<T> {
  /** [features, experts] */
  readonly router: Parameter<Tensor2D>;
  readonly experts: readonly Module<T, T>[];
  readonly topK: number;
  readonly balance: number;

  /** @throws ArgumentError when an option is out of its range or unknown */
  constructor({ experts, features, random, ...options }: MixtureOfExpertsModuleOptions<T>) {
    super();
    const { topK, balance, kernelInitializer } = resolve({ experts: experts.length, ...options });
    checkInteger('mixtureOfExperts', 'features', features, { min: 1 });
    const first = kernelInitializer([features, experts.length], random.child('router'));
    this.router = new Parameter(first as Tensor2D); // of this shape
    this.experts = experts;
    this.topK = topK;
    this.balance = balance;
  }

  /** Whether the experts are: each token is then routed and computed alone. */
  override get tokenwise(): boolean {
    return this.experts.every((expert) => expert.tokenwise);
  }

  /**
   * @param x [batch, …, features]
   * @param context in training the balance is added to its loss
   * @returns a new tensor [batch, …, features of the experts], owned by the caller
   * @throws ShapeError when `x` has other features than the layer was built for
   */
  override forward(x: T, context: Context): T {
    const router = this.router.value;
    const [features, count] = router.shape;
    assertLastAxis('mixtureOfExperts', x, { size: features, name: 'features' });
    return memoryScope('mixtureOfExperts', () => {
      const outer = x.shape.slice(0, -1);
      const rows = outer.reduce((product, size) => product * size, 1);
      const probabilities = softmax(matMul(reshape(x, [rows, features]), router));
      const { indices } = topk(probabilities, this.topK);
      const picked = sum(reshape(oneHot(reshape(indices, [rows * this.topK]), count), [rows, this.topK, count]), 1);
      const kept = mul(probabilities, picked);
      const shares = div(kept, sum(kept, 1, true));
      if (this.balance > 0 && context.penalize !== undefined && isTraining(this, context)) {
        // The share of tokens of each expert times its mean probability, which is 1 where both are even.
        const load = mul(mean(picked, 0), count / this.topK);
        context.penalize(mul(sum(mul(load, mean(probabilities, 0))), this.balance) as Scalar); // a scalar
      }
      const parts = this.experts.map((expert, i) => {
        const below = childContext(context, `experts.${i}`);
        const y = within(`expert ${i} of mixtureOfExperts`, () => expert.forward(x, below));
        return mul(y, reshape(slice(shares, [0, i], [rows, 1]), [...outer, 1]));
      });
      return addN(parts) as T; // of the rank of x
    });
  }
}

/**
 * Several experts, of which a router sends each token to the best: `y = Σ gᵢ · expertᵢ(x)` over the `topK` largest of
 * `p = softmax(x · router)`, with `g` their probabilities scaled to a sum of 1.
 *
 * In training a balance is added to the loss, `balance · experts · Σ fᵢ · pᵢ` with the share f of tokens and the mean probability
 * of each expert, so that all are used; see `collectPenalties`. Each expert computes all tokens here, of which those that it
 * was not chosen for count nothing: the cost is that of all experts.
 *
 * @param expert takes [features] to [features], for each token alone; built once for each
 * @returns a blueprint for the inputs of the experts, with parameters `router`, `experts.0.…`, …
 * @throws ArgumentError when an option is out of its range or unknown
 * @throws ShapeError from `outputSpec`, when the number of features is null, or from an expert
 * @example
 * const experts = mixtureOfExperts(sequential(dense(32), gelu(), dense(8)), { experts: 4, topK: 2 });
 * using model = build(residual(experts), { input: [null, 8], seed: 7 });
 * @see Shazeer et al., "Outrageously large neural networks: the sparsely-gated mixture-of-experts layer", 2017; Fedus, Zoph and
 * Shazeer, "Switch transformers", 2021, for the balance
 */
export function mixtureOfExperts(expert: AnyRank, options: MixtureOfExpertsOptions): AnyRank;
export function mixtureOfExperts<T extends Tensor>(
  expert: Blueprint<T, T>,
  options: MixtureOfExpertsOptions,
): Blueprint<T, T>;
export function mixtureOfExperts(expert: AnyBlueprint, options: MixtureOfExpertsOptions): AnyBlueprint {
  checkBlueprint('mixtureOfExperts', 'expert', expert);
  const { experts: count } = resolve(options);
  const names = Array.from({ length: count }, (_, i) => `experts.${i}`);
  const parts: LayerParts<never, unknown> = {
    outputSpec: (input) => {
      const given = tensorInput('mixtureOfExperts', input, { axes: ['…', 'features'], known: ['features'] });
      return tensorInput(
        'mixtureOfExperts',
        within('expert of mixtureOfExperts', () => expert.outputSpec(given)),
      );
    },
    describe: (input: Spec) => ({
      parameters: specsOf({ router: [lastSize(input), count] }),
      children: Object.fromEntries(names.map((name) => [name, [expert, input] as const])),
      multiplyAdds: elements(sizesOf(input)) * count,
    }),
    build: (input, context) => {
      const experts = names.map((_, i) =>
        within(`expert ${i} of mixtureOfExperts`, () =>
          (expert as Blueprint).build(input, buildBelow(context, 'experts', String(i))),
        ),
      ); // all kinds are built alike
      const { experts: _, ...rest } = options;
      return new MixtureOfExperts({ experts, features: lastSize(input), random: context.random, ...rest }) as Module<
        never,
        unknown
      >;
    },
  };
  return 'anyRank' in expert
    ? defineAnyRank('mixtureOfExperts', [expert, options], parts as AnyRankParts<unknown>)
    : defineLayer('mixtureOfExperts', [expert, options], parts);
}

function resolve(options: MixtureOfExpertsOptions) {
  const where = 'mixtureOfExperts';
  const { experts } = options;
  const resolved = resolveOptions(where, options, {
    experts,
    topK: Math.min(2, experts),
    balance: 0.01,
    kernelInitializer: glorotUniform(),
  });
  checkInteger(where, 'experts', experts, { min: 1 });
  checkInteger(where, 'topK', resolved.topK, { min: 1, max: experts });
  checkNumber(where, 'balance', resolved.balance, { atLeast: 0 });
  return resolved;
}
