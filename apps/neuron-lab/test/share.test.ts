import { readFileSync } from 'node:fs';
import type { Page } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeLab } from './support/browser.js';

/** A file that the page saves when a button is pressed. */
async function saved(page: Page, button: string): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFileSync(await (await download).path());
}

/** The size of an image, and how many of its pixels have another color than its first one. */
function painted(page: Page, image: Buffer): Promise<{ size: number[]; share: number; points: number }> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    const share = pixels.filter((pixel) => pixel !== pixels[0]).length / pixels.length;
    // Of the color in which points are drawn, as SVG.
    const point = 0xff0847b5; // #b54708
    return { size: [bitmap.width, bitmap.height], share, points: pixels.filter((pixel) => pixel === point).length };
  }, image.toString('base64'));
}

/** How many frames a film has, and the share of pixels in which its first and last ones differ. */
function filmed(page: Page, gif: Buffer): Promise<{ frames: number; moved: number }> {
  return page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: 'image/gif' });
    await Promise.all([decoder.tracks.ready, decoder.completed]);
    const frames = decoder.tracks.selectedTrack!.frameCount; // of a film
    const pixelsOf = async (frameIndex: number): Promise<Uint32Array> => {
      const { image } = await decoder.decode({ frameIndex });
      const context = new OffscreenCanvas(image.displayWidth, image.displayHeight).getContext('2d')!;
      context.drawImage(image, 0, 0);
      image.close();
      return new Uint32Array(context.getImageData(0, 0, context.canvas.width, context.canvas.height).data.buffer);
    };
    const [first, last] = [await pixelsOf(0), await pixelsOf(frames - 1)];
    return { frames, moved: first.filter((pixel, i) => pixel !== last[i]).length / first.length };
  }, gif.toString('base64'));
}

const ROOMS: Readonly<Record<string, { readonly ready: (page: Page) => Promise<void>; readonly least: number }>> = {
  '#neuron?step=20': { ready: (page) => page.getByText('The arithmetic of step 20').waitFor(), least: 0.12 },
  '#network?steps=20': {
    // The room before it stays until this one is loaded.
    ready: (page) => page.locator('.network .train .counter', { hasText: 'step 20' }).waitFor(),
    least: 0.12,
  },
  '#layers': { ready: (page) => page.locator('.answer').getByText('−').waitFor(), least: 0.12 },
  '#images': {
    ready: async (page) => {
      await page.getByRole('button', { name: 'Try it with shapes' }).click();
      await page.getByText('30 images').first().waitFor();
    },
    least: 0.1,
  },
};

describeLab('sharing', (lab) => {
  test('each room is saved as an image of what it shows', async () => {
    const page = await lab().blank();
    for (const [room, { ready, least }] of Object.entries(ROOMS)) {
      await page.goto(`${lab().url}${room}`);
      await ready(page);
      const { size, share, points } = await painted(page, await saved(page, 'Save image'));
      expect(size, room).toEqual([1200, 630]);
      expect(share, room).toBeGreaterThan(least);
      if (room.startsWith('#neuron')) expect(points).toBeGreaterThan(300);
    }
  });

  test.each([
    ['#neuron?step=3', 'step 3'],
    ['#layers?strides=2&index=5', '7 × 7 values; row 1, column 6'],
  ])('the room %s is saved as a film, and then is where it was', async (room, words) => {
    const page = await lab().open(room);
    await page.getByText(words).first().waitFor();
    const gif = await saved(page, 'Save a film');
    expect([gif.toString('latin1', 0, 6), gif.includes('NETSCAPE2.0')]).toEqual(['GIF89a', true]);
    const { frames, moved } = await filmed(page, gif);
    expect(frames).toBeGreaterThan(3);
    expect(moved).toBeGreaterThan(0.0005);
    await page.getByText(words).first().waitFor();
  });

  test('what is painted is light on paper, also where the page is dark', async () => {
    const page = await lab().open('#network?steps=20', { colorScheme: 'dark' });
    await page.getByText('step 20').waitFor();
    // A canvas that is not painted yet is transparent black.
    const isPainted = (): boolean => {
      const canvas = document.querySelector<HTMLCanvasElement>('.node.feature canvas')!;
      return canvas.getContext('2d')!.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data[3] === 255;
    };
    await expect.poll(() => page.evaluate(isPainted)).toBe(true);
    const corner = (): Promise<number> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.node.feature canvas')!;
        return Math.min(...canvas.getContext('2d')!.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data);
      });
    const dark = await corner();
    // Browsers send these before and after they take the page for paper, and wait for nothing but the handlers.
    const paper = await page
      .evaluate(async () => {
        window.dispatchEvent(new Event('beforeprint'));
        await Promise.resolve();
      })
      .then(corner);
    expect(paper).toBeGreaterThan(200);
    expect(dark).toBeLessThan(100);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await expect.poll(corner).toBe(dark);
  });
});
