import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  boolean,
  choice,
  cmaEsSampler,
  conditional,
  createStudy,
  float,
  gaussianProcessSampler,
  gridSampler,
  int,
  nsga2Sampler,
  type Objectives,
  optimize,
  randomSampler,
  type Sampler,
  type Space,
  sobolSampler,
  tpeSampler,
} from '../src/index.js';
import { branin, braninSpace, ellipse, ellipseSpace } from './support/surfaces.js';

const samplers: Readonly<Record<string, () => Sampler>> = {
  random: randomSampler,
  sobol: sobolSampler,
  tpe: () => tpeSampler({ startup: 5 }),
  'gaussian process': () => gaussianProcessSampler({ startup: 4 }),
  'cma-es': cmaEsSampler,
  nsga2: () => nsga2Sampler({ populationSize: 6 }),
};

/** Of everything that a space can have. */
const mixed = {
  rate: float(1e-4, 1, { log: true }),
  drop: float(0, 0.5, { step: 0.1 }),
  units: int(1, 100, { log: true }),
  activation: choice(['relu', 'tanh', 'gelu']),
  optimizer: conditional({ adam: {}, sgd: { momentum: float(0, 0.9), nesterov: boolean() } }),
};

async function bests<const S extends Space>(
  space: S,
  objective: Parameters<typeof optimize<S, 'minimize'>>[1],
  { make, trials, seeds = 3 }: { readonly make: () => Sampler; readonly trials: number; readonly seeds?: number },
): Promise<number> {
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const study = await createStudy(space, { sampler: make(), seed });
    await optimize(study, objective, { trials });
    sum += study.best!.result!;
  }
  return sum / seeds;
}

describe.each(Object.entries(samplers))('the sampler %s', (name, make) => {
  it('chooses values of the space, the same ones for one seed', async () => {
    const run = async () => {
      const study = await createStudy(mixed, { sampler: make(), seed: 5 });
      await optimize(
        study,
        ({ values: { rate, drop, units, activation, optimizer } }) =>
          Math.log(rate) ** 2 +
          drop +
          (activation === 'tanh' ? 0 : 1) +
          units / 100 +
          (optimizer.kind === 'sgd' ? optimizer.momentum : 0.4),
        { trials: 25 },
      );
      return study.trials.map(({ values, result }) => ({ ...values, result }));
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first.every(({ result }) => Number.isFinite(result))).toBe(true);
    expect(new Set(first.map((values) => JSON.stringify(values))).size).toBeGreaterThan(22);
  });

  it('goes on with trials that are pruned, failed, running, or violate a constraint', async () => {
    const study = await createStudy(mixed, {
      sampler: make(),
      pruner: { name: 'third', shouldPrune: ({ trial }) => trial.number % 3 === 0 },
    });
    await study.ask();
    await optimize(
      study,
      async (trial) => {
        await trial.report(1, trial.values.rate);
        if (trial.number % 5 === 0) throw new RangeError('no');
        if (trial.number % 4 === 0) trial.constrain({ bytes: 1 });
        return trial.number % 7 === 0 ? Number.POSITIVE_INFINITY : trial.values.rate;
      },
      { trials: 30, concurrency: 3 },
    );
    expect(study.trials).toHaveLength(31);
    expect(new Set(study.trials.map(({ state }) => state))).toEqual(
      new Set(['running', 'complete', 'pruned', 'failed']),
    );
  });

  it('takes one value, and one thousand trials of a choice', async () => {
    const study = await createStudy({ n: int(3, 3), kind: choice(['a', 'b']) }, { sampler: make() });
    await optimize(study, ({ values }) => (values.kind === 'a' ? 0 : 1), {
      trials: name === 'gaussian process' ? 15 : 40,
    });
    expect(study.best!.values).toEqual({ n: 3, kind: 'a' });
  });
});

