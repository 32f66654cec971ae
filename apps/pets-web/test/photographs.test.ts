import { readFileSync } from 'node:fs';
import { expectNoOverflow, type Page } from '@neurite/browser-testing';
import { hostArray } from '@neurite/core';
import { encodePng } from '@neurite/images/png';
import { lyingJpeg } from '@neurite/testing/lying-jpeg';
import { expect, test } from 'vitest';
import { choose, describePets, load } from './support/browser.js';

const fixtures = new URL('../../../fixtures/images/jpeg.json', import.meta.url);
const cmyk = (JSON.parse(readFileSync(fixtures, 'utf8')).cases as { name: string; file: string }[]).find(
  ({ name }) => name === 'cmyk',
)!;
const black = encodePng(hostArray(new Uint8Array(40 * 40 * 3), [40, 40, 3]));

/** The tracks of all cameras that were opened, as the browser sees them. */
const cameras = (page: Page): Promise<string[]> =>
  page.evaluate(() => (Reflect.get(globalThis, 'opened') as MediaStreamTrack[]).map(({ readyState }) => readyState));

/** Evaluated before the page: notes what is opened. */
function watchCameras(): void {
  const opened: MediaStreamTrack[] = [];
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (what) => {
    const stream = await open(what);
    opened.push(...stream.getTracks());
    return stream;
  };
  Object.assign(globalThis, { opened });
}

/** The size of the photograph that is shown, and the colors at the middles of its upper and lower edge. */
const shown = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.frame canvas');
    if (canvas === null) return undefined;
    const { width, height } = canvas;
    const context = canvas.getContext('2d')!;
    const [upper, lower] = [5, height - 5].map((y) => [...context.getImageData(width / 2, y, 1, 1).data.slice(0, 3)]);
    return { width, height, upper: upper!, lower: lower! };
  });

/** Evaluated in the page: a JPEG image, red to the left and blue to the right. */
async function redAndBlue({ width, height }: { width: number; height: number }): Promise<number[]> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  for (const [i, color] of ['#ff0000', '#0000ff'].entries()) {
    context.fillStyle = color;
    context.fillRect((i * width) / 2, 0, width / 2, height);
  }
  return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())];
}

describePets('photographs', (site) => {
  test('are shown upright and not larger than needed, dropped, pasted, in four inks; others are refused', async () => {
    const page = await site().open();
    const jpeg = Uint8Array.from(await page.evaluate(redAndBlue, { width: 2400, height: 1200 }));
    await choose(page, 'lying.jpg', lyingJpeg(jpeg));
    await page.getByRole('img', { name: 'The photograph: lying.jpg' }).waitFor();
    const { width, height, upper, lower } = (await shown(page))!;
    expect([width, height]).toEqual([512, 1024]);
    expect(upper[0]! - upper[2]!).toBeGreaterThan(200);
    expect(lower[2]! - lower[0]!).toBeGreaterThan(200);

    await choose(page, 'inks.jpg', Buffer.from(cmyk.file, 'base64'));
    await page.getByRole('img', { name: 'The photograph: inks.jpg' }).waitFor();
    for (const [type, name] of [
      ['drop', 'dropped.png'],
      ['paste', 'pasted.png'],
    ] as const) {
      await page.evaluate(
        ([type, name, bytes]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(bytes)], name, { type: 'image/png' }));
          window.dispatchEvent(
            type === 'drop'
              ? new DragEvent('drop', { dataTransfer: data, cancelable: true })
              : new ClipboardEvent('paste', { clipboardData: data }),
          );
        },
        [type, name, [...black]] as const,
      );
      await page.getByRole('img', { name: `The photograph: ${name}` }).waitFor();
    }

    const tiny = encodePng(hostArray(new Uint8Array(12), [2, 2, 3]));
    for (const [name, bytes, sentence] of [
      ['notes.txt', Buffer.from('no image'), 'notes.txt: this browser cannot read it as an image. Take a JPEG, PNG'],
      ['half.png', black.subarray(0, 30), 'half.png: this browser cannot read it as an image.'],
      ['tiny.png', tiny, 'tiny.png: the image has 2 × 2 pixels, and must have at least 8 on each side.'],
    ] as const) {
      await choose(page, name, bytes);
      await page.getByRole('alert').getByText(sentence).waitFor();
    }
    // What was shown before stays.
    await page.getByRole('img', { name: 'The photograph: pasted.png' }).waitFor();
    await load(page, 'x.safetensors', Buffer.from('no network'));
    await page.getByRole('alert').getByText('x.safetensors: the file holds no network of this program.').waitFor();
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoOverflow(page);
  });

  test('come from the camera, which is off again when one was taken', async () => {
    const page = await site().blank({ permissions: ['camera'] });
    await page.addInitScript(watchCameras);
    await page.goto(site().url);
    await page.getByRole('button', { name: 'Camera on' }).click();
    await page.getByLabel('What the camera sees').waitFor();
    await page.getByRole('button', { name: 'Take the photograph' }).click();
    await page.getByRole('img', { name: 'The photograph: the camera' }).waitFor();
    expect(await cameras(page)).toEqual(['ended']);
  });

  test('come from files where there is no camera, and nothing waits for ever where there are no workers', async () => {
    const page = await site().blank();
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'Worker');
    });
    await page.goto(site().url);
    await page.getByRole('alert').getByText('This browser starts no workers').first().waitFor();
    // What a browser without a permission does by itself.
    await page.getByRole('button', { name: 'Camera on' }).click();
    await page.getByRole('alert').getByText('The camera cannot be used: it was not allowed.').waitFor();
    await choose(page, 'black.png', black);
    await page.getByRole('img', { name: 'The photograph: black.png' }).waitFor();
    await page.getByText('It waits for a network.').waitFor();
  });
});
