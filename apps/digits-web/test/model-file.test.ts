import { readFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import type { Page } from '@neurite/browser-testing';
import { decodeModel, encodeModel } from '@neurite/digits-model/model-file';
import { expect, test } from 'vitest';
import { describeDigits } from './support/browser.js';
import { answer, draw, ONE } from './support/hand.js';

/** The weights that the page opens with, as the command would save them after another training. */
async function trainedInNode(): Promise<Buffer> {
  await useWasm();
  const bytes = readFileSync(new URL('../src/model/trained.safetensors', import.meta.url));
  const { model } = decodeModel(bytes, 'trained.safetensors');
  try {
    return Buffer.from(await encodeModel(model, { seed: 5, epochs: 1, data: 'mnist' }));
  } finally {
    model.dispose();
  }
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

describeDigits('a model that was trained in Node', (site) => {
  test('reads here, chosen or dropped; one that is cut off is refused by name', async () => {
    const buffer = await trainedInNode();
    const page = await site().open();
    await page.getByText(/^Trained before/).waitFor();
    await draw(page, ONE);
    await page
      .getByLabel('Load a file')
      .setInputFiles({ name: 'model.safetensors', mimeType: 'application/octet-stream', buffer });
    await page.getByText('model.safetensors: trained for one epoch, seed 5.').waitFor();
    await expect.poll(async () => (await answer(page)).digit).toBe(1);
    const chosen = await answer(page);
    expect(chosen.percent).toBeGreaterThan(50);

    await page.getByRole('button', { name: 'Forget all' }).click();
    await expect.poll(() => answer(page)).not.toEqual(chosen);
    await drop(page, { name: 'half.safetensors', bytes: buffer.subarray(0, 9000) });
    await page.getByRole('alert').getByText('half.safetensors').waitFor();
    await page.getByText('It has learned nothing yet').waitFor();
    await drop(page, { name: 'dropped.safetensors', bytes: buffer });
    await page.getByText('dropped.safetensors: trained for one epoch, seed 5.').waitFor();
    await expect.poll(() => answer(page)).toEqual(chosen);
  });
});
