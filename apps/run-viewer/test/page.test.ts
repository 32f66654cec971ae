import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  describeInChromium,
  expectAccessibleInBothThemes,
  expectNoOverflow,
  expectVisibleInForcedColors,
  type Page,
  sharedChromium,
  watchFaults,
} from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunServer, serveRuns } from '../src/server/serve-runs.js';
import { append, writeRun } from './support/write-run.js';

const built = fileURLToPath(new URL('../dist/page', import.meta.url));

describeInChromium('the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'run-viewer-page-'));
  const first = join(folder, 'first', 'events.jsonl');
  let server: RunServer;
  beforeAll(async () => {
    writeRun(first, { steps: 60, learningRate: 0.2 });
    writeRun(join(folder, 'second', 'events.jsonl'), { steps: 90, learningRate: 0.05 });
    server = await serveRuns([folder], { page: built, port: 0, period: 50 });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(viewport: { readonly width: number; readonly height: number }) {
    const context = await (await sharedChromium()).newContext({ viewport });
    context.setDefaultTimeout(180_000);
    const faults = watchFaults(context, server.url);
    const page = await context.newPage();
    await page.goto(server.url);
    await chart(page, 'step.loss').waitFor();
    await page.getByRole('img', { name: /^weights.* of second at step 90: / }).waitFor();
    return { page, faults, close: () => context.close() };
  }
  const chart = (page: Page, name: string) => page.getByRole('img', { name: new RegExp(`^${name}\\. `) });

  test('compares runs and follows them as they grow, without a reload', async () => {
    const { page, faults, close } = await open({ width: 1280, height: 900 });
    await expect
      .poll(() => chart(page, 'step.loss').getAttribute('aria-label'))
      .toMatch(/step 1 to 90.*First.*Second/i);
    await expect.poll(() => page.getByRole('row', { name: /^learningRate/ }).textContent()).toBe('learningRate0.20.05');
    await page.evaluate(() => Object.assign(globalThis, { stillHere: true }));
    append(first, [{ type: 'scalars', step: 120, time: 1120, values: { 'step.loss': 5 } }]);
    await expect.poll(() => chart(page, 'step.loss').getAttribute('aria-label')).toContain('step 1 to 120');
    writeRun(join(folder, 'third', 'events.jsonl'), { steps: 5, learningRate: 1 });
    await page.getByLabel('third', { exact: true }).waitFor();
    await page.getByLabel('second', { exact: true }).uncheck();
    await expect.poll(() => chart(page, 'step.loss').getAttribute('aria-label')).not.toMatch(/second/i);
    await page.getByLabel('Horizontal axis').selectOption('minutes');
    await expect.poll(() => chart(page, 'step.loss').getAttribute('aria-label')).toContain('minutes');
    const slider = page.getByLabel('Step of weights/layers.0.kernel, first');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByRole('img', { name: /^weights.* of first at step 30: 26 values from −1 to 1$/ }).waitFor();
    await page.getByRole('img', { name: /^validation.confusionMatrix of first at step 60\. / }).waitFor();
    expect(await page.evaluate(() => 'stillHere' in globalThis)).toBe(true);
    expect(faults).toEqual([]);
    await close();
  });

  test.each([
    ['desktop', { width: 1280, height: 900 }],
    ['phone', { width: 360, height: 740 }],
  ])('is accessible in light and dark on a %s', async (_, viewport) => {
    const { page, faults, close } = await open(viewport);
    await expectAccessibleInBothThemes(page);
    await expectNoOverflow(page);
    await expectVisibleInForcedColors(page);
    expect(faults).toEqual([]);
    await close();
  });

  test('answers this machine only', async () => {
    const answer = await fetch(`${server.url}api/scalars?run=first&name=nothing`);
    expect(answer.status).toBe(404);
    const image = await fetch(`${server.url}api/image?run=second&name=samples&step=90`);
    expect(image.headers.get('content-type')).toBe('image/png');
  });
});
