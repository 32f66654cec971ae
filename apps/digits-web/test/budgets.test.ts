import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expectFlat, growthWhile, inWords, measureStart, SLOW_CONNECTION, workWhile } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { DIGIT_LABELS } from '../src/training/digit-files.js';
import { describeDigits, dist } from './support/browser.js';
import { draw, ONE, train } from './support/hand.js';
import { heapRound } from './support/heap-round.js';

/** Bytes with gzip, before the first paint, before the page reads, and of all programs and WebAssembly of a visit. */
const MOST_BYTES = { painted: 30_000, usable: 280_000, visit: 450_000 };

/** Milliseconds, on a connection of 1.6 Mbit/s with a latency of 150 ms and a processor four times slower. */
const LONGEST = { firstPaint: 1500, usable: 2800 };

describeDigits('the budgets of the page', (site) => {
  test('it loads at most 30 kB with gzip until it is painted, and 280 kB, weights included, until it reads', async () => {
    const page = await site().blank({ serviceWorkers: 'block' });
    const asked = new Map<string, number>();
    page.context().on('response', (response) => {
      const name = new URL(response.url()).pathname.split('/where/')[1]!;
      asked.set(name === '' ? 'index.html' : name, response.request().timing().startTime);
    });
    await page.goto(site().url);
    await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
    const usable = await page.evaluate(
      () => performance.timeOrigin + performance.getEntriesByName('usable')[0]!.startTime,
    );
    // What is asked for later is here by now on a slow machine.
    const sizes = [...asked].flatMap(([file, at]) =>
      at > usable ? [] : [[file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length] as const],
    );
    const sum = (files: typeof sizes): number => files.reduce((total, [, bytes]) => total + bytes, 0);
    console.log(`${sum(sizes)} bytes before the page can be used`);
    const first = sizes.filter(([file]) => /^(index\.html|assets\/index-.*\.(js|css))$/.test(file));
    expect(first).toHaveLength(3);
    expect(sum(first)).toBeLessThanOrEqual(MOST_BYTES.painted);
    expect(sizes.filter(([file]) => /\.(safetensors|wasm)$/.test(file))).toHaveLength(2);
    expect(sum(sizes), JSON.stringify(sizes)).toBeLessThanOrEqual(MOST_BYTES.usable);
  });

  test('a visit that draws, trains, corrects and examines loads at most 450 kB of JavaScript and WebAssembly with gzip', async () => {
    const page = await site().blank({ serviceWorkers: 'block' });
    const loaded = new Set<string>();
    page.context().on('response', (response) => {
      const name = new URL(response.url()).pathname.split('/where/')[1]!;
      if (/\.(js|wasm)$/.test(name)) loaded.add(name);
    });
    await page.goto(site().url);
    await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
    await draw(page, ONE);
    await train(page, { digits: '500', epochs: '1' });
    await page.getByText('Trained in this tab: one epoch.').waitFor();
    await page.locator('.correction').getByRole('button', { name: '7' }).click();
    await page.getByText(/^Corrected in this tab/).waitFor();
    // Labels that are all the same, after a header of 8 bytes.
    await page.route(`**/${DIGIT_LABELS}`, async (route) => {
      const response = await route.fetch();
      const labels = gunzipSync(await response.body());
      await route.fulfill({ response, body: gzipSync(labels.fill(0, 8)) });
    });
    await page.getByText('Are these digits fit to learn from?').click();
    await page
      .locator('.examination li')
      .getByText(/^Constant target: .*\.$/)
      .waitFor();
    const sizes = [...loaded].map((file) => [file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length]);
    expect(sizes.filter(([file]) => /(training|reader)\.worker/.test(String(file))).length, JSON.stringify(sizes)).toBe(
      2,
    );
    const total = sizes.reduce((bytes, [, size]) => bytes + Number(size), 0);
    console.log(`a whole visit: ${total} bytes of JavaScript and WebAssembly`);
    expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(MOST_BYTES.visit);
  });
});

// `npm run check -- start` asks for this: how long something takes is nothing that a test asserts on a busy machine.
if (process.env.NEURITE_START === 'measure') {
  describeDigits(
    'the start of the page on a phone',
    (site) => {
      test('is painted and reads in time', async () => {
        const start = await measureStart(site());
        const [paint, usable] = [start.firstPaint.toFixed(0), start.usable.toFixed(0)];
        console.log(`paint ${paint} ms, usable ${usable} ms, machine ${start.slowness.toFixed(1)} times slower`);
        expect(start.firstPaint).toBeLessThanOrEqual(LONGEST.firstPaint);
        expect(start.usable).toBeLessThanOrEqual(LONGEST.usable);
      });
    },
    { gzip: true, connection: SLOW_CONNECTION, headers: { 'cache-control': 'max-age=600' } },
  );
}

// `npm run check -- smooth` asks for this.
if (process.env.NEURITE_SMOOTH === 'measure') {
  describeDigits('the page', (site) => {
    test('keeps frames short, without a long task, while somebody draws and it learns', async () => {
      const page = await site().open();
      await page.locator('.layers-list canvas').nth(8).waitFor();
      await train(page, { digits: '2000', epochs: '20' });
      await page.getByText(/^Epoch 1/).waitFor();
      const scribble = Array.from({ length: 6 }, (_, i) => [i % 2 === 0 ? 0.2 : 0.8, 0.1 + i / 7] as const);
      const { frames, millisecondsPerFrame, longTasks, slowness } = await workWhile(page, () => draw(page, scribble));
      expect(longTasks).toEqual([]);
      expect(frames).toBeGreaterThan(20 / slowness);
      // A frame has 16 at 60 frames per second.
      expect(millisecondsPerFrame).toBeLessThan(8 * slowness);
    });
  });
}

// `npm run check -- heap` asks for this: a single round would show no growth.
if (process.env.NEURITE_HEAP === 'measure') {
  describeDigits('the heap of the page stays flat', (site) => {
    // A busy machine takes long to be warm.
    test('drawing, training, correcting, loading', { timeout: 2_400_000 }, async () => {
      const minutes = Number(process.env.NEURITE_HEAP_MINUTES ?? 10);
      const page = await site().open();
      const growth = await growthWhile(page, (index) => heapRound(page, index), { seconds: 60 * minutes });
      console.log(`digits: ${inWords(growth)}`);
      expectFlat(growth);
    });
  });
}
