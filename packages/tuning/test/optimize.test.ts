import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  createStudy,
  float,
  gridSampler,
  int,
  optimize,
  type RunningTrial,
  randomSampler,
  stopWhenReached,
  stopWhenRegretIsSmall,
  stopWithoutImprovement,
} from '../src/index.js';

const space = { x: float(0, 1) };

describe('optimize', () => {
  it('ends by each bound, and says by which', async () => {
    const ends = async (options: object) => {
      const study = await createStudy(space, { sampler: randomSampler() });
      return [await optimize(study, ({ values }) => values.x, options), study.trials.length];
    };
    expect(await ends({ trials: 5 })).toEqual(['trials', 5]);
    const [end] = await ends({ seconds: 1e-6 });
    expect(end).toBe('seconds');
    const [reached] = await ends({ terminators: [stopWhenReached(0.5)] });
    expect(reached).toBe('terminator stopWhenReached');
    const [still] = await ends({ terminators: [stopWithoutImprovement(5)], trials: 1000 });
    expect(still).toBe('terminator stopWithoutImprovement');
    const grid = await createStudy({ n: int(1, 4) }, { sampler: gridSampler() });
    expect(await optimize(grid, ({ values }) => values.n, { trials: 100 })).toBe('exhausted');
    expect(grid.trials.map(({ values }) => values!.n).sort()).toEqual([1, 2, 3, 4]);
  });

  it('ends when the best result can hardly be improved, and not before', async () => {
    const search = async (regret: number, trials: number) => {
      const study = await createStudy({ x: float(-1, 1), y: float(-1, 1) }, { objectives: 'maximize' });
      const objective = ({ values: { x, y } }: RunningTrial<typeof study.space>) => 1 - (x - 0.3) ** 2 - (y + 0.2) ** 2;
      const terminators = [stopWhenRegretIsSmall(regret, { startup: 10 })];
      return { end: await optimize(study, objective, { terminators, trials }), best: study.best!.result! };
    };
    const { end, best } = await search(0.3, 40);
    expect(end).toBe('terminator stopWhenRegretIsSmall');
    expect(best).toBeGreaterThan(1 - 0.3);
    expect((await search(1e-9, 14)).end).toBe('trials');
  });

  it('stops at a signal, which trials see', async () => {
    const controller = new AbortController();
    const study = await createStudy(space);
    const end = await optimize(
      study,
      ({ number, signal }) => {
        if (number === 2) controller.abort(new Error('enough'));
        signal.throwIfAborted();
        return number;
      },
      { signal: controller.signal },
    );
    expect(end).toBe('signal');
    expect(study.trials.map(({ state, problem }) => [state, problem])).toEqual([
      ['complete', undefined],
      ['complete', undefined],
      ['lost', undefined],
    ]);
  });

  it('goes on after a trial that throws, but not when all do', async () => {
    const study = await createStudy(space);
    const told: string[] = [];
    await optimize(
      study,
      ({ number, values }) => {
        if (number % 2 === 0) throw new RangeError(`no ${number}`);
        return values.x;
      },
      { trials: 4, onTrial: ({ number, state }) => void told.push(`${number} ${state}`) },
    );
    expect(told).toEqual(['0 failed', '1 complete', '2 failed', '3 complete']);
    expect(study.trials[2]!.problem).toBe('no 2');
    const broken = await createStudy(space);
    const never = (): never => {
      throw new RangeError('never');
    };
    await expect(optimize(broken, never, { trials: 100 })).rejects.toThrow('never');
    expect(broken.trials).toHaveLength(10);
  });

  it('runs several at a time', async () => {
    const study = await createStudy(space);
    let [running, most] = [0, 0];
    await optimize(
      study,
      async ({ values }) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return values.x;
      },
      { trials: 12, concurrency: 4 },
    );
    expect(most).toBe(4);
    expect(study.trials).toHaveLength(12);
    expect(new Set(study.trials.map(({ values }) => values!.x)).size).toBe(12);
  });

  it('refuses a wrong regret', async () => {
    const message = 'stopWhenRegretIsSmall: `regret` must be a finite number above 0; received 0.';
    await expectError(() => stopWhenRegretIsSmall(0), ArgumentError, message);
  });

  it.each<readonly [string, object, string]>([
    ['bound', {}, 'optimize: it would never end: it needs `trials`, `seconds`, `terminators` or a `signal`.'],
    ['trials', { trials: 0 }, 'optimize: `trials` must be an integer of at least 1; received 0.'],
    [
      'concurrency',
      { trials: 1, concurrency: 0 },
      'optimize: `concurrency` must be an integer of at least 1; received 0.',
    ],
    [
      'option',
      { trails: 1 },
      'optimize: `options` must be among `trials`, `seconds`, `concurrency`, `terminators`, `signal`, `onTrial`; received `trails`.',
    ],
  ])('refuses a wrong %s', async (_, options, message) => {
    const study = await createStudy(space);
    await expectError(() => optimize(study, () => 0, options), ArgumentError, message);
  });
});
