import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInPage } from '@neurite/browser-testing';
import { expect, it } from 'vitest';
import { type BrowserEngine, shareOf } from '../src/columns.js';
import { faultsOfSteps } from './support/faults-of-steps.js';
import type {} from './support/rules-page.js';
import { everyTwelfth, faultsOfValue, nameOfCase, valueCases } from './support/value-cases.js';

/** `npm run check -- rules` takes all; compiling their shaders takes minutes. */
const isWhole = process.env.NEURITE_RULES === 'all';

const program = {
  entryPoints: [fileURLToPath(new URL('support/rules-page.ts', import.meta.url))],
  ready: 'rules',
  wasm: join(dirname(createRequire(import.meta.url).resolve('@neurite/backend-wasm/package.json')), 'wasm'),
} as const;

/** How many of them a page takes at most, so that one is done in time on a busy machine. */
const PART = 40;

/** A whole run takes all on each engine, a sample some on one and others on the other. */
const those = <T>(engine: BrowserEngine, all: readonly T[]): readonly T[] => (isWhole ? all : shareOf(engine, all));

describeInPage('on an engine of a page', program, (open) => {
  for (const engine of ['webgl', 'webgpu'] as const) {
    const cases = those(engine, valueCases(isWhole));
    for (let first = 0; first < cases.length; first += PART) {
      const part = cases.slice(first, first + PART);
      const name = `losses and metrics have the values of the references on ${engine}: ${part.length} from ${nameOfCase(part[0]!)}`;
      it(name, async (context) => {
        const page = await open(context);
        await page.evaluate((given) => globalThis.rules.turnOn(given), engine);
        const faults: string[] = [];
        for (const one of part) {
          const found =
            'loss' in one
              ? await page.evaluate((given) => globalThis.rules.lossOf(given), one)
              : await page.evaluate((given) => globalThis.rules.metricOf(given), one);
          faults.push(...faultsOfValue(one, found));
        }
        expect(faults).toEqual([]);
      });
    }

    it(`optimizers and links step as on cpu on ${engine}`, async (context) => {
      const page = await open(context);
      await page.evaluate((given) => globalThis.rules.turnOn(given), engine);
      const all = await page.evaluate(() => globalThis.rules.optimizers);
      const sample = isWhole ? all : everyTwelfth(all);
      expect(sample.length).toBeGreaterThan(isWhole ? 35 : 2);
      const faults: string[] = [];
      for (const name of those(engine, sample)) {
        const steps = await page.evaluate((given) => globalThis.rules.stepsOf(given), name);
        faults.push(...faultsOfSteps(name, steps));
      }
      expect(faults).toEqual([]);
    });
  }
});
