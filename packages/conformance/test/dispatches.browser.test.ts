import { describeInPage } from '@neurite/browser-testing';
import { expect, it } from 'vitest';
import { shareOf } from '../src/columns.js';
import type {} from '../src/page.js';
import { program } from './support/page-program.js';

/** `npm run check -- features` counts all of them on both engines. */
const isWhole = process.env.NEURITE_FEATURES === 'compare';

/** The operations that have a fused kernel forward and one backward on both engines. */
const names = [
  'fusedLayerNorm',
  'fusedRmsNorm',
  'fusedGroupNorm',
  'fusedBatchNormTraining',
  'fusedBiasActivation, gelu',
  'fusedAttention, causal',
];

describeInPage('an operation with fused kernels', program, (open) => {
  for (const engine of ['webgpu', 'webgl'] as const) {
    it(`takes at most 70 % of the dispatches of its composition on ${engine}`, async (context) => {
      const page = await open(context);
      const taken = isWhole ? names : [...shareOf(engine, names)];
      const given = [engine, taken] as const;
      const counts = await page.evaluate((all) => globalThis.conformance.countNamed(...all), given);
      expect(Object.keys(counts)).toEqual(taken);
      for (const [name, { fused, composed }] of Object.entries(counts)) {
        for (const what of ['value', 'gradient'] as const) {
          expect(fused[what], `${name}, ${what}`).toBeGreaterThan(0);
          expect(fused[what] / composed[what], `${name}, ${what}`).toBeLessThanOrEqual(0.7);
        }
      }
    });
  }
});
