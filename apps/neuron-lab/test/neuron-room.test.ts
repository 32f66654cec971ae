import { expectAccessibleInBothThemes, expectNoOverflow, type Page } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeLab } from './support/browser.js';

const counter = (page: Page): Promise<string | null> => page.locator('.counter strong').textContent();
const arithmetic = (page: Page): Promise<string | null> => page.locator('.arithmetic dl').textContent();

describeLab('the room of one neuron', (lab) => {
  test('steps, steps back, and writes the arithmetic of each step', async () => {
    const page = await lab().open('#neuron?step=0');
    await page.locator('.verdict').getByText('At the start the loss is').waitFor();
    const first = await arithmetic(page);
    expect(first).toContain('−1.5 − 0.1 · (');
    await page.getByRole('button', { name: 'One step', exact: true }).click();
    await page.getByRole('button', { name: 'One step', exact: true }).click();
    await page.getByText('The arithmetic of step 2').waitFor();
    await expect.poll(() => arithmetic(page)).not.toBe(first);
    await page.getByRole('button', { name: 'One step back' }).click();
    await page.getByRole('button', { name: 'One step back' }).click();
    await expect.poll(() => arithmetic(page)).toBe(first);
  });

  test('plays, pauses, and shows that a large rate diverges', async () => {
    const page = await lab().open('#neuron?speed=60&rate=1.2');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('.verdict').getByText('The learning rate is too large').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Play' }).count()).toBe(1);
    await expect.poll(async () => Number(await counter(page))).toBeGreaterThan(2);
  });

  test('takes dragged points and a dragged start, and an address brings all of it back', async () => {
    const page = await lab().open('#neuron?data=two&step=7');
    const point = page.getByRole('button', { name: /^Point 2/ });
    await page.getByText('The arithmetic of step 7').waitFor();
    // The last that moves what is below it.
    await page.locator('.curves > svg').waitFor();
    const box = (await point.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 10, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toContain('data=own&points=');
    const contours = (await page.locator('canvas.contours').boundingBox())!;
    await page.mouse.click(contours.x + contours.width * 0.8, contours.y + contours.height * 0.3);
    await expect.poll(() => page.url()).toMatch(/[?&]w=.*[?&]b=/);
    // What is computed follows the hand, and the address with a pause: then both pages say the same.
    const other = await lab().open(new URL(page.url()).hash);
    await expect.poll(async () => (await arithmetic(other)) === (await arithmetic(page))).toBe(true);
    await expect.poll(() => counter(other)).toBe('7');
  });

  test('takes pasted numbers, and says which row is none', async () => {
    const page = await lab().open('#neuron?step=0');
    await page.getByText('Type, paste or load').click();
    const text = page.getByLabel('One point a line');
    await text.fill('hour;sales\n1;2\n2;x');
    await page.getByText('Row 3, column 2 is not a number: “x”.').waitFor();
    await text.fill('hour;sales;costs\n1;2;7\n2;5;8');
    await page.getByText('Read 2 rows: x is column 1 (hour), y is column 2 (sales) of 3').waitFor();
    await page.getByLabel('Column of y').selectOption('costs');
    await expect.poll(() => page.getByRole('button', { name: /^Point/ }).count()).toBe(2);
    await page.getByRole('button', { name: 'Point 2: x 2, y 8' }).waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'points.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('x,y\n1,1\n2,2\n3,2.5\n'),
    });
    await expect.poll(() => page.getByRole('button', { name: /^Point/ }).count()).toBe(3);
    await page.getByRole('button', { name: 'Add a point' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Point 4: x 2, y 1.83' }).count()).toBe(1);
  });

  test('can be used with the keyboard alone', async () => {
    const page = await lab().open('#neuron?step=0');
    await page.locator('.verdict').getByText('At the start the loss is').waitFor();
    const focus = async (matches: string): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, matches)) return;
      }
      expect.fail(`the Tab key never comes to ${matches}`);
    };
    await focus('[aria-label="One step"]');
    await page.keyboard.press('Enter');
    await expect.poll(() => counter(page)).toBe('1');
    await focus('input[type=range]');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.url()).toContain('rate=');
    await focus('[aria-label^="Point 1:"]');
    await page.keyboard.press('End');
    await page.locator('[aria-label^="Point 14:"]:focus').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Delete');
    await expect.poll(() => page.getByRole('button', { name: /^Point/ }).count()).toBe(13);
  });

  test('axe finds nothing, and a phone is wide enough', async () => {
    const page = await lab().open('#neuron?step=4', { viewport: { width: 390, height: 844 } });
    await page.locator('.curves > svg').waitFor();
    await page.getByText('Type, paste or load').click();
    await expectAccessibleInBothThemes(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoOverflow(page);
    }
  });
});
