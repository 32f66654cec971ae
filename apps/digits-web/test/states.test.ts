import { readFileSync } from 'node:fs';
import { expectAccessibleInBothThemes, expectNoOverflow, type Page } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeDigits } from './support/browser.js';
import { answer, draw, ONE, train } from './support/hand.js';

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const weights = readFileSync(new URL('../src/model/trained.safetensors', import.meta.url));
const load = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

/** What a visitor does, one after another, and what then shows. */
const STATES: readonly (readonly [state: string, act: (page: Page) => Promise<void>])[] = [
  ['opened', (page) => page.getByText(/^Trained before/).waitFor()],
  [
    'nothing drawn',
    async (page) => {
      await press(page, 'Clear');
      await page.getByText('Draw a digit here').waitFor();
      await expect.poll(() => page.locator('.correction button:enabled').count()).toBe(0);
    },
  ],
  [
    'two digits',
    async (page) => {
      await draw(page, ONE);
      for (const across of [0.15, 0.85])
        await draw(
          page,
          ONE.map(([, down]) => [across, down] as const),
        );
      await page.locator('.doubt').waitFor();
    },
  ],
  [
    'forgotten',
    async (page) => {
      await press(page, 'Forget all');
      await page.getByText('it only guesses').waitFor();
    },
  ],
  [
    'examined',
    async (page) => {
      await page.getByLabel('Training digits', { exact: true }).selectOption('2000');
      await page.getByText('Are these digits fit to learn from?').click();
      await page.getByText('Nothing was found in them that stands in the way of learning.').waitFor();
    },
  ],
  [
    'a file that is none',
    async (page) => {
      await load(page, 'photo.safetensors', Buffer.from('no weights at all'));
      await page.getByRole('alert').getByText('photo.safetensors').waitFor();
    },
  ],
  [
    'trained',
    async (page) => {
      await train(page, { digits: '500', epochs: '1' });
      await page.getByText(/^Done:/).waitFor();
    },
  ],
  [
    'corrected',
    async (page) => {
      await load(page, 'model.safetensors', weights);
      await page.getByText(/^model.safetensors: trained/).waitFor();
      await press(page, 'Clear');
      await draw(page, ONE);
      await page.locator('.correction').getByRole('button', { name: '7' }).click();
      await page.getByText(/^It has (not quite )?learned/).waitFor();
    },
  ],
];

describeDigits('each state of the page', (site) => {
  test('is accessible in light and dark, and fits a small phone', async () => {
    const page = await site().open('', { viewport: { width: 320, height: 700 } });
    for (const [, act] of STATES) {
      await act(page);
      await expectAccessibleInBothThemes(page);
      await expectNoOverflow(page);
    }
  });

  test('a browser without workers is told so, and nothing waits for ever', async () => {
    const page = await site().blank();
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'Worker');
    });
    await page.goto(site().url);
    await page.getByRole('alert').getByText('This browser starts no workers').first().waitFor();
    await press(page, 'Train from scratch');
    await page.getByText('The training failed').waitFor();
    await load(page, 'model.safetensors', weights);
    await page.getByRole('alert').getByText('A file was refused').waitFor();
  });

  test('a reload in the middle of a training keeps the weights from before it', async () => {
    const page = await site().open();
    await load(page, 'mine.safetensors', weights);
    await page.getByText(/^mine.safetensors: trained/).waitFor();
    await draw(page, ONE);
    await expect.poll(async () => (await answer(page)).digit).toBe(1);
    await train(page, { digits: '2000', epochs: '20' });
    await page.getByText(/^Epoch \d+ of 20/).waitFor();
    await page.reload();
    await page.getByText(/^Kept on this device: trained/).waitFor();
    await expect.poll(async () => (await answer(page)).digit).toBe(3);
  });

  test('what is forgotten stays forgotten: after a reload, and where a file is still being loaded', async () => {
    const page = await site().open();
    await load(page, 'mine.safetensors', weights);
    await page.getByText(/^mine.safetensors: trained/).waitFor();
    await press(page, 'Forget all');
    await page.getByText('It has learned nothing yet').waitFor();
    await page.reload();
    await page.getByText(/^Trained before/).waitFor();
    await expect.poll(async () => (await answer(page)).digit).toBe(3);
    // Both before the reader can answer.
    await page.evaluate((base64) => {
      const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], 'late.safetensors'));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      const buttons = [...document.querySelectorAll('button')];
      buttons.find(({ textContent }) => textContent === 'Forget all')!.click();
    }, weights.toString('base64'));
    await page.getByText('It has learned nothing yet').waitFor();
    await load(page, 'photo.safetensors', Buffer.from('no weights at all'));
    // The reader answers in the order of its questions: what was on its way is through.
    await page.getByRole('alert').getByText('photo.safetensors').waitFor();
    expect(await page.getByText('It has learned nothing yet').count()).toBe(1);
    await page.reload();
    await page.getByText(/^Trained before/).waitFor();
  });

  test('what cannot be kept lasts as long as the page', async () => {
    const page = await site().blank();
    await page.addInitScript(() => {
      // As where storage is full, or forbidden.
      const full = (): Promise<never> => Promise.reject(new DOMException('full', 'QuotaExceededError'));
      Object.defineProperty(globalThis, 'caches', { value: { open: full, keys: full } });
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await page.goto(site().url);
    await page.getByText(/^Trained before/).waitFor();
    await train(page, { digits: '500', epochs: '1' });
    await page.getByText('Trained in this tab: one epoch.').waitFor();
    await page.reload();
    await page.getByText(/^Trained before/).waitFor();
  });
});
