import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInPage } from '@neurite/browser-testing';
import { fixtureNumbers, type Json } from '@neurite/testing/fixture-tensors';
import { expect, it } from 'vitest';
import { faultsOf } from './support/faults-of.js';
import { type LayerCase, layerCases } from './support/layer-cases.js';
import type { Found } from './support/layers-page.js';
import { numbersIn } from './support/rules-cases.js';

/** `npm run check -- browser-layers` takes all; compiling their shaders takes minutes. */
const isWhole = process.env.NEURITE_LAYERS === 'all';

const program = {
  entryPoints: [fileURLToPath(new URL('support/layers-page.ts', import.meta.url))],
  ready: 'layerPage',
  wasm: join(dirname(createRequire(import.meta.url).resolve('@neurite/backend-wasm/package.json')), 'wasm'),
} as const;

/** How many cases of all are taken, unless all are: as many as a few seconds are enough for. In Node all run on wasm. */
const SAMPLED = { wasm: 60, webgl: 8, webgpu: 20 };

/** How many cases a page takes at most, so that one is done in time where all are taken on a busy machine. */
const PART = 50;

/** Another sample after each change of the layers or shaders, the same until then. */
const seed = ['layers', 'webgpu-kernels']
  .flatMap((name) => {
    const folder = new URL(`../../${name}/src/`, import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    return files.sort().map((file) => readFileSync(new URL(file, folder)));
  })
  .reduce((hash, text) => hash.update(text), createHash('sha256'))
  .digest('hex');

const all = layerCases();

function sample(count: number): readonly LayerCase[] {
  if (isWhole || count >= all.length) return all;
  const order = ({ name }: LayerCase): string => createHash('sha256').update(seed).update(name).digest('hex');
  const drawn = all.map((one) => ({ one, at: order(one) })).sort((a, b) => (a.at < b.at ? -1 : 1));
  return drawn.slice(0, count).map(({ one }) => one);
}

function faultsOfCase(one: LayerCase, found: Found): readonly string[] {
  const expected: Record<string, unknown> = Object.fromEntries(
    one.outputs.map(({ values }, i) => [`output ${i}`, values] as const),
  );
  for (const [path, values] of Object.entries(one.gradients)) expected[`gradient of ${path}`] = values;
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  return Object.entries(expected).flatMap(([what, values]) =>
    faultsOf(`${one.name}, ${what}`, found[what]!, numbersIn(fixtureNumbers(values as Json))),
  );
}

describeInPage('layers in a page', program, (open) => {
  for (const engine of ['wasm', 'webgl', 'webgpu'] as const) {
    const cases = sample(SAMPLED[engine]);
    for (let first = 0; first < cases.length; first += PART) {
      const part = cases.slice(first, first + PART);
      const name = `have the outputs and gradients of the references on ${engine}: ${part.length} from ${part[0]!.name}`;
      it(name, async (context) => {
        const page = await open(context);
        await page.evaluate((given) => globalThis.layerPage.turnOn(given), engine);
        const faults: string[] = [];
        for (const one of part) {
          try {
            const plain: unknown = one; // the type of the trees in it is too deep for Playwright's
            const found = await page.evaluate((given) => globalThis.layerPage.pass(given as never), plain);
            faults.push(...faultsOfCase(one, found));
          } catch (error) {
            faults.push(`${one.name}: ${error}`);
          }
        }
        expect(faults).toEqual([]);
      });
    }
  }
});

it('every layer has a case for a page', () => {
  const files = readdirSync(new URL('../../../fixtures/layers/', import.meta.url)).filter((name) => /json$/.test(name));
  const layers = files.flatMap((name) => {
    const text = readFileSync(new URL(`../../../fixtures/layers/${name}`, import.meta.url), 'utf8');
    return (JSON.parse(text) as { readonly layers: readonly string[] }).layers;
  });
  const configs = JSON.stringify(all.map(({ config }) => config));
  const isCalled = (layer: string): boolean => configs.includes(`"name":"${layer}"`) || layer in OTHERS;
  expect([...new Set(layers)].filter((layer) => !isCalled(layer))).toEqual([]);
});

/** What no config can call. */
const OTHERS = { lambda: 'is `swish` here' };
