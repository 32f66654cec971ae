import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boolean, choice, conditional, createStudy, float, int, randomSampler, type Space } from '../src/index.js';

/** The values that a sampler of chance chooses. */
async function draw<const S extends Space>(space: S, trials = 200) {
  const study = await createStudy(space, { sampler: randomSampler() });
  for (let i = 0; i < trials; i++) {
    const trial = (await study.ask())!;
    await study.tell(trial, 0);
  }
  return study.trials.map(({ values }) => values!);
}

describe('spaces', () => {
  it('give each value of an int equally often, and both bounds', async () => {
    const counts = new Map<number, number>();
    for (const { n } of await draw({ n: int(2, 5) }, 400)) counts.set(n, (counts.get(n) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([2, 3, 4, 5]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(65);
  });

  it('keep to steps, of which the last may be short of the bound', async () => {
    expect(new Set((await draw({ n: int(1, 8, { step: 3 }) })).map(({ n }) => n))).toEqual(new Set([1, 4, 7]));
    const rates = new Set((await draw({ rate: float(0, 0.5, { step: 0.1 }) }, 300)).map(({ rate }) => rate));
    expect(rates).toEqual(new Set([0, 0.1, 0.2, 0.3, 0.4, 0.5]));
  });

  it('take back each value that they give, for any bounds and steps', async () => {
    const bounds = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    );
    const numbers = fc.oneof(
      bounds.map(([low, width]) => float(low, low + width)),
      fc
        .tuple(bounds, fc.double({ min: 1e-3, max: 10 }))
        .map(([[low], step]) => float(low, low + 7.5 * step, { step })),
      fc
        .tuple(fc.integer({ min: 1, max: 1e6 }), fc.nat(1e6), fc.boolean())
        .map(([low, width, log]) => int(low, low + width, { log })),
    );
    await fc.assert(
      fc.asyncProperty(numbers, fc.double({ min: 0, max: 1, noNaN: true }), async (x, position) => {
        const study = await createStudy({ x }, { sampler: { name: 'at', sample: () => [position] } });
        const { values } = (await study.ask())!;
        expect(values.x >= x.low && values.x <= x.high).toBe(true);
        await study.enqueue(values);
        expect((await study.ask())!.values).toEqual(values);
      }),
    );
  });

  it('spread logarithms evenly', async () => {
    const all = await draw({ rate: float(1e-4, 1, { log: true }), units: int(1, 1000, { log: true }) }, 400);
    const small = all.filter(({ rate }) => rate < 1e-2).length;
    expect(small).toBeGreaterThan(160);
    expect(small).toBeLessThan(240);
    expect(all.filter(({ units }) => units < 32).length).toBeGreaterThan(160);
    expect(all.every(({ units }) => Number.isInteger(units) && units >= 1 && units <= 1000)).toBe(true);
  });

  it('reach bounds that are far apart, or equal', async () => {
    const all = await draw({ wide: float(-1e308, 1e308), narrow: float(3, 3), one: int(7, 7) });
    expect(all.every(({ wide, narrow, one }) => Number.isFinite(wide) && narrow === 3 && one === 7)).toBe(true);
    expect(all.some(({ wide }) => wide < 0) && all.some(({ wide }) => wide > 0)).toBe(true);
  });

  it('give a variant only what it has, at any depth', async () => {
    const all = await draw({
      optimizer: conditional({
        adam: {},
        sgd: { momentum: float(0, 0.9), schedule: conditional({ constant: {}, step: { every: int(1, 5) } }) },
      }),
      model: { useBias: boolean(), activation: choice(['relu', 'tanh', null, 3]) },
    });
    const kinds = new Set(all.map(({ optimizer }) => optimizer.kind));
    expect(kinds).toEqual(new Set(['adam', 'sgd']));
    for (const { optimizer, model } of all) {
      expect(Object.keys(model)).toEqual(['useBias', 'activation']);
      if (optimizer.kind === 'adam') expect(Object.keys(optimizer)).toEqual(['kind']);
      else {
        expect(Object.keys(optimizer)).toEqual(['kind', 'momentum', 'schedule']);
        expect(Object.keys(optimizer.schedule)).toEqual(
          optimizer.schedule.kind === 'step' ? ['kind', 'every'] : ['kind'],
        );
      }
    }
  });

  it.each<readonly [string, () => unknown, string]>([
    ['float bounds', () => float(2, 1), 'float: `high` must be a finite number of at least 2; received 1.'],
    ['float log', () => float(0, 1, { log: true }), 'float: `low` must be a finite number above 0; received 0.'],
    ['float NaN', () => float(Number.NaN, 1), 'float: `low` must be a finite number; received NaN.'],
    ['float step', () => float(0, 1, { step: 0 }), 'float: `step` must be a finite number above 0; received 0.'],
    [
      'float log and step',
      () => float(1, 2, { step: 1, log: true }),
      'float: a step and `log` do not go together, because steps are linear.',
    ],
    ['int', () => int(0.5, 2), 'int: `low` must be an integer; received 0.5.'],
    ['int log', () => int(0, 2, { log: true }), 'int: `low` must be an integer of at least 1; received 0.'],
    [
      'int option',
      () => int(0, 2, { base: 2 } as object),
      'int: `options` must be among `log`, `step`; received `base`.',
    ],
    [
      'choice',
      () => choice([]),
      'choice: `options` must be a list of strings, finite numbers, booleans or null; received [].',
    ],
    ['choice twice', () => choice(['a', 'a']), "choice: 'a' is among the options twice."],
    [
      'conditional',
      () => conditional({}),
      'conditional: `variants` must be a record of spaces, one or more; received an empty object.',
    ],
    [
      'conditional kind',
      () => conditional({ a: { kind: int(0, 1) } }),
      'conditional: the variant a has a hyperparameter named kind, which is the name of the variant in its values.',
    ],
    ['empty', () => createStudy({}), 'createStudy: the space has no hyperparameter.'],
    [
      'number',
      () => createStudy({ a: 3 } as unknown as Space),
      'createStudy: `a` must be a hyperparameter, such as float(0, 1), or a record of them; received 3.',
    ],
    [
      'dimension',
      () => createStudy(int(0, 1) as unknown as Space),
      'createStudy: `space` must be a record of hyperparameters, such as { dropout: float(0, 0.5) }; received an object with kind, low, high, log, step.',
    ],
    ['dot', () => createStudy({ 'a.b': int(0, 1) }), 'createStudy: the name a.b has a dot, which separates names.'],
  ])('refuse a wrong %s', async (_, call, message) => {
    await expectError(call, ArgumentError, message);
  });
});
