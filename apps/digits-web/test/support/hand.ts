import type { Page } from '@neurite/browser-testing';

type Point = readonly [x: number, y: number];

/** A one, upright. */
export const ONE: readonly Point[] = [
  [0.5, 0.15],
  [0.5, 0.85],
];

/** Draws a stroke with the mouse, through points in [0, 1]². */
export async function draw(page: Page, [first, ...others]: readonly Point[]): Promise<void> {
  const board = page.getByRole('application');
  await board.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await board.boundingBox())!; // it is on the screen
  const at = ([across, down]: Point): Point => [x + across * width, y + down * height];
  await page.mouse.move(...at(first!));
  await page.mouse.down();
  for (const point of others) await page.mouse.move(...at(point), { steps: 8 });
  await page.mouse.up();
}

/** The same with a finger. */
export async function drawWithFinger(page: Page, points: readonly Point[]): Promise<void> {
  const board = page.getByRole('application');
  await board.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await board.boundingBox())!; // it is on the screen
  const debuggers = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: Point): Promise<unknown> =>
    debuggers.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: point === undefined ? [] : [{ x: x + point[0] * width, y: y + point[1] * height }],
    });
  await touch('touchStart', points[0]);
  for (const point of points.slice(1)) await touch('touchMove', point);
  await touch('touchEnd');
}

/** The digit that is read, and its probability in percent. */
export async function answer(page: Page): Promise<{ digit: number; percent: number }> {
  const text = (await page.locator('.bars .first').textContent()) ?? '';
  return { digit: Number(text[0]), percent: Number.parseFloat(text.slice(1)) };
}

/** Chooses the length of a training and starts it. */
export async function train(page: Page, { digits, epochs }: { digits: string; epochs: string }): Promise<void> {
  await page.getByLabel('Training digits', { exact: true }).selectOption(digits);
  await page.getByLabel('Epochs', { exact: true }).selectOption(epochs);
  await page.getByRole('button', { name: 'Train from scratch' }).click();
}

/**
 * Lets the page itself press Pause as soon as the first epoch is told: from outside, a busy machine might press it when
 * the training is over.
 */
export async function pauseAtOnce(page: Page): Promise<void> {
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      const pause = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Pause');
      if (pause === undefined || pause.disabled || !document.body.textContent.includes('Epoch 1 of')) return;
      observer.disconnect();
      pause.click();
    });
    observer.observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
  });
}
