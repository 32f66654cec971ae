import { fileURLToPath } from 'node:url';
import { describeInPage } from '@neurite/browser-testing';
import { expect, it } from 'vitest';

const support = (name: string): string => fileURLToPath(new URL(`./support/${name}`, import.meta.url));
const program = {
  entryPoints: [support('page.ts'), support('served-in-page.ts')],
  ready: 'neurite',
  wasm: support('.'),
} as const;

describeInPage('optimizeInWorkers in a page', program, (open) => {
  it('runs trials in Web Workers, which report, are pruned, fail, and end at a signal', async (context) => {
    const page = await open(context);
    const { trials, end, stopped, missing } = await page.evaluate(async () => {
      const { createStudy, float, optimizeInWorkers, sobolSampler } = neurite;
      const make = () =>
        createStudy(
          { x: float(0, 1) },
          {
            sampler: sobolSampler(),
            pruner: {
              name: 'half',
              shouldPrune: ({ trial }) => trial.reports.length === 2 && trial.reports[0]!.loss > 0.5,
            },
          },
        );
      const served = '/js/served-in-page.js';
      const study = await make();
      const end = await optimizeInWorkers(study, served, { workers: 2, trials: 24 });
      const controller = new AbortController();
      const stopped = await optimizeInWorkers(await make(), served, {
        workers: 2,
        signal: controller.signal,
        onTrial: () => controller.abort(),
      });
      const missing = await optimizeInWorkers(await make(), '/js/absent.js', { workers: 1, trials: 12 }).catch(String);
      return { trials: study.trials, end, stopped, missing };
    });
    expect(end).toBe('trials');
    expect(trials).toHaveLength(24);
    for (const { state, values, result, reports, constraints, problem } of trials) {
      const { x } = values!;
      if (x > 0.9) expect([state, problem]).toEqual(['failed', `${x} is too much`]);
      else if (x > 0.5) expect([state, reports.length]).toEqual(['pruned', 2]);
      else expect([state, result, reports.length, constraints]).toEqual(['complete', x, 3, { tooSmall: 0.05 - x }]);
    }
    expect(stopped).toBe('signal');
    expect(missing).toContain('could not be loaded');
  });
});
