import { ArgumentError, type Optimizer, type Schedule } from '@neurite/core';
import type { OptimizerConformance } from '@neurite/testing';

export const rates: readonly string[] = ['learningRate', 'learningRateMultiplier'];
export const moments: readonly string[] = ['beta1', 'beta2', 'epsilon'];
export const adamMoments: readonly string[] = [...moments, 'amsgrad'];
export const decay: readonly string[] = ['weightDecay', 'weightDecayMask'];

/** Momentum of 0.9 makes steps ten times as long in the end. */
export const heavy = { learningRate: 0.05, valleyRate: 0.0005 };
/** Adam's steps are as long as the learning rate, whatever the gradient. */
export const adaptive = { learningRate: 0.1, valleyRate: 0.01 };
export const wrong = (value: number): number | Schedule => value;

export function refused(run: () => unknown, message: string): NonNullable<OptimizerConformance['errors']>[number] {
  return { run, type: ArgumentError, message };
}

type WithRate = { readonly learningRate: number | Schedule };

/** What rows of optimizers with a learning rate, and a decay of the weights, have in common. */
export function directed(
  make: (options: WithRate) => Optimizer,
  own: readonly string[],
  rest: Partial<OptimizerConformance> = {},
): OptimizerConformance {
  return {
    name: make.name,
    optimizer: (learningRate) => make({ learningRate }),
    options: { make, names: [...rates, ...own, ...decay] },
    ...rest,
  };
}

export const beta1Error = (name: string): string =>
  `${name}: \`beta1\` must be a finite number of at least 0 and below 1; received 1.`;
