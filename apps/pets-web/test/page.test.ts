import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessibleInBothThemes, expectNoOverflow, type Page } from '@neurite/browser-testing';
import { modelFromBytes } from '@neurite/command-kit/model-from-bytes';
import { encodePng } from '@neurite/images/png';
import { resize } from '@neurite/images/resize';
import { classify } from '@neurite/pets-model/classify';
import { PETS_FILE, type PetsCard } from '@neurite/pets-model/model-file';
import type { PetNetwork } from '@neurite/pets-model/network';
import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choose, describePets, dist, load, shares } from './support/browser.js';
import { networkFile, photograph } from './support/network.js';

const image = photograph(60, 90);
const png = encodePng(image);
let network: Buffer<ArrayBuffer>;
/** What the command answers, in percent. */
let expected: number[];

beforeAll(async () => {
  network = await networkFile(3);
  const pets = modelFromBytes<PetNetwork, PetsCard>(network, { where: 'network', ...PETS_FILE });
  using _ = pets.model;
  const { probabilities } = await classify(pets, resize(image, [96, 96]));
  expected = Array.from(probabilities, (share) => 100 * share);
  // Another image would get another answer.
  expect(Math.abs(expected[0]! - 50)).toBeGreaterThan(5);
  expect(Math.abs(expected[0]! - 50)).toBeLessThan(45);
});
afterAll(() => removeBackend('wasm'));

/** The answer differs from that of the command by rounding alone. */
const expectAnswer = (page: Page): Promise<unknown> =>
  expect
    .poll(async () => {
      const seen = await shares(page);
      return seen.length === 2 && seen.every((share, i) => Math.abs(share - expected[i]!) < 0.3);
    })
    .toBe(true);

test('the page allows no other host, and works under any path', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(html).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'");
  expect(html).toContain("connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'");
  expect(html).not.toMatch(/(src|href)="(\/|https?:)/);
});

describePets('the page', (site) => {
  test('answers as the command does, shows where it looks, and sends nothing', async () => {
    const page = await site().open('', { viewport: { width: 390, height: 844 } });
    await page.getByText(/^The network of this page: .* It is right in \d\d\.\d % of \d+ photographs/).waitFor();
    await load(page, 'mine.safetensors', network);
    await page.getByText('mine.safetensors: it tells cat and dog apart').waitFor();
    const sent: string[] = [];
    page.context().on('request', (request) => {
      if (!request.url().startsWith('blob:')) sent.push(request.url());
    });
    await choose(page, 'photo.png', png);
    await expectAnswer(page);
    await page.getByRole('img', { name: /^Where it sees (cat|dog): / }).waitFor();
    await page.getByRole('button', { name: 'What does it need?' }).click();
    await page.getByRole('img', { name: /^What (cat|dog) needs: / }).waitFor();
    for (const name of ['cat', 'dog']) {
      await page.getByLabel('The class that it looks for').selectOption(name);
      await page.getByRole('img', { name: new RegExp(`^Where it sees ${name}: `) }).waitFor();
    }
    // What is known of a class says nothing of another one.
    await page.getByRole('button', { name: 'What does it need?' }).waitFor();
    // To another network the photograph may be unlike all that it knows.
    await load(page, 'strange.safetensors', await networkFile(3, 1e-6));
    await page.locator('.doubt').getByText('Doubt it: it is unlike the photographs that the network').waitFor();
    await expectAccessibleInBothThemes(page);
    await expectNoOverflow(page);
    expect(sent).toEqual([]);
  });
});
