import { ArgumentError, type Schedule } from '@neurite/core';
import { expectClose, expectError, fixture } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as optimizers from '../src/index.js';
import { constant, cosineDecay, exponentialDecay, stepDecay, warmupCosine } from '../src/index.js';

type ScheduleCase = {
  readonly schedule: string;
  readonly arguments: readonly unknown[];
  readonly rates: readonly number[];
};

const makers = optimizers as unknown as Readonly<Record<string, (...args: unknown[]) => Schedule>>; // by the names in the fixture
const { cases } = fixture<{ cases: ScheduleCase[] }>('optimizers/schedules');

/** Schedules among the arguments are data: `{ stepDecay: options }`. */
function argument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, options]] = Object.entries(value) as [[string, unknown]];
  return typeof options === 'object' && name in makers ? makers[name]!(options) : value;
}

describe('schedules', () => {
  it.each(cases)('$schedule gives the rates of PyTorch or Keras for $arguments', async (one) => {
    const rate = makers[one.schedule]!(...one.arguments.map(argument));
    const received = one.rates.map((_, step) => rate(step, { signals: {} }));
    // Those of Keras have been rounded to float32.
    const isSingle = one.rates.every((value) => Math.fround(value) === value);
    await expectClose(received, [...one.rates], isSingle ? { relative: 1e-6 } : { relative: 1e-12, absolute: 1e-15 });
  });

  it('stay at the end after the last step, where PyTorch would go up again', () => {
    const [cosine, warm] = [
      cosineDecay({ initial: 0.1, steps: 10, end: 0.02 }),
      warmupCosine({ peak: 0.1, steps: 10, end: 0.02 }),
    ];
    expect([10, 11, 15, 1000].map(cosine)).toEqual([0.02, 0.02, 0.02, 0.02]);
    expect([10, 11, 15, 1000].map(warm)).toEqual([0.02, 0.02, 0.02, 0.02]);
  });

  it('warms up over a twentieth of the steps where nothing is said', () => {
    expect(warmupCosine({ peak: 1, steps: 100 })(0)).toBe(1 / 6);
    expect(warmupCosine({ peak: 1, steps: 100 })(5)).toBe(1);
    expect(warmupCosine({ peak: 1, steps: 19 })(0)).toBe(1);
  });

  it('warms up to the peak without a step of rate 0, and decays from there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (steps, share) => {
        const warmup = Math.min(steps - 1, Math.floor(share * steps));
        const rate = warmupCosine({ peak: 0.5, steps, warmup });
        const rates = Array.from({ length: steps + 1 }, (_, step) => rate(step));
        expect(rates[0]).toBeGreaterThan(0);
        expect(rates[warmup]).toBe(0.5);
        for (let step = 1; step <= steps; step++) {
          if (step <= warmup) expect(rates[step]).toBeGreaterThan(rates[step - 1]!);
          else expect(rates[step]).toBeLessThan(rates[step - 1]!);
        }
        expect(rates[steps]).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it.each<[string, () => unknown, string]>([
    ['constant', () => constant(-1), 'constant: `value` must be a finite number of at least 0; received -1.'],
    [
      'stepDecay',
      () => stepDecay({ initial: Number.NaN, every: 1 }),
      'stepDecay: `initial` must be a finite number of at least 0; received NaN.',
    ],
    [
      'stepDecay',
      () => stepDecay({ initial: 1, every: 2.5 }),
      'stepDecay: `every` must be an integer of at least 1; received 2.5.',
    ],
    [
      'stepDecay',
      () => stepDecay({ initial: 1, every: 2, factor: 0 }),
      'stepDecay: `factor` must be a finite number above 0; received 0.',
    ],
    [
      'exponentialDecay',
      () => exponentialDecay({ initial: 1, factor: Number.POSITIVE_INFINITY }),
      'exponentialDecay: `factor` must be a finite number above 0; received Infinity.',
    ],
    [
      'exponentialDecay',
      () => exponentialDecay({ initial: 1, factor: 0.5, every: 0 }),
      'exponentialDecay: `every` must be an integer of at least 1; received 0.',
    ],
    [
      'cosineDecay',
      () => cosineDecay({ initial: 1, steps: 0 }),
      'cosineDecay: `steps` must be an integer of at least 1; received 0.',
    ],
    [
      'cosineDecay',
      () => cosineDecay({ initial: 1, steps: 5, end: -1 }),
      'cosineDecay: `end` must be a finite number of at least 0; received -1.',
    ],
    [
      'warmupCosine',
      () => warmupCosine({ peak: '1' as unknown as number, steps: 5 }),
      "warmupCosine: `peak` must be a finite number of at least 0; received '1'.",
    ],
    [
      'warmupCosine',
      () => warmupCosine({ peak: 1, steps: 5, warmup: 5 }),
      'warmupCosine: `warmup` must be an integer from 0 to 4; received 5.',
    ],
    ...(
      [
        [exponentialDecay, '`initial`, `factor`, `every`'],
        [stepDecay, '`initial`, `every`, `factor`'],
        [cosineDecay, '`initial`, `steps`, `end`'],
        [warmupCosine, '`peak`, `steps`, `warmup`, `end`'],
      ] as const
    ).map(([schedule, names]) => {
      const call = (): unknown => schedule({ starts: 1 } as never);
      const sentence = `${schedule.name}: \`options\` must be among ${names}; received \`starts\`.`;
      return [schedule.name, call, sentence] as [string, () => unknown, string];
    }),
  ])('%s says what was wrong', async (_name, make, message) => {
    await expectError(make, ArgumentError, message);
  });
});
