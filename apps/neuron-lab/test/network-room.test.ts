import { readFileSync } from 'node:fs';
import { expectAccessibleInBothThemes, expectNoOverflow, type Page } from '@neurite/browser-testing';
import { expect, test, vi } from 'vitest';
import { describeLab } from './support/browser.js';

const step = async (page: Page): Promise<number> => Number(await page.locator('.counter strong').nth(1).textContent());
const scores = (page: Page): Promise<string | null> => page.locator('.output .scores').textContent();
/** What a page shows at one moment, once its address has the step that it shows: the address follows after a while. */
const settled = (page: Page): Promise<{ readonly steps: number; readonly scores: string | null } | undefined> =>
  page.evaluate(() => {
    const steps = document.querySelectorAll('.counter strong')[1]!.textContent;
    const scores = document.querySelector('.output .scores')!.textContent;
    return location.hash.endsWith(`steps=${steps}`) ? { steps: Number(steps), scores } : undefined;
  });

/** Of `vi.waitFor`; that of `expect.poll` is set for all tests. */
const PATIENCE = { timeout: 180_000, interval: 50 };

describeLab('the room of the deep network', (lab) => {
  test('trains in a worker while the page stays free, and an address brings the run back', async () => {
    const page = await lab().open('#network?hidden=5,3&data=gauss');
    await page.getByText('In a worker, on wasm').waitFor();
    const first = await scores(page);
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => step(page)).toBeGreaterThan(20);
    expect(page.workers()).toHaveLength(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play' }).waitFor();
    // A last step may still come: what was seen at one moment belongs together all the same.
    const { steps, scores: trained } = await vi.waitFor(async () => {
      const seen = await settled(page);
      expect(seen).toBeDefined();
      return seen!;
    }, PATIENCE);
    expect(trained).not.toBe(first);
    const other = await lab().open(`#network?hidden=5,3&data=gauss&steps=${steps}`);
    await expect.poll(() => step(other)).toBe(steps);
    await expect.poll(() => scores(other)).toBe(trained);
  });

  test('layers, neurons, features and one weight can be changed', async () => {
    const page = await lab().open('#network?steps=0');
    await page.getByRole('button', { name: 'Add a hidden layer' }).click();
    await page.getByRole('button', { name: 'One neuron more in layer 3' }).click();
    await page.getByRole('button', { name: 'Feature x₁x₂' }).click();
    await expect.poll(() => page.url()).toContain('features=x1,x2,x1x2&hidden=4,2,3');
    // A neuron that reads the features is open when one of them goes: its run has not begun yet.
    await page.getByRole('button', { name: 'Layer 1, neuron 1' }).click();
    await page.getByLabel('x₁x₂', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Feature x₁x₂' }).click();
    await page.getByLabel('x₁x₂', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Layer 3, neuron 3' }).click();
    await page.getByText('Layer 3, neuron 3 is shown, not the output.').waitFor();
    await page.getByRole('button', { name: 'Show the output' }).click();
    await page.getByText('is shown, not the output').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Layer 3, neuron 3' }).click();
    const bias = page.getByLabel('Bias');
    await bias.fill('1.5');
    await bias.press('Enter');
    await expect.poll(() => bias.inputValue()).toBe('1.5');
    await page.getByRole('button', { name: 'One step', exact: true }).click();
    await expect.poll(() => step(page)).toBe(1);
  });

  test('a lesson is opened by an address, checks its goals, and what was done stays', async () => {
    const page = await lab().open('#network?lesson=xor&data=xor&hidden=&steps=199');
    await page.getByRole('heading', { name: 'Lesson: XOR without a hidden layer' }).waitFor();
    await expect.poll(() => step(page)).toBe(199);
    await page.getByRole('button', { name: 'One step', exact: true }).click();
    await page.getByText('It can only draw one straight line').first().waitFor();
    // Back and forth: it trains again up to there, to the same numbers.
    const after200 = await scores(page);
    await page.getByRole('button', { name: 'One step back' }).click();
    await expect.poll(() => step(page)).toBe(199);
    expect(await scores(page)).not.toBe(after200);
    await page.getByRole('button', { name: 'One step', exact: true }).click();
    await expect.poll(() => scores(page)).toBe(after200);
    await page.reload();
    await page.getByText('It can only draw one straight line').first().waitFor();
    // A point goes forward, and its error back.
    await page.getByRole('button', { name: 'Next stage' }).click();
    await page.getByText('stage 1 of 4').waitFor();
    await expect.poll(() => page.locator('.node-label').count()).toBe(1);
    await page.getByRole('button', { name: 'Close the lesson' }).click();
    await expect.poll(() => page.url()).not.toContain('lesson');
  });

  test('two runs train side by side, each with its own settings', async () => {
    const page = await lab().open('#network?steps=0');
    await page.getByRole('button', { name: 'Compare two runs' }).click();
    await page.getByLabel('Optimizer').selectOption('sgd');
    await page.getByRole('heading', { name: 'Output of run B' }).waitFor();
    await page.getByRole('button', { name: 'Play' }).click();
    const b = page.locator('.output-b .scores');
    await expect.poll(() => step(page)).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(async () => (await b.textContent()) !== (await scores(page))).toBe(true);
    await expect.poll(() => page.url()).toMatch(/b=optimizer%3Dsgd/);
  });

  test('points are drawn with the pointer and with keys', async () => {
    const page = await lab().open('#network?data=drawn');
    const plane = page.locator('.output-canvas');
    const [sourcePosition, targetPosition] = [
      { x: 40, y: 60 },
      { x: 140, y: 60 },
    ];
    await plane.dragTo(plane, { sourcePosition, targetPosition, steps: 10 });
    await page.getByRole('button', { name: 'green' }).click();
    await plane.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', ' ']) await page.keyboard.press(key);
    await expect.poll(() => page.url()).toMatch(/points=.*,2(&|$)/);
    await expect
      .poll(async () => (await page.getByText('of at most 300 points').textContent())!.trim())
      .toMatch(/^([6-9]|1\d) of/);
    // Three classes now: an output for each.
    await page.getByRole('button', { name: 'Output 3' }).waitFor();
    // What is found follows what is drawn.
    await page.getByText('Are these points fit to learn from?').click();
    const found = page.locator('.data .findings');
    await found.getByText('Small class: Class 2 has no row in train.').waitFor();
    await page.getByRole('button', { name: 'blue' }).click();
    await plane.focus();
    for (let i = 0; i < 6; i++) for (const key of ['ArrowRight', ' ']) await page.keyboard.press(key);
    await found.getByText(/^Small class: Class 2 has only \d rows? in train\.$/).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('Are these points fit to learn from?').waitFor({ state: 'detached' });
  });

  test('weights and programs go out and come in again', async () => {
    const page = await lab().open('#network?data=clouds3&hidden=3&steps=20');
    await expect.poll(() => step(page)).toBe(20);
    const trained = await scores(page);
    const weights = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the weights' }).click();
    const saved = readFileSync(await (await weights).path());
    const program = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as TypeScript' }).click();
    const code = readFileSync(await (await program).path());
    const film = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a film' }).click();
    const gif = readFileSync(await (await film).path());
    // The sign of a GIF, and that it begins again at its end.
    expect([gif.toString('latin1', 0, 6), gif.includes('NETSCAPE2.0')]).toEqual(['GIF89a', true]);

    const other = await lab().open('#network?steps=0');
    await other.getByText('In a worker, on wasm').waitFor();
    const input = other.locator('input[type=file]');
    await input.setInputFiles({ name: 'network.safetensors', mimeType: '', buffer: saved });
    await expect.poll(() => scores(other)).toBe(trained);
    await input.setInputFiles({ name: 'broken.safetensors', mimeType: '', buffer: saved.subarray(0, 50) });
    await other.locator('.files').getByRole('alert').getByText('broken.safetensors was not taken').waitFor();
    await input.setInputFiles({ name: 'notes.ts', mimeType: '', buffer: Buffer.from('const x = 1;') });
    await other.locator('.files').getByRole('alert').getByText('notes.ts is no program').waitFor();
    await other.goto(`${new URL(other.url()).origin}${new URL(other.url()).pathname}#network?seed=5`);
    await input.setInputFiles({ name: 'network.ts', mimeType: '', buffer: code });
    await expect.poll(() => other.url()).toContain('data=clouds3&hidden=3');
  });

  test('a rate that is too large stops with a word about it', async () => {
    const page = await lab().open('#network?data=plane&optimizer=sgd&rate=10&activation=linear&hidden=8,8&pace=fast');
    await page.getByText('In a worker, on wasm').waitFor();
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByText('Training diverged: the learning rate is too large').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Save the weights' }).isDisabled()).toBe(true);
    // An address that goes beyond the end says why, too.
    const beyond = `${page.url().replace(/&steps=\d+/, '')}&steps=100`;
    await page.goto('about:blank');
    await page.goto(beyond);
    await page.getByText('Training diverged: the learning rate is too large').waitFor();
    await page.getByText('Which engines work here?').waitFor();
    // With a smaller rate it begins anew.
    await page.getByRole('slider', { name: 'Learning rate' }).fill('20');
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => step(page)).toBeGreaterThan(10);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play' }).waitFor();
  });

  test('can be used with the keyboard alone', async () => {
    const page = await lab().open('#network?steps=0');
    await page.getByText('In a worker, on wasm').waitFor();
    const focus = async (matches: string): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, matches)) return;
      }
      expect.fail(`the Tab key never comes to ${matches}`);
    };
    await focus('[aria-label="One step"]');
    await page.keyboard.press('Enter');
    await expect.poll(() => step(page)).toBe(1);
    await focus('.engine summary');
    await page.keyboard.press('Enter');
    await page.locator('.engines').getByText('WebAssembly', { exact: true }).waitFor();
    await focus('[aria-label="Feature x₁²"]');
    await page.keyboard.press('Space');
    await expect.poll(() => page.url()).toContain('features=x1,x2,x1x1');
    await focus('[aria-label="Layer 1, neuron 1"]');
    await page.keyboard.press('ArrowRight');
    await page.locator('[aria-label="Layer 2, neuron 1"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.weights input').first().waitFor();
    await focus('.weights input');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('1.25');
    await page.keyboard.press('Enter');
    const weight = page.locator('.weights input').first();
    await expect.poll(() => weight.inputValue()).toBe('1.25');
  });

  test('axe finds nothing, and a phone is wide enough', async () => {
    const hash = '#network?data=drawn&points=1,1,0;20,30,1&steps=3&b=rate%3D0.1&hidden=8,8,8,8,8,8,8,8';
    const page = await lab().open(hash, { viewport: { width: 390, height: 844 } });
    await page.locator('.curves > svg').waitFor();
    await page.getByRole('button', { name: 'Layer 1, neuron 1' }).click();
    await page.getByRole('button', { name: 'Show the TypeScript' }).click();
    for (const name of ['Data', 'Settings']) await page.locator('summary').getByText(name, { exact: true }).click();
    await page.getByText('Are these points fit to learn from?').click();
    await page.locator('.findings').getByText('Small class: Class 1 has only 1 row in train.').waitFor();
    await expectAccessibleInBothThemes(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoOverflow(page);
    }
    // The player stays at hand wherever one looks.
    await page.locator('.curves > svg').scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Play' }).click({ trial: true })).resolves.toBeUndefined();
  });
});
