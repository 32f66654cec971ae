import { expect, test } from 'vitest';
import { describePage } from './support/browser.js';

describePage('what goes wrong is said in a sentence', (site) => {
  test('a browser without workers', async () => {
    const page = await site().blank();
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'Worker');
    });
    await page.goto(site().url);
    await page.getByRole('alert').getByText('This browser starts no workers').first().waitFor();
    await page.getByRole('button', { name: 'Train from scratch' }).click();
    await page.getByText('The training failed').waitFor();
  });

  test('a browser without WebAssembly SIMD', async () => {
    const page = await site().blank({ serviceWorkers: 'block' });
    await page.route(/translating\.worker/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
    });
    await page.goto(site().url);
    await page
      .getByRole('alert')
      .getByText(/ has no WebAssembly SIMD; use .* 2021/)
      .first()
      .waitFor();
  });

  test('a worker that dies', async () => {
    const page = await site().blank({ serviceWorkers: 'block' });
    await page.route(/translating\.worker/, async (route) => {
      const response = await route.fetch();
      // As where its memory is refused.
      await route.fulfill({ response, body: 'throw new RangeError("out of memory");' });
    });
    await page.goto(site().url);
    await page.getByRole('alert').getByText('The program that translates could not be loaded.').first().waitFor();
    await expect.poll(() => site().faults.join()).toContain('out of memory');
    await site().closePages();
  });

  test('a language without data, and a file that is none', async () => {
    const page = await site().open();
    await page.locator('.translation .best').waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'photo.safetensors', mimeType: 'application/octet-stream', buffer: Buffer.from('no') });
    await page.getByRole('alert').getByText('photo.safetensors: the file holds no network of this program').waitFor();
    await page.route(/texts\/it\.json/, (route) => route.fulfill({ status: 404 }));
    await page.getByLabel('To', { exact: true }).selectOption('it');
    await page.getByRole('button', { name: 'Train from scratch' }).click();
    await page.getByRole('alert').getByText('Italian: the texts of this language could not be loaded').waitFor();
    await expect.poll(() => site().faults.join()).toMatch(/^404 for .*it\.json\.gz$/);
    await site().closePages();
  });
});
