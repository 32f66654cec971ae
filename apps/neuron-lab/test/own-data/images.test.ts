import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../support/browser.js';

/** A folder for each class; blue has a file that is no image before the others, red one that says so by its name. */
const IMAGES = { blue: ['2.png', '3.png', '4.png', '5.png', '6.png'], red: ['1.png', '2.png', '3.png'] };
const BROKEN = '1.png';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'neurite-images-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A plain image, as a file. */
async function plain(page: Page, color: string): Promise<Buffer> {
  const bytes = await page.evaluate(async (color) => {
    const canvas = new OffscreenCanvas(48, 40);
    const context = canvas.getContext('2d')!; // every browser has it
    context.fillStyle = color;
    context.fillRect(0, 0, 48, 40);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  }, color);
  return Buffer.from(bytes);
}

async function writeFolders(page: Page): Promise<void> {
  for (const [color, names] of Object.entries(IMAGES)) {
    mkdirSync(join(folder, color), { recursive: true });
    for (const name of names) writeFileSync(join(folder, color, name), await plain(page, color));
  }
  writeFileSync(join(folder, 'blue', BROKEN), 'no image');
  writeFileSync(join(folder, 'red', 'notes.txt'), 'no image either');
}

const card = (page: Page, name: string) => page.getByRole('region', { name: `Class ${name}`, exact: true });

/** The shades of red in the middle of each image that a card shows. */
const reds = (page: Page, name: string): Promise<number[]> =>
  card(page, name)
    .locator('canvas')
    .evaluateAll((all) =>
      all.map((canvas) => (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(16, 16, 1, 1).data[0]!),
    );

async function expectFolders(page: Page): Promise<void> {
  await card(page, 'red').getByText('3 images').waitFor();
  await card(page, 'blue').getByText('5 images').waitFor();
  await page.getByText(`No image that this browser can read: ${BROKEN}.`).waitFor();
  expect(await reds(page, 'red')).toEqual([255, 255, 255]);
  expect(await reds(page, 'blue')).toEqual([0, 0, 0, 0, 0]);
}

/** Drops files and folders as a hand does. */
async function drop(page: Page, paths: readonly string[], on: string): Promise<void> {
  const { x, y, width, height } = (await page.locator(on).first().boundingBox())!; // it is shown
  const debuggers = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await debuggers.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
}

/** The tracks of all cameras that were opened, as the browser sees them. */
const cameras = (page: Page): Promise<string[]> =>
  page.evaluate(() => (Reflect.get(globalThis, 'opened') as MediaStreamTrack[]).map(({ readyState }) => readyState));

/** Evaluated before the page: notes what is opened, and waits with it as long as somebody thinks about allowing it. */
function watchCameras(): void {
  const opened: MediaStreamTrack[] = [];
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (what) => {
    await Reflect.get(globalThis, 'thinking');
    const stream = await open(what);
    opened.push(...stream.getTracks());
    return stream;
  };
  Object.assign(globalThis, { opened });
}

describeLab('images of one’s own', (lab) => {
  test('folders become classes, chosen or dropped, and a network learns them', async () => {
    const page = await lab().open('#images');
    await writeFolders(page);
    const input = page.getByLabel('Open a folder with a folder of images for each class');
    await input.setInputFiles(folder);
    await expectFolders(page);
    await page.getByRole('button', { name: 'Clear red' }).click();
    await drop(page, [folder], '.collect h2');
    await expectFolders(page);
    await drop(page, [join(folder, 'red', '1.png'), join(folder, 'red', 'notes.txt')], '[aria-label="Class red"]');
    await card(page, 'red').getByText('4 images').waitFor();
    await page.getByText('No image that this browser can read: notes.txt.').waitFor();
    await drop(page, [join(folder, 'red')], '.collect h2');
    await page.getByText('A folder with 2 to 6 folders of images is needed, one for each class; this has 1.').waitFor();
    await card(page, 'red').getByText('4 images').waitFor();

    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText(/: 100 % of the training images are right, 100 % of the test images\.$/).waitFor();
    await page.getByText('Which classes are taken for which').click();
    // Every fifth image of a class is a test image: blue has one, red none.
    const rows = page.getByRole('region', { name: 'Confusion matrix' }).locator('tbody tr');
    expect(await rows.allTextContents()).toEqual([' is blue10', ' is red00']);
    await page.getByLabel('Open an image to ask about').setInputFiles(join(folder, 'red', '1.png'));
    const share = page.locator('.said div', { hasText: 'red' }).locator('.numbers');
    await expect.poll(async () => Number.parseInt((await share.textContent())!, 10)).toBeGreaterThan(80);
  });

  test('the camera gives images to learn and asks by itself, and is off when the room is left', async () => {
    const page = await lab().blank({ permissions: ['camera'] });
    await page.addInitScript(watchCameras);
    await page.goto(`${lab().url}#images`);
    await page.getByRole('button', { name: 'Camera on' }).click();
    await page.getByLabel('Camera', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Record first' }).click();
    await card(page, 'first').getByText('5 images').waitFor();
    await page.getByRole('button', { name: 'Record first' }).click();
    await page
      .getByLabel('Add images of second')
      .setInputFiles({ name: 'black.png', mimeType: 'image/png', buffer: await plain(page, 'black') });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    const share = page.locator('.said div', { hasText: 'first' }).locator('.numbers');
    await expect.poll(async () => Number.parseInt((await share.textContent())!, 10)).toBeGreaterThan(80);
    expect(await cameras(page)).toEqual(['live']);
    await page.getByRole('link', { name: 'Layers' }).click();
    await page.locator('.answer').waitFor();
    expect(await cameras(page)).toEqual(['ended']);

    // What is allowed only when the room has been left is turned off, too.
    await page.getByRole('link', { name: 'Images' }).click();
    await page.evaluate(() => {
      const thinking = new Promise((allow) => Object.assign(globalThis, { allow }));
      Object.assign(globalThis, { thinking });
    });
    await page.getByRole('button', { name: 'Camera on' }).click();
    await page.getByRole('link', { name: 'Layers' }).click();
    await page.locator('.answer').waitFor();
    await page.evaluate(() => (Reflect.get(globalThis, 'allow') as () => void)());
    await expect.poll(() => cameras(page)).toEqual(['ended', 'ended']);
  });

  test('why there is no camera is said in one sentence', async () => {
    const page = await lab().open('#images');
    for (const [words, name] of [
      // What a browser without a permission does by itself.
      ['it was not allowed. Allow it in the settings', 'NotAllowedError'],
      ['there is none. Connect one', 'NotFoundError'],
      ['another program has it. Close that one', 'NotReadableError'],
      ['only pages over https have cameras', undefined],
    ] as const) {
      if (name !== 'NotAllowedError') {
        await page.evaluate((name) => {
          const devices =
            name === undefined ? undefined : { getUserMedia: () => Promise.reject(new DOMException('', name)) };
          Object.defineProperty(navigator, 'mediaDevices', { value: devices, configurable: true });
        }, name);
      }
      await page.getByRole('button', { name: 'Camera on' }).click();
      await page.getByRole('alert').getByText(`The camera cannot be used: ${words}`).waitFor();
      expect(await page.getByRole('button', { name: 'Camera on' }).getAttribute('aria-pressed')).toBe('false');
      expect(await page.getByRole('button', { name: 'Record first' }).isDisabled()).toBe(true);
    }
  });
});
