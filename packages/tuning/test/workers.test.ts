import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { createStudy, float, optimizeInWorkers, sobolSampler } from '../src/index.js';

const space = { x: float(0, 1) };
const module = new URL('support/objective.mjs', import.meta.url);

describe('optimizeInWorkers', () => {
  it('runs trials in threads, which report, are pruned, fail and end', async () => {
    const study = await createStudy(space, {
      sampler: sobolSampler(),
      pruner: { name: 'half', shouldPrune: ({ trial }) => trial.reports.length === 2 && trial.reports[0]!.loss > 0.5 },
    });
    expect(await optimizeInWorkers(study, module, { workers: 2, trials: 32 })).toBe('trials');
    expect(study.trials).toHaveLength(32);
    for (const { state, values, result, reports, constraints, attributes, problem } of study.trials) {
      const { x } = values!;
      if (x > 0.9) expect([state, problem]).toEqual(['failed', `${x} is too much`]);
      else if (x > 0.85) expect(state).toBe('failed');
      else if (x > 0.5) expect([state, reports.length]).toEqual(['pruned', 2]);
      else {
        expect([state, result, reports.length]).toEqual(['complete', x, 3]);
        expect([constraints, attributes]).toEqual([{ tooSmall: 0.05 - x }, { half: x / 2 }]);
      }
    }
  });

  it('ends what runs when it is told to', async () => {
    const controller = new AbortController();
    const study = await createStudy(space);
    const end = await optimizeInWorkers(study, module, {
      workers: 2,
      signal: controller.signal,
      onTrial: () => controller.abort(),
    });
    expect(end).toBe('signal');
    expect(study.trials.length).toBeLessThanOrEqual(3);
  });

  it('fails where its module cannot be loaded', async () => {
    const study = await createStudy(space);
    const search = optimizeInWorkers(study, new URL('support/nowhere.mjs', import.meta.url), {
      workers: 2,
      trials: 20,
    });
    await expect(search).rejects.toThrow('Cannot find module');
  });

  it('refuses functions', async () => {
    const study = await createStudy(space);
    await expectError(
      () => optimizeInWorkers(study, (() => 0) as never, { trials: 1 }),
      ArgumentError,
      'optimizeInWorkers: `module` must be the URL of a module that calls `serveObjective`, because closures cannot reach another thread; received the function without a name.',
    );
  });
});
