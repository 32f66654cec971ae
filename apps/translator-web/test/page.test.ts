import { expectAccessible, expectAccessibleInBothThemes, expectNoOverflow, type Page } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describePage } from './support/browser.js';

const eventually = expect.poll;
const best = (page: Page) => page.locator('.translation .best');
const write = (page: Page, phrase: string): Promise<void> => page.locator('textarea').fill(phrase);
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
/** What the rows and columns of the map are. */
const map = (page: Page) =>
  page.evaluate(() => ({
    written: Array.from(document.querySelectorAll('.attention-map th[scope=row]'), ({ textContent }) => textContent),
    read: Array.from(document.querySelectorAll('.attention-map th[scope=col]'), ({ textContent }) => textContent),
  }));

/** How many steps the curve of the loss has. */
const steps = async (page: Page): Promise<number> =>
  Number(/(\d+) steps/.exec((await page.locator('.curve').getAttribute('aria-label')) ?? '')?.[1]);

/** Lets the page itself press Pause: from outside, a busy machine might press it when the training is over. */
async function pauseAtOnce(page: Page): Promise<void> {
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      const pause = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Pause');
      if (pause === undefined || pause.disabled) return;
      observer.disconnect();
      pause.click();
    });
    observer.observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
  });
}

describePage('the page', (site) => {
  test('translates while one types, says how sure it is and what it never read, and shows where it looks', async () => {
    const page = await site().open('', { viewport: { width: 390, height: 844 } });
    await page.getByText(/^Trained before, for \d+ epochs\./).waitFor();
    await best(page).getByText('dimanche 22 novembre 2026').waitFor();
    await eventually(() => map(page)).toEqual({
      written: ['dimanche', '22', 'novembre', '2026'],
      read: ['Sunday,', 'November', '22,', '2026', '∎'],
    });
    const candidates = page.locator('.candidate');
    await eventually(() => candidates.count()).toBeGreaterThan(1);
    // What is typed last is what is translated.
    for (const phrase of ['i', 'in', 'in 3', 'in 3 days']) await write(page, phrase);
    await eventually(async () => (await map(page)).read).toEqual(['in', '3', 'days', '∎']);
    expect(await best(page).textContent()).toBe('dans 3 jours');
    const second = candidates.nth(1);
    const other = await second.locator('.text').textContent();
    await second.click();
    await eventually(async () => (await map(page)).written).toEqual(other?.split(' '));
    await write(page, 'red Zorblax');
    await page.locator('mark').getByText('Zorblax').waitFor();
    await expectAccessibleInBothThemes(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoOverflow(page);
    }
    await write(page, 'many words '.repeat(30));
    await page.getByRole('alert').getByText('The phrase has 330 characters; at most 200 are translated').waitFor();
    await write(page, ' ');
    await page.getByText('Write a phrase, and it is translated while you type.').waitFor();
  });

  test('learns other languages, and keeps what it learned until it is forgotten', async () => {
    const page = await site().open();
    await best(page).waitFor();
    await eventually(async () => (await map(page)).written.length).toBeGreaterThan(0);
    await page.getByLabel('From', { exact: true }).selectOption('de');
    await page.getByText('The network has learned nothing of these two languages yet.').waitFor();
    await eventually(() => map(page)).toEqual({ written: [], read: [] });
    await page.getByLabel('Phrases', { exact: true }).selectOption('1000');
    await page.getByLabel('Epochs', { exact: true }).selectOption('30');
    await pauseAtOnce(page);
    await press(page, 'Train from scratch');
    await page.getByText(/^Paused in epoch \d+ of 30, 1,000 phrases$/).waitFor();
    // A phrase of every kind that is not learned from, as it is translated with the weights so far.
    await eventually(() => page.locator('.examples td').count()).toBeGreaterThan(4);
    await expectAccessible(page);
    const before = await steps(page);
    await press(page, 'Go on');
    await eventually(() => steps(page)).toBeGreaterThan(before);
    // On a busy machine the training may be over by now.
    await page.evaluate(() =>
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Stop')?.click(),
    );
    await page.getByText(/^Done: \d+\.\d % of 300 phrases that it has never read/).waitFor();
    await page.getByText(/^Trained in this tab: /).waitFor();
    await page.reload();
    await page.getByText(/^Trained before/).waitFor();
    await page.getByLabel('From', { exact: true }).selectOption('de');
    await page.getByText('Kept on this device from an earlier training.').waitFor();
    await best(page).waitFor();
    await press(page, 'Forget what it learned here');
    await page.getByText('The network has learned nothing of these two languages yet.').waitFor();
    await press(page, 'The other way round');
    await eventually(() => page.getByLabel('To', { exact: true }).inputValue()).toBe('de');
  });
});
