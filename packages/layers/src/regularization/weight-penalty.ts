import {
  type AnyBlueprint,
  type AnyRank,
  type AnyRankParts,
  type Blueprint,
  type Context,
  checkBlueprint,
  defineAnyRank,
  defineLayer,
  isTraining,
  type LayerParts,
  type Module,
  parameters,
  type RunOutput,
  within,
} from '@neurite/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { buildBelow, type Call, type Child, Container, type Masked } from '../internal/container.js';
import { type PenaltyOptions, penaltyOf, resolvePenalty } from '../internal/penalty.js';

/** The options of `weightPenalty`. */
export type WeightPenaltyOptions = PenaltyOptions;

const PLACE = 'inner of weightPenalty';

/** The module of `weightPenalty`. */
export class WeightPenalty<In = Tensor, Out = Tensor> extends Container<In, Out> {
  readonly inner: Module<In, Out>;
  readonly l1: number;
  readonly l2: number;

  /**
   * @param options inner: this module owns it from now on
   * @throws ArgumentError when a factor is below 0, or an option is unknown
   */
  constructor({ inner, ...options }: WeightPenaltyOptions & { readonly inner: Module<In, Out> }) {
    super();
    const { l1, l2 } = resolvePenalty('weightPenalty', options);
    this.inner = inner;
    this.l1 = l1;
    this.l2 = l2;
  }

  override forward(x: In, context: Context): Out {
    const { penalize } = context;
    if (penalize !== undefined && isTraining(this, context)) {
      for (const [path, { value, trainable }] of parameters(this.inner)) {
        if (trainable && /kernel$|embeddings$/i.test(path)) tidy(() => penalize(penaltyOf(value, this)));
      }
    }
    return super.forward(x, context);
  }

  protected override children(): readonly Child[] {
    return [{ path: 'inner', place: PLACE, module: this.inner }];
  }

  protected override pass(input: Masked<In>, call: Call): Omit<RunOutput<Out>, 'state'> {
    const { outputs, mask } = call(this.children()[0]!, input);
    return { outputs: outputs as Out, mask }; // what the inner module gives
  }
}

/**
 * Adds to the loss in training what large weights cost: `l1 · Σ |w| + l2 · Σ w²` over the kernels and embeddings of a layer or
 * a network; biases, scales and what is frozen are left out.
 *
 * `fit` adds it; in a training loop of your own see `collectPenalties`. With Adam, the decay of `adamW` is often better.
 *
 * @param inner the layer, or a network
 * @returns a blueprint for the inputs of `inner`
 * @throws ArgumentError when a factor is below 0, or an option is unknown
 * @example
 * const network = weightPenalty(sequential(dense(16), relu(), dense(1)), { l2: 1e-4 });
 * using model = build(network, { input: [4], seed: 7 });
 */
export function weightPenalty(inner: AnyRank, options: WeightPenaltyOptions): AnyRank;
export function weightPenalty<In, Out>(inner: Blueprint<In, Out>, options: WeightPenaltyOptions): Blueprint<In, Out>;
export function weightPenalty(inner: AnyBlueprint, options: WeightPenaltyOptions): AnyBlueprint {
  checkBlueprint('weightPenalty', 'inner', inner);
  resolvePenalty('weightPenalty', options);
  const parts: LayerParts<never, unknown> = {
    outputSpec: (input) => within(PLACE, () => inner.outputSpec(input)),
    describe: (input) => ({ children: { inner: [inner, input] } }),
    build: (input, context) => {
      const built = within(PLACE, () => (inner as Blueprint).build(input, buildBelow(context, 'inner'))); // all kinds are built alike
      return new WeightPenalty({ inner: built, ...options }) as Module<never, unknown>;
    },
  };
  return 'anyRank' in inner
    ? defineAnyRank('weightPenalty', [inner, options], parts as AnyRankParts<unknown>)
    : defineLayer('weightPenalty', [inner, options], parts);
}
