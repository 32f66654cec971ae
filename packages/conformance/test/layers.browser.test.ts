import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInPage } from '@neurite/browser-testing';
import { expect, it } from 'vitest';
import { faultsOfLayer } from './support/faults-of-layer.js';
import { layerCases } from './support/layer-cases.js';
import type {} from './support/layers-page.js';
import { sampleOfLayers } from './support/sample-of-layers.js';

/** `npm run check -- browser-layers` takes all; compiling their shaders takes minutes. */
const isWhole = process.env.NEURITE_LAYERS === 'all';

const program = {
  entryPoints: [fileURLToPath(new URL('support/layers-page.ts', import.meta.url))],
  ready: 'layerPage',
  wasm: join(dirname(createRequire(import.meta.url).resolve('@neurite/backend-wasm/package.json')), 'wasm'),
} as const;

/** How many cases of all are taken, unless all are: as many as a few seconds are enough for. In Node all run on wasm. */
const SAMPLED = { wasm: 40, webgl: 4, webgpu: 10 };

/** How many cases a page takes at most, so that one is done in time where all are taken on a busy machine. */
const PART = 50;

const all = layerCases();

describeInPage('layers in a page', program, (open) => {
  for (const engine of ['wasm', 'webgl', 'webgpu'] as const) {
    const cases = isWhole ? all : sampleOfLayers(SAMPLED[engine]);
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
            faults.push(...faultsOfLayer(one, found));
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