describe('samplers', () => {
  it('find better results than chance does', async () => {
    const chance = await bests(braninSpace, branin, { make: randomSampler, trials: 60, seeds: 5 });
    expect(chance).toBeGreaterThan(0.9);
    expect(await bests(braninSpace, branin, { make: tpeSampler, trials: 60, seeds: 5 })).toBeLessThan(0.75);
    expect(await bests(braninSpace, branin, { make: gaussianProcessSampler, trials: 30, seeds: 2 })).toBeLessThan(0.43);
    expect(await bests(ellipseSpace, ellipse, { make: cmaEsSampler, trials: 300 })).toBeLessThan(0.1);
    expect(await bests(ellipseSpace, ellipse, { make: randomSampler, trials: 300 })).toBeGreaterThan(1);
  });

  it('spread the first points of Sobol evenly: each half, quarter and eighth of an axis has as many', async () => {
    const space = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`x${i}`, float(0, 1)]));
    const study = await createStudy(space, { sampler: sobolSampler(), seed: 3 });
    await optimize(study, () => 0, { trials: 64 });
    for (let axis = 0; axis < 64; axis++) {
      const counts = new Array(8).fill(0);
      for (const { values } of study.trials) counts[Math.floor(values![`x${axis}`]! * 8)]++;
      expect(counts).toEqual(new Array(8).fill(8));
    }
  });

  it('spread two axes of Sobol evenly together', async () => {
    const study = await createStudy({ a: float(0, 1), b: float(0, 1) }, { sampler: sobolSampler() });
    await optimize(study, () => 0, { trials: 16 });
    const cells = new Set(
      study.trials.map(({ values }) => `${Math.floor(values!.a * 4)} ${Math.floor(values!.b * 4)}`),
    );
    expect(cells.size).toBe(16);
  });

  it('try each combination of a grid once, also after an interruption', async () => {
    const space = { n: int(1, 2), x: float(0, 1), o: conditional({ a: {}, b: { m: int(0, 2) } }) };
    const study = await createStudy(space, { sampler: gridSampler({ points: 3 }) });
    expect(await optimize(study, () => 0, { trials: 11 })).toBe('trials');
    expect(await optimize(study, () => 0, { trials: 100, concurrency: 4 })).toBe('exhausted');
    const all = study.trials.map(({ values }) => JSON.stringify(values));
    expect(all).toHaveLength(2 * 3 * 4);
    expect(new Set(all).size).toBe(24);
    const large = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`x${i}`, float(0, 1)]));
    const too = await createStudy(large, { sampler: gridSampler() });
    await expectError(
      () => too.ask(),
      ArgumentError,
      'gridSampler: the grid has more than 100,000 points. Use fewer points, steps, or another sampler.',
    );
  });

  it('find the front of two objectives', async () => {
    const objectives = { one: 'minimize', other: 'minimize' } as const satisfies Objectives;
    const study = await createStudy(
      { x: float(-4, 4), y: float(-4, 4) },
      { objectives, sampler: nsga2Sampler({ populationSize: 12 }) },
    );
    await optimize(study, ({ values: { x, y } }) => ({ one: x ** 2 + y ** 2, other: (x - 2) ** 2 + y ** 2 }), {
      trials: 180,
    });
    // The front is the line from one minimum to the other.
    const good = study.front.filter(({ values }) => Math.abs(values!.y) < 0.3 && values!.x > -0.2 && values!.x < 2.2);
    expect(good.length).toBeGreaterThan(0.7 * study.front.length);
    expect(study.front.length).toBeGreaterThan(8);
  });

  it.each<readonly [string, () => unknown, string]>([
    [
      'tpe startup',
      () => tpeSampler({ startup: 0 }),
      'tpeSampler: `startup` must be an integer of at least 1; received 0.',
    ],
    ['tpe good', () => tpeSampler({ gamma: 3 as never }), 'tpeSampler: `gamma` must be a function; received 3.'],
    [
      'tpe prior',
      () => tpeSampler({ priorWeight: 0 }),
      'tpeSampler: `priorWeight` must be a finite number above 0; received 0.',
    ],
    ['grid', () => gridSampler({ points: 0 }), 'gridSampler: `points` must be an integer of at least 1; received 0.'],
    [
      'cma-es',
      () => cmaEsSampler({ populationSize: 2 }),
      'cmaEsSampler: `populationSize` must be an integer of at least 4; received 2.',
    ],
    [
      'nsga2',
      () => nsga2Sampler({ crossoverProbability: 2 }),
      'nsga2Sampler: `crossoverProbability` must be a finite number of at least 0 and of at most 1; received 2.',
    ],
    [
      'gaussian process',
      () => gaussianProcessSampler({ memory: 1 }),
      'gaussianProcessSampler: `memory` must be an integer of at least 10; received 1.',
    ],
  ])('refuse a wrong option: %s', async (_, call, message) => {
    await expectError(call, ArgumentError, message);
  });
});
