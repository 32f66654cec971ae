import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describeInChromium, type Page, type Site } from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite } from './support/browser.js';
import { answer, draw, ONE } from './support/hand.js';

/** Trains with the command line. */
async function trainThere(run: string): Promise<void> {
  const app = dirname(createRequire(import.meta.url).resolve('@neurite/digits/package.json'));
  await promisify(execFile)(process.execPath, [
    join(app, 'dist/main.js'),
    '--epochs',
    '1',
    '--seed',
    '5',
    '--run',
    run,
  ]);
}

/** Drops a file as a hand does that comes from another window. */
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

describeInChromium('a model of the command line', () => {
  let site: Site;
  let run: string;
  beforeAll(async () => {
    run = mkdtempSync(join(tmpdir(), 'neurite-run-'));
    [site] = await Promise.all([startSite(), trainThere(run)]);
  }, 120_000);
  afterAll(async () => {
    await site?.close();
    rmSync(run, { recursive: true });
  });

  test('reads here, chosen or dropped', async () => {
    const path = join(run, 'model.safetensors');
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

  test('that is cut off is refused with its name, and what was there stays', async () => {
    const page = await site.open();
    await drop(page, {
      name: 'half.safetensors',
      bytes: readFileSync(join(run, 'model.safetensors')).subarray(0, 9000),
    });
    await page.getByRole('alert').getByText('half.safetensors').waitFor();
    await page.getByText('It has learned nothing yet: its weights are random.').waitFor();
    expect(site.faults).toEqual([]);
  });
});
