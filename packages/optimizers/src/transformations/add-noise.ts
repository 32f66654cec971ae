import { checkInteger, checkNumber, type Optimizer, RandomStream, resolveOptions, type Schedule } from '@neurite/core';
import { randomNormals } from '@neurite/ops';
import { add, mul } from '@tensorflow/tfjs-core';
import { composed } from '../internal/composed.js';
import { scheduleOf } from '../internal/schedule-of.js';

export type AddNoiseOptions = {
  /** Of the noise in the first step: a finite number of at least 0, or a schedule in place of the decay. Default 0.1. */
  readonly standardDeviation?: number | Schedule;
  /** γ, how fast the variance falls: a finite number of at least 0. Default 0.55. */
  readonly decay?: number;
  /** An integer. Default 0. */
  readonly seed?: number;
};

/**
 * Adds normal noise to each gradient, of variance `standardDeviation² / (1 + step)^γ`: for very deep networks that are hard
 * to train. Put it before an optimizer with `chain`.
 *
 * A draw depends on the seed, the step and the path of the parameter alone, so that a run that goes on from a checkpoint
 * draws as one that was not stopped. Composed: draws are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(addNoise({ standardDeviation: 0.1, seed: 7 }), adam());
 * @see Neelakantan et al. 2015, Adding Gradient Noise Improves Learning for Very Deep Networks
 */
export function addNoise(options: AddNoiseOptions = {}): Optimizer {
  const where = 'addNoise';
  const { standardDeviation, decay, seed } = resolveOptions(where, options, {
    standardDeviation: 0.1,
    decay: 0.55,
    seed: 0,
  });
  const deviationOf = scheduleOf(where, 'standardDeviation', standardDeviation);
  checkNumber(where, 'decay', decay, { atLeast: 0 });
  checkInteger(where, 'seed', seed);
  const random = RandomStream.fromSeed(seed).child(where);
  const isSchedule = typeof standardDeviation === 'function';
  return composed(where, {
    scalars: {
      size: (step, context) => {
        const deviation = deviationOf(step, context);
        checkNumber(where, `standardDeviation(${step})`, deviation, { atLeast: 0 });
        return isSchedule ? deviation : deviation * (1 + step) ** (-decay / 2);
      },
    },
    step: (entries, { clock }) =>
      entries.map(({ path, gradient, scalars }) => {
        const key = (part: string) => clock.key((step) => random.child(`step ${step}`).child(path).child(part).words);
        const noise = randomNormals({ shape: gradient.shape, keys: [key('radius'), key('angle')] });
        return { update: add(gradient, mul(noise, scalars.size)) };
      }),
  });
}
