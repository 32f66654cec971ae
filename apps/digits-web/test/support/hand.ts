import type { Page } from '@neurite/browser-testing';

type Place = readonly [x: number, y: number];

/** A one, upright. */
export const ONE: readonly Place[] = [
  [0.5, 0.15],
  [0.5, 0.85],
];

/** Draws a stroke with the mouse, through places between 0 and 1. */
export async function draw(page: Page, [first, ...others]: readonly Place[]): Promise<void> {
  const board = page.getByRole('application');
  await board.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await board.boundingBox())!; // it is on the screen
  const at = ([across, down]: Place): Place => [x + across * width, y + down * height];
  await page.mouse.move(...at(first!));
  await page.mouse.down();
  for (const place of others) await page.mouse.move(...at(place), { steps: 8 });
  await page.mouse.up();
}

/** The same with a finger. */
export async function drawWithFinger(page: Page, places: readonly Place[]): Promise<void> {
  const board = page.getByRole('application');
  await board.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await board.boundingBox())!; // it is on the screen
  const debuggers = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', place?: Place): Promise<unknown> =>
    debuggers.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: place === undefined ? [] : [{ x: x + place[0] * width, y: y + place[1] * height }],
    });
  await touch('touchStart', places[0]);
  for (const place of places.slice(1)) await touch('touchMove', place);
  await touch('touchEnd');
}

/** The digit that is read, and its probability in per cent. */
export async function answer(page: Page): Promise<{ digit: number; percent: number }> {
  const text = (await page.locator('.bars .first').textContent()) ?? '';
  return { digit: Number(text[0]), percent: Number.parseFloat(text.slice(1)) };
}

/** Chooses a short training and begins it. */
export async function train(page: Page, { digits, epochs }: { digits: string; epochs: string }): Promise<void> {
  await page.getByLabel('Digits to learn from', { exact: true }).selectOption(digits);
  await page.getByLabel('Epochs', { exact: true }).selectOption(epochs);
  await page.getByRole('button', { name: 'Train from scratch' }).click();
}
