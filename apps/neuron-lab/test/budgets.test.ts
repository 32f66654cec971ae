import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { measureStart, type Page, SLOW_CONNECTION, workWhile } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeLab, dist } from './support/browser.js';
import { visits } from './support/visits.js';

/**
 * Bytes with gzip: of everything that a room loads before it can be used, and of all programs and WebAssembly of a visit
 * that opens every room, trains in both in which one can, and examines what is learned from.
 */
const MOST_BYTES = { usable: 250_000, visit: 450_000 };

/** Milliseconds, on a connection of 1.6 Mbit/s with a latency of 150 ms and a processor four times slower. */
const LONGEST = { firstPaint: 1500, usable: 2800 };

/** Each with what shows that all of it has come. */
const ROOMS = {
  neuron: '.curves > svg',
  network: '.curves > svg',
  layers: '.answer',
  images: '.image-class',
} as const;

function packedSize(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}

/** The files of the page that are loaded from now on, and when each was first asked for, in milliseconds since 1970. */
function loadedBy(page: Page): Map<string, number> {
  const loaded = new Map<string, number>();
  page.context().on('response', (response) => {
    const name = new URL(response.url()).pathname.split('/where/')[1]!;
    const file = name === '' ? 'index.html' : name;
    if (!name.startsWith('chrome') && !loaded.has(file)) loaded.set(file, response.request().timing().startTime);
  });
  return loaded;
}

function sizesOf(files: Iterable<string>): Record<string, number> {
  return Object.fromEntries([...files].map((file) => [file, packedSize(join(dist, file))]));
}

const sum = (sizes: Readonly<Record<string, number>>): number => Object.values(sizes).reduce((a, b) => a + b, 0);
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

describeLab('the budgets of the page', (lab) => {
  test('a room loads at most 250 kB with gzip before it can be used, and a visit of all rooms 450 kB', async () => {
    const total = new Set<string>();
    for (const [room, shown] of Object.entries(ROOMS)) {
      const page = await lab().blank({});
      const loaded = loadedBy(page);
      await page.goto(`${lab().url}#${room}`);
      await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
      const usable = await page.evaluate(
        () => performance.timeOrigin + performance.getEntriesByName('usable')[0]!.startTime,
      );
      // Charts are asked for as soon as the room can be used: on a slow machine they are here by now.
      const sizes = sizesOf([...loaded].flatMap(([file, asked]) => (asked <= usable ? [file] : [])));
      console.log(`${room}: ${kilobytes(sum(sizes))} before it can be used`);
      expect(sum(sizes), JSON.stringify(sizes)).toBeLessThanOrEqual(MOST_BYTES.usable);
      await page.locator(shown).first().waitFor();
      if (room === 'images') {
        const program = page.waitForResponse((response) => response.url().includes('training-worker'));
        await page.getByRole('button', { name: 'Try it with shapes' }).click();
        await page.getByRole('button', { name: 'Train', exact: true }).click();
        await program;
        await page.getByText('Are these images fit to learn from?').click();
        await page.locator('.findings li').first().waitFor();
      }
      for (const file of loaded.keys()) if (/\.(js|wasm)$/.test(file)) total.add(file);
      await page.context().close();
    }
    const all = readdirSync(join(dist, 'assets')).filter((file) => /\.(js|wasm)$/.test(file));
    const whole = sizesOf(all.map((file) => `assets/${file}`));
    console.log(`all rooms: ${kilobytes(sum(sizesOf(total)))}; with every engine there are ${kilobytes(sum(whole))}`);
    const names = [...total].map((file) => basename(file));
    expect(names.some((file) => file.endsWith('.wasm'))).toBe(true);
    expect(names.some((file) => file.startsWith('training-worker'))).toBe(true);
    expect(sum(sizesOf(total)), JSON.stringify(sizesOf(total))).toBeLessThanOrEqual(MOST_BYTES.visit);
  });
});

test('the page holds no script of its own and allows none', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(html).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/(src|href)="(\/|https?:)/);
});

// `npm run check -- start` asks for these: how long something takes is nothing that a test asserts on a busy machine.
if (process.env.NEURITE_START === 'measure') {
  describeLab(
    'the start of the page on a phone',
    (lab) => {
      test.each(Object.keys(ROOMS))('room %s', async (room) => {
        const start = await measureStart(lab(), `#${room}`);
        const [paint, usable] = [start.firstPaint.toFixed(0), start.usable.toFixed(0)];
        console.log(
          `${room}: paint ${paint} ms, usable ${usable} ms, machine ${start.slowness.toFixed(1)} times slower`,
        );
        expect(start.firstPaint).toBeLessThanOrEqual(LONGEST.firstPaint);
        expect(start.usable).toBeLessThanOrEqual(LONGEST.usable);
      });
    },
    { gzip: true, connection: SLOW_CONNECTION, headers: { 'cache-control': 'max-age=600' } },
  );
}

// `npm run check -- smooth` asks for these.
if (process.env.NEURITE_SMOOTH === 'measure') {
  describeLab('the page stays free', (lab) => {
    test.each(Object.entries(visits))('no task is long in %s while it plays', async (hash, { ready, use }) => {
      const page = await lab().open(hash);
      await ready(page);
      await page.waitForLoadState('networkidle');
      expect((await workWhile(page, () => use(page))).longTasks).toEqual([]);
    });
  });
}
