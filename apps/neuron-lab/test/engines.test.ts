import { ISOLATED, type Page } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeLab } from './support/browser.js';

const step = async (page: Page): Promise<number> => Number(await page.locator('.counter strong').nth(1).textContent());
const loss = async (page: Page): Promise<number> =>
  Number(/loss ([\d.]+)/.exec((await page.locator('.output .scores').textContent())!)![1]);

/** Isolated, so that WebAssembly may have threads; with a GPU that is a software renderer. */
const OPTIONS = { headers: ISOLATED, gpu: 'software' } as const;

describeLab(
  'the engines of the deep network',
  (lab) => {
    test('what works here is told, one can be chosen, and an address keeps it', async () => {
      const page = await lab().open('#network?hidden=3');
      await page.getByText(/In a worker, on wasm: WebAssembly with \w+ SIMD( and \d+ threads)?\./).waitFor();
      await page.getByText('Which engines work here?').click();
      for (const words of [
        'WebGPU',
        'works: .*, which is a software renderer and slow',
        'JavaScript',
        'works: JavaScript',
      ])
        await page
          .locator('.engines')
          .getByText(new RegExp(`^${words}$`))
          .first()
          .waitFor();
      const learned = await afterTwoSteps(page);
      await page.getByRole('combobox', { name: 'Engine' }).selectOption('cpu');
      await page.getByText('In a worker, on cpu: JavaScript.').waitFor();
      expect(await afterTwoSteps(page)).toBeCloseTo(learned, 4);
      await expect.poll(() => page.url()).toContain('engine=cpu');
      await page.reload();
      await page.getByText('In a worker, on cpu: JavaScript.').waitFor();
      expect(await page.getByRole('combobox', { name: 'Engine' }).inputValue()).toBe('cpu');
    });

    // That WebGPU is lost in the same way is a test of training-worker.
    test('WebGL learns the same, and training goes on when it is lost', async () => {
      const page = await lab().blank();
      await page.route(/training-worker/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `(${rememberDevices})();\n${await response.text()}` });
      });
      await page.goto(`${lab().url}#network?hidden=3&data=gauss`);
      await page.getByText('In a worker, on wasm').waitFor();
      const learned = await afterTwoSteps(page);
      const [first] = trainingWorkers(page);
      const next = page.waitForEvent('worker', (one) => one !== first && one.url().includes('training-worker'));
      await page.getByRole('combobox', { name: 'Engine' }).selectOption('webgl');
      const worker = await next;
      await page.getByText('In a worker, on webgl: ').waitFor();
      expect(await afterTwoSteps(page)).toBeCloseTo(learned, 3);
      await worker.evaluate(() => (globalThis as unknown as { loseDevices(): void }).loseDevices());
      await page.getByRole('button', { name: 'Play' }).click();
      await page.getByText('WebGL was lost (').waitFor();
      await page.getByText('training goes on. In a worker, on wasm').waitFor();
      await expect.poll(() => step(page)).toBeGreaterThan(20);
    });
  },
  OPTIONS,
);

/** The loss of the points that are learned, when the run has just begun and takes two steps. */
async function afterTwoSteps(page: Page): Promise<number> {
  await expect.poll(() => trainingWorkers(page)).toHaveLength(1);
  await expect.poll(() => step(page)).toBe(0);
  for (const steps of [1, 2]) {
    await page.getByRole('button', { name: 'One step', exact: true }).click();
    await expect.poll(() => step(page)).toBe(steps);
  }
  return loss(page);
}

function trainingWorkers(page: Page): ReturnType<Page['workers']> {
  return page.workers().filter((one) => one.url().includes('training-worker'));
}

/** Runs in a worker before its program: remembers its WebGL contexts, so that they can be taken away. */
function rememberDevices(): void {
  const found: WebGL2RenderingContext[] = [];
  const { getContext } = OffscreenCanvas.prototype;
  OffscreenCanvas.prototype.getContext = function (this: OffscreenCanvas, ...args: Parameters<typeof getContext>) {
    const context = getContext.apply(this, args);
    if (context instanceof WebGL2RenderingContext) found.push(context);
    return context;
  } as typeof getContext;
  const loseDevices = (): void => {
    for (const context of found) context.getExtension('WEBGL_lose_context')?.loseContext();
  };
  Object.assign(globalThis, { loseDevices });
}
