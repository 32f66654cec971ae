import { readFileSync } from 'node:fs';
import { expectAccessible, expectAccessibleInBothThemes, expectNoOverflow, type Page } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeDigits } from './support/browser.js';
import { answer, draw, drawWithFinger, ONE, pauseAtOnce, train } from './support/hand.js';

/** Across and down, and as far up again. */
const FINGER = [
  [0.2, 0.2],
  [0.5, 0.8],
  [0.8, 0.2],
] as const;
const eventually = expect.poll;
const layers = (page: Page) => page.locator('.layers-list canvas');
/** The content of a canvas. */
const pixels = (page: Page, index: number): Promise<string> =>
  layers(page)
    .nth(index)
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

describeDigits('the page', (site) => {
  test('shows what is drawn in every layer, learns to read it, and keeps what it learned', async () => {
    const page = await site().open();
    await eventually(() => layers(page).count()).toBe(17);
    // It opens with trained weights, and with a drawing that they read.
    await page
      .getByText(/^Trained before, for \d+ epochs: it reads 9\d\.\d\s% of 1,000 test digits right\.$/)
      .waitFor();
    await page.getByText('A sample: draw over it').waitFor();
    await eventually(async () => {
      const { digit, percent } = await answer(page);
      return digit === 3 && percent > 90;
    }).toBe(true);
    const sample = await pixels(page, 0);
    await draw(page, ONE);
    await eventually(() => pixels(page, 0)).not.toBe(sample);
    await eventually(async () => (await answer(page)).digit).toBe(1);
    await page.getByLabel(/^The ink, scaled to \d × 20 pixels$/).waitFor();
    // Another pen changes the strokes that follow.
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Pen').selectOption('thick');
    await draw(page, ONE);
    await page.getByLabel(/^The ink, scaled to [34] × 20 pixels$/).waitFor();
    const untrained = await pixels(page, 0);

    await pauseAtOnce(page);
    await train(page, { digits: '8000', epochs: '1' });
    await page.getByText('Paused in epoch 1').waitFor();
    await expectAccessible(page);
    // The weights from before the pause have arrived, and the drawing was read with them.
    await eventually(() => pixels(page, 0)).not.toBe(untrained);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText(/^Done: \d\d\.\d\s% of 1,000 test digits read right/).waitFor();
    await eventually(async () => (await answer(page)).digit).toBe(1);
    await page.getByLabel(/^Loss over epochs, logarithmic: 125 steps/).waitFor();
    await page.getByText('Trained in this tab: one epoch.').waitFor();

    // What it reads can be corrected, and is learned on the spot.
    await page.locator('.correction').getByRole('button', { name: '7' }).click();
    await page.getByText(/^It has (not quite )?learned that this is a 7.*test digits right\.$/).waitFor();
    await page.getByText('Corrected in this tab: it has learned one drawing of yours.').waitFor();
    await eventually(async () => (await answer(page)).digit).toBe(7);

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const buffer = readFileSync(await (await download).path());
    const before = await answer(page);
    await page.getByRole('button', { name: 'Forget all' }).click();
    await page.getByText('learned nothing yet, so it only guesses').waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'model.safetensors', mimeType: 'application/octet-stream', buffer });
    await page.getByText('model.safetensors: trained for one epoch, seed 7.').waitFor();
    await eventually(() => answer(page)).toEqual(before);
    // The last weight is NaN.
    const lost = Buffer.from(Uint8Array.from(buffer).fill(255, -4));
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'lost.safetensors', mimeType: 'application/octet-stream', buffer: lost });
    await page.getByRole('alert').getByText('lost.safetensors').waitFor();
    await expectAccessible(page);
    expect(await answer(page)).toEqual(before);

    await page.reload();
    await page.getByText('Kept on this device: trained for one epoch, seed 7.').waitFor();
    await page.getByRole('button', { name: 'Take the trained ones' }).click();
    await page.getByText('Trained before, for').waitFor();
  });

  test('can be used with the keyboard alone', async () => {
    const page = await site().open();
    await eventually(() => layers(page).count()).toBe(17);
    const focus = async (matches: string): Promise<void> => {
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, matches)) return;
      }
      expect.fail(`the Tab key never comes to ${matches}`);
    };
    await focus('[role=application]');
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowDown');
    await page.getByText('Pen down').waitFor();
    await page.keyboard.press('Space');
    await page.getByLabel(/^The ink, scaled to \d × 20 pixels$/).waitFor();
    await page.keyboard.press('Backspace');
    await page.getByText('Draw a digit here').waitFor();
    // A dot is no digit, whatever the network answers.
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    await page.locator('.doubt').getByText('This does not look like a digit it learned from:').waitFor();
    await page.keyboard.press('Delete');
    await page.locator('.doubt').waitFor({ state: 'detached' });
    await focus('button.main');
    await page.keyboard.press('Enter');
    await page.getByText('Epoch 1 of 5').waitFor();
    await focus('.train button:nth-of-type(3)');
    await page.keyboard.press('Enter');
    await page.getByText('Done:').waitFor();
  });

  test('axe finds no violation, and the page fits a phone', async () => {
    const page = await site().open('', { viewport: { width: 390, height: 844 }, hasTouch: true });
    await eventually(() => layers(page).count()).toBe(17);
    const scrolled = await page.evaluate(() => window.scrollY);
    await drawWithFinger(page, FINGER);
    // The whole stroke has arrived and did not scroll the page.
    await page.getByLabel('The ink, scaled to 20 × 20 pixels').waitFor();
    expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoOverflow(page);
    }
    // A check mark is no digit; the doubt and the buttons to correct it are there.
    await page.locator('.doubt').waitFor();
    await expectAccessibleInBothThemes(page);
  });

  test('works offline after one visit, and with threads on a host that sends no headers for them', async () => {
    // With an empty cache: only what this visit keeps is there.
    const page = await site().open('', {});
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await site().goOffline();
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await eventually(() => layers(page).count()).toBe(17);
    await draw(page, ONE);
    await eventually(async () => (await answer(page)).digit).toBe(1);
    await train(page, { digits: '500', epochs: '1' });
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    await page.getByText(cores > 1 ? /^Computed by WebAssembly.* and \d+ threads$/ : /SIMD$/).waitFor();
    await page.getByText('Done:').waitFor();
  });
});
