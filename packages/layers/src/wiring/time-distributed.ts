import {
  type AnyBlueprint,
  type AnyRank,
  type AnyRankParts,
  type Blueprint,
  type Context,
  checkBlueprint,
  childContext,
  defineAnyRank,
  defineLayer,
  formatShape,
  type LayerParts,
  type Module,
  memoryScope,
  ShapeError,
  tensorInput,
  within,
} from '@neurite/core';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { buildBelow } from '../internal/container.js';
import { describeSteps, sequenceOf, stepOf } from '../internal/step-of.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { WithTime } from '../internal/wiring.js';

const PLACE = 'inner of timeDistributed';

/** The module of `timeDistributed`. */
export class TimeDistributed<In extends Tensor = Tensor, Out extends Tensor = Tensor> extends Tokenwise<
  WithTime<In>,
  WithTime<Out>
> {
  readonly inner: Module<In, Out>;

  /** @param options inner: runs on each step; this module owns it from now on */
  constructor({ inner }: { readonly inner: Module<In, Out> }) {
    super();
    this.inner = inner;
  }

  /**
   * @param x [batch, time, …]
   * @returns a new tensor [batch, time, …], owned by the caller
   * @throws ShapeError when there is no time, or from the inner layer
   */
  override forward(x: WithTime<In>, context: Context): WithTime<Out> {
    const { shape } = x as Tensor; // of one rank more than In
    const [batch, time, ...rest] = shape;
    if (batch === undefined || time === undefined) {
      const expected = 'have shape [batch, time, …]';
      throw new ShapeError({ where: 'timeDistributed', argument: 'x', expected, received: formatShape(shape) });
    }
    // The steps of a sample stand one after another, so that a row of the inner batch is `time` times as far down.
    const rows = context.rows && { rows: { first: context.rows.first * time } };
    const below = { ...childContext(context, 'inner'), ...rows };
    return memoryScope('timeDistributed', () => {
      const steps = reshape(x as Tensor, [batch * time, ...rest]) as Tensor as In; // of one rank less
      const y = within(PLACE, () => this.inner.forward(steps, below));
      return reshape(y as Tensor, [batch, time, ...y.shape.slice(1)]) as Tensor as WithTime<Out>; // of one rank more
    });
  }
}

/**
 * Runs a layer on each step of a sequence, with the same weights: a convolution over each frame of a video, say. `dense`,
 * norms and activations do so without it.
 *
 * @param inner takes one step
 * @returns a blueprint that takes [time, …] to [time, …]; the time may be null
 * @throws ShapeError, DtypeError from `outputSpec`, when there is no time, or from the inner layer
 * @example
 * const frames = timeDistributed(sequential(conv2d(4, 3), flatten()));
 * using model = build(sequential(frames, gru(8)), { input: [null, 8, 8, 1], seed: 7 });
 * const y = model.forward(ones([2, 5, 8, 8, 1]), inference()); // [2, 8]
 */
export function timeDistributed(inner: AnyRank): AnyRank;
export function timeDistributed<In extends Tensor, Out extends Tensor>(
  inner: Blueprint<In, Out>,
): Blueprint<WithTime<In>, WithTime<Out>>;
export function timeDistributed(inner: AnyBlueprint): AnyBlueprint {
  checkBlueprint('timeDistributed', 'inner', inner);
  const parts: LayerParts<never, unknown> = {
    outputSpec: (input) => {
      const step = stepOf('timeDistributed', input);
      const after = within(PLACE, () => inner.outputSpec(step));
      return sequenceOf(tensorInput('timeDistributed', after, { dtype: 'any' }), input);
    },
    describe: (input) => describeSteps(input, 'timeDistributed', ['inner', inner]),
    build: (input, context) => {
      const one = within(PLACE, () =>
        (inner as Blueprint).build(stepOf('timeDistributed', input), buildBelow(context, 'inner')),
      ); // all kinds are built alike
      return new TimeDistributed({ inner: one }) as Module<never, unknown>;
    },
  };
  return 'anyRank' in inner
    ? defineAnyRank('timeDistributed', [inner], parts as AnyRankParts<unknown>)
    : defineLayer('timeDistributed', [inner], parts);
}
