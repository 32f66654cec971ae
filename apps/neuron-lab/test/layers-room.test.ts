import { expectAccessibleInBothThemes, expectNoOverflow } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeLab } from './support/browser.js';

describeLab('the room of the layers', (lab) => {
  test('a filter slides over what one draws with keys, and an address brings it back', async () => {
    const page = await lab().open('#layers');
    const answer = page.locator('.answer');
    await expect.poll(() => answer.textContent()).not.toBe('…');
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => answer.textContent()).toBe('0');
    await page.locator('.drawn .pixels').focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Begin with').selectOption('identity');
    await page.getByLabel('Padding').selectOption('same');
    await page.getByLabel('Row 2, column 2').fill('3');
    await page.getByLabel('Row 2, column 2').press('Enter');
    // The pixel in row 9, column 9 of 16.
    await page.getByText('16 × 16 values').waitFor();
    await expect.poll(() => page.url()).toMatch(/padding=same/);
    await expect.poll(() => page.url()).toMatch(/kernel=[^&]*3/);
    const other = await lab().open(`${new URL(page.url()).hash}&index=136`.replace(/&index=86/, ''));
    await expect.poll(() => other.locator('.answer').textContent()).toBe('3');
    await other.getByRole('button', { name: 'Slide the filter' }).click();
    await expect.poll(() => other.locator('.answer').textContent()).toBe('0');
    // What is being typed stays while the filter slides on.
    const weight = other.getByLabel('Row 1, column 1');
    await weight.fill('7');
    const position = other.getByText('16 × 16 values; row');
    const before = await position.textContent();
    await expect.poll(() => position.textContent()).not.toBe(before);
    expect(await weight.inputValue()).toBe('7');
  });

  test('scores become shares, and a recurrent layer is unrolled over a series', async () => {
    const page = await lab().open('#layers?logits=1,1');
    await expect.poll(() => page.locator('.share').first().textContent()).toContain('50.0 %');
    await page.getByRole('button', { name: 'One class more' }).click();
    await page.getByLabel('Score of class 3').fill('1');
    await expect.poll(() => page.locator('.share').first().textContent()).toContain('33.3 %');

    await page.goto(`${lab().url}#layers?u=0.5&time=1`);
    const second = page.getByRole('button', { name: /^State after time 2: 0\.36/ });
    await second.waitFor();
    await page.getByLabel('Cell').selectOption('lstm');
    await page.getByRole('button', { name: /^State after time 10: \S+ \S+ \S+/ }).click();
    await expect.poll(() => page.url()).toContain('cell=lstm');
    await expect.poll(() => page.url()).toContain('time=9');
  });

  test('axe finds nothing, and a phone is wide enough', async () => {
    const page = await lab().open('#layers', { viewport: { width: 390, height: 844 } });
    await page.getByText('14 × 14 values').waitFor();
    await expectAccessibleInBothThemes(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoOverflow(page);
    }
  });

  test('rooms are changed by their links, and back', async () => {
    const page = await lab().open('#layers');
    await page.getByRole('heading', { level: 1, name: 'Layers' }).waitFor();
    await page.getByRole('link', { name: 'A deep network' }).click();
    await page.getByText('In a worker, on wasm').waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Layers' }).waitFor();
  });
});
