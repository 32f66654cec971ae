import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInPage } from '@neurite/browser-testing';
import { fixture } from '@neurite/testing';
import { fixtureNumbers, type Json } from '@neurite/testing/fixture-tensors';
import { expect, it } from 'vitest';
import { faultsOf } from './support/faults-of.js';
import { type LossCase, type MetricCase, numbersIn } from './support/rules-cases.js';
import type {} from './support/rules-page.js';

/** `npm run check -- rules` takes all; compiling their shaders takes minutes. */
const isWhole = process.env.NEURITE_RULES === 'all';

const program = {
  entryPoints: [fileURLToPath(new URL('support/rules-page.ts', import.meta.url))],
  ready: 'rules',
  wasm: join(dirname(createRequire(import.meta.url).resolve('@neurite/backend-wasm/package.json')), 'wasm'),
} as const;

const files = ['classification', 'regression', 'embedding', 'segmentation', 'ctc'];
const lossCases = firstOfEach(
  files.flatMap((file) => fixture<{ cases: LossCase[] }>(`losses/${file}`).cases),
  ({ loss }) => loss,
);
type Statistics = { readonly sets: MetricCase['set'][]; readonly cases: (Omit<MetricCase, 'set'> & { set: number })[] };
const { sets, cases } = fixture<Statistics>('metrics/statistics');
const metricCases = firstOfEach(
  cases.map((one): MetricCase => ({ ...one, set: sets[one.set]! })),
  ({ metric }) => metric,
);

/** Of each rule the first four cases; or of a sample of the rules the first. */
function firstOfEach<Case>(all: readonly Case[], nameOf: (one: Case) => string): readonly Case[] {
  const firsts = new Map<string, Case[]>();
  for (const one of all) firsts.set(nameOf(one), [...(firsts.get(nameOf(one)) ?? []), one]);
  const rules = [...firsts.values()];
  return isWhole ? rules.flatMap((rule) => rule.slice(0, 4)) : every(rules).map((rule) => rule[0]!);
}

/** A sample: every twelfth. */
function every<T>(all: readonly T[]): readonly T[] {
  return isWhole ? all : all.filter((_, i) => i % 12 === 3);
}

const valueCases: readonly (LossCase | MetricCase)[] = [...lossCases, ...metricCases];

/** How many of them a page takes at most, so that one is done in time on a busy machine. */
const PART = 40;

function nameOf(one: LossCase | MetricCase): string {
  return `${'loss' in one ? one.loss : one.metric}, ${one.name}`;
}

describeInPage('on an engine of a page', program, (open) => {
  for (const engine of ['webgl', 'webgpu'] as const) {
    for (let first = 0; first < valueCases.length; first += PART) {
      const part = valueCases.slice(first, first + PART);
      const name = `losses and metrics have the values of the references on ${engine}: ${part.length} from ${nameOf(part[0]!)}`;
      it(name, async (context) => {
        const page = await open(context);
        await page.evaluate((given) => globalThis.rules.turnOn(given), engine);
        const faults: string[] = [];
        for (const one of part) {
          if ('loss' in one) {
            const found = await page.evaluate((given) => globalThis.rules.lossOf(given), one);
            const expected = [one.value, one.gradient].flatMap((json) => numbersIn(fixtureNumbers(json as Json)));
            faults.push(...faultsOf(nameOf(one), found, expected));
          } else {
            const found = await page.evaluate((given) => globalThis.rules.metricOf(given), one);
            faults.push(...faultsOf(nameOf(one), found, numbersIn(one.value)));
          }
        }
        expect(faults).toEqual([]);
      });
    }

    it(`optimizers and links step as on cpu on ${engine}`, async (context) => {
      const page = await open(context);
      await page.evaluate((given) => globalThis.rules.turnOn(given), engine);
      const names = every(await page.evaluate(() => globalThis.rules.optimizers));
      expect(names.length).toBeGreaterThan(isWhole ? 35 : 2);
      const faults: string[] = [];
      for (const name of names) {
        const given = [name, engine] as const;
        const { found, expected } = await page.evaluate((all) => globalThis.rules.stepsOf(...all), given);
        expect(Object.keys(found)).toEqual(Object.keys(expected));
        const paths = Object.entries(expected);
        faults.push(...paths.flatMap(([path, values]) => faultsOf(`${name}, ${path}`, found[path]!, values)));
      }
      expect(faults).toEqual([]);
    });
  }
});
