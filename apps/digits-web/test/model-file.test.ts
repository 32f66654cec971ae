import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useWasm } from '@neurite/backend-wasm';
import { describeInChromium, type Page, type Site } from '@neurite/browser-testing';
import { build } from '@neurite/core';
import { mnist } from '@neurite/data/mnist';
import { encodeModel } from '@neurite/digits-model/model-file';
import { INPUT_SHAPE, network } from '@neurite/digits-model/network';
import { recipe, splitDigits } from '@neurite/digits-model/recipe';
import { softmaxCrossEntropy } from '@neurite/losses';
import { fit } from '@neurite/training';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite } from './support/browser.js';
import { answer, draw, ONE } from './support/hand.js';

/** Trains in Node, as the command does, and writes the file that it would write. */
async function trainInNode(path: string): Promise<void> {
  const run = { seed: 5, epochs: 1 };
  const training = { ...run, data: 'mnist' };
  await useWasm();
  const { train } = await splitDigits(await mnist(), training.seed);
  const { batches, optimizer } = recipe(train, training.epochs);
  using model = build(network, { input: INPUT_SHAPE, seed: training.seed });
  await fit(model, batches, { ...run, loss: softmaxCrossEntropy, optimizer });
  writeFileSync(path, await encodeModel(model, training));
}

/** Drops a file, as from another window. */
async function drop(page: Page, { name, bytes }: { readonly name: string; readonly bytes: Buffer }): Promise<void> {
  await page.evaluate(
    ({ name, base64 }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
      for (const type of ['dragover', 'drop']) {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector('.board')!.dispatchEvent(event);
        if (!event.defaultPrevented) throw new RangeError(`the browser would open the file at ${type}`);
      }
    },
    { name, base64: bytes.toString('base64') },
  );
}

describeInChromium('a model that was trained in Node', () => {
  let site: Site;
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'neurite-run-'));
    path = join(folder, 'model.safetensors');
    [site] = await Promise.all([startSite(), trainInNode(path)]);
  }, 120_000);
  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true });
  });

  test('reads here, chosen or dropped', async () => {
    const page = await site.open();
    await draw(page, ONE);
    await page.getByLabel('Load a file').setInputFiles(path);
    await page.getByText('model.safetensors: trained for one epoch, seed 5.').waitFor();
    await expect.poll(async () => (await answer(page)).digit).toBe(1);
    const chosen = await answer(page);
    expect(chosen.percent).toBeGreaterThan(50);

    await page.getByRole('button', { name: 'Forget all' }).click();
    await expect.poll(() => answer(page)).not.toEqual(chosen);
    await drop(page, { name: 'dropped.safetensors', bytes: readFileSync(path) });
    await page.getByText('dropped.safetensors: trained for one epoch, seed 5.').waitFor();
    await expect.poll(() => answer(page)).toEqual(chosen);
    expect(site.faults).toEqual([]);
  });

  test('that is cut off is refused by name, and the network stays as it was', async () => {
    const page = await site.open();
    await drop(page, {
      name: 'half.safetensors',
      bytes: readFileSync(path).subarray(0, 9000),
    });
    await page.getByRole('alert').getByText('half.safetensors').waitFor();
    await page.getByText('Trained before, for').waitFor();
    expect(site.faults).toEqual([]);
  });
});
