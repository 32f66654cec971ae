import type { Callback } from '@neurite/core';
import { expectTypeOf, test } from 'vitest';
import {
  boolean,
  choice,
  conditional,
  createStudy,
  float,
  int,
  optimize,
  type RunningTrial,
  serveObjective,
  trialPruning,
  type Values,
} from '../src/index.js';

const space = {
  layers: int(1, 4),
  rate: float(0, 1),
  activation: choice(['relu', 'tanh', null]),
  bias: boolean(),
  optimizer: conditional({ adam: {}, sgd: { momentum: float(0, 1), nesterov: boolean() } }),
  group: { units: int(1, 9) },
};

test('values have the types of their space', () => {
  expectTypeOf<Values<typeof space>['layers']>().toEqualTypeOf<number>();
  expectTypeOf<Values<typeof space>['activation']>().toEqualTypeOf<'relu' | 'tanh' | null>();
  expectTypeOf<Values<typeof space>['bias']>().toEqualTypeOf<boolean>();
  expectTypeOf<Values<typeof space>['group']['units']>().toEqualTypeOf<number>();
  const use = ({ optimizer }: Values<typeof space>): number => {
    if (optimizer.kind === 'sgd') return optimizer.nesterov ? optimizer.momentum : 0;
    // @ts-expect-error: adam has no momentum
    return optimizer.momentum;
  };
  expectTypeOf(use).returns.toBeNumber();
});

test('results have the form of the objectives', async () => {
  const one = await createStudy(space);
  expectTypeOf(one.best!.result).toEqualTypeOf<number | undefined>();
  await optimize(one, ({ values }) => values.rate, { trials: 1 });
  // @ts-expect-error: a number is wanted
  await optimize(one, () => 'good', { trials: 1 });
  const two = await createStudy(space, { objectives: { accuracy: 'maximize', milliseconds: 'minimize' } });
  expectTypeOf(two.front[0]!.result!.accuracy).toBeNumber();
  await optimize(two, () => ({ accuracy: 1, milliseconds: 2 }), { trials: 1 });
  // @ts-expect-error: milliseconds are missing
  await optimize(two, () => ({ accuracy: 1 }), { trials: 1 });
  // @ts-expect-error: no such variant
  await one.enqueue({ ...({} as Values<typeof space>), optimizer: { kind: 'lion' } });
});

test('a callback of fit, and an objective in a thread, know their trial', () => {
  const callback = (trial: RunningTrial<typeof space>) => trialPruning(trial, { monitor: 'validation.loss' });
  expectTypeOf(callback).returns.toEqualTypeOf<Callback>();
  serveObjective<typeof space>(({ values }) => values.layers);
  // @ts-expect-error: no such hyperparameter
  serveObjective<typeof space>(({ values }) => values.depth);
});
