import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';

describeInBrowser('a train step of the MLP of the benchmarks', (open) => {
  for (const engine of ['webgpu', 'webgl'] as const) {
    it(`makes at most 40 % of the dispatches of tfjs-layers on ${engine}`, async (context) => {
      const page = await open(context);
      const { ours, peer, losses } = await page.evaluate(async (prefer) => {
        const { web, benchmark, countDispatches } = neurite;
        await web.useWeb({ prefer });
        const count = async (makeStep: typeof benchmark.ourStep, losses: number[]): Promise<number> => {
          const { run, end } = makeStep();
          // On webgl an upload is a dispatch, too: the first step does the uploads that happen once.
          if (prefer === 'webgl') losses.push(await run());
          const dispatches = await countDispatches(async () => losses.push(await run()));
          end();
          return dispatches;
        };
        const losses: number[] = [];
        return { ours: await count(benchmark.ourStep, losses), peer: await count(benchmark.peerStep, []), losses };
      }, engine);
      for (const loss of losses) expect(loss).toBeCloseTo(Math.log(10), -1);
      expect(peer).toBeGreaterThan(100);
      expect(ours / peer).toBeLessThanOrEqual(0.4);
    });
  }
});
