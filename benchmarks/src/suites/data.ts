import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { hostArray, RandomStream } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { imageFolder } from '@neurite/data/image-folder';
import { parseCsv } from '@neurite/data/parse-csv';
import { randomCrop, randomHorizontalFlip } from '@neurite/data-augmentation';
import jpeg from 'jpeg-js';
import papa from 'papaparse';
import { OURS } from '../goals.js';
import type { Contender } from '../measure.js';
import { processPeer } from '../peers/process-peer.js';
import { digits } from '../report.js';
import type { OpenCase, Suite } from '../suite.js';

const ROWS = 1_000_000;
const SAMPLES = 10_000_000;
const IMAGES = 64;
const SIZE = 256;
const CROP = 224;
const BATCH = 32;

/** Pauses and memory of shuffling, the largest of all runs. */
type Strain = { pause: number; ownPause: number; bytes: number };

/** Files to batches: a table, photographs, and many samples in random order. */
export const dataSuite: Suite = {
  name: 'data',
  description: 'CSV, JPEG and many samples to batches, against parsers and decoders alone and PyTorch',
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neurite-bench-'));
    const stops: (() => void)[] = [];
    const strain: Strain = { pause: 0, ownPause: 0, bytes: 0 };
    return {
      notes: [`${IMAGES} images of ${SIZE} × ${SIZE}, made and written for this run`],
      packages: ['papaparse', '@jsquash/jpeg'],
      cases: [
        { name: `CSV, ${ROWS.toLocaleString('en')} rows × 6 to batches of 128`, open: csvCase },
        {
          name: `JPEG, ${IMAGES} images decoded, cropped, flipped, in batches of ${BATCH}`,
          open: () => jpegCase(folder, stops),
        },
        {
          name: `${SAMPLES.toLocaleString('en')} samples shuffled, in batches of 1,000`,
          open: () => shuffleCase(strain),
        },
      ],
      summary: () =>
        strain.pause === 0
          ? []
          : [
              {
                title: 'shuffling: the worst of all runs',
                lines: [
                  `longest pause of the event loop ${digits(strain.pause)} ms (goal: 50)`,
                  `processor time of this process in one pause, at most ${digits(strain.ownPause)} ms: the rest is others'`,
                  `memory besides the data ${digits(strain.bytes / 1e6)} MB (goal: 100)`,
                ],
              },
            ],
      close: () => {
        for (const stop of stops) stop();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

function csvCase(): OpenCase {
  const text = makeCsv();
  const toBatches = async (): Promise<void> => {
    const { table } = await parseCsv(text, { types: { species: 'category' } });
    let rows = 0;
    for await (const { x } of table.samples({ x: ['a', 'b', 'c', 'd'], y: 'species' }).batch(128)) rows += x.shape[0]!;
    check(rows, ROWS);
  };
  const parse = (): void => {
    check(papa.parse(text, { delimiter: ',', newline: '\n' }).data.length, ROWS + 2); // the header, and an empty row
  };
  return {
    contenders: [
      { name: OURS, run: toBatches },
      { name: 'papaparse alone', run: parse },
    ],
  };
}

function makeCsv(): string {
  const random = RandomStream.fromSeed(1);
  const lines = ['a,b,c,d,species,n'];
  for (let i = 0; i < ROWS; i++) {
    const numbers = [100, 10, 1000, 1].map((scale, c) => (scale * random.uniform()).toFixed(c + 1));
    lines.push(`${numbers.join(',')},${['Adelie', 'Gentoo', 'Chinstrap'][i % 3]},${i}`);
  }
  return `${lines.join('\n')}\n`;
}

async function jpegCase(folder: string, stops: (() => void)[]): Promise<OpenCase> {
  const files = writePhotographs(folder);
  const { data } = await imageFolder(folder);
  const batches = data
    .shuffle()
    .augment(randomCrop({ height: CROP, width: CROP }), { x: 'image' })
    .augment(randomHorizontalFlip(), { x: 'image' })
    .batch(BATCH);
  const decode = await loadDecoder();
  const contenders: Contender[] = [
    {
      name: OURS,
      run: async () => {
        let images = 0;
        for await (const { x } of batches) images += x.shape[0]!;
        check(images, IMAGES);
      },
    },
    { name: 'decoder alone', run: () => files.map((bytes) => decode(bytes, false)) },
  ];
  const name = 'PyTorch DataLoader';
  const torch = await processPeer({
    name,
    command: process.env.PYTHON ?? 'python3',
    arguments: [fileURLToPath(new URL('../../python/data_peer.py', import.meta.url)), folder, `${CROP}`, `${BATCH}`],
    environment: { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  }).connect();
  if (typeof torch === 'string') return { contenders, absent: [{ name, reason: torch }] };
  const { ready, unable = 'it did not say that it is ready' } = torch.hello;
  if (ready === undefined) return { contenders, absent: [{ name, reason: unable }] };
  stops.push(torch.hangUp);
  const run = async (): Promise<number> => (await torch.ask({ run: true })).milliseconds ?? Number.NaN;
  return { contenders: [...contenders, { name: `${name}, ${ready}`, run }] };
}

/** Smooth shapes with some noise, which are about as large in JPEG as photographs are. */
function writePhotographs(folder: string): Uint8Array[] {
  return Array.from({ length: IMAGES }, (_, i) => {
    const random = RandomStream.fromSeed(i);
    const waves = Array.from({ length: 3 }, () => [random.uniform(), random.uniform(), random.uniform()] as const);
    const data = new Uint8Array(SIZE * SIZE * 4);
    for (let at = 0; at < data.length; at++) {
      const [x, y] = [(at >> 2) % SIZE, Math.floor((at >> 2) / SIZE)];
      const sum = waves.reduce((total, [fx, fy, p]) => total + Math.sin(0.2 * (fx * x + fy * y) + 6 * p + (at & 3)), 0);
      data[at] = Math.max(0, Math.min(255, 128 + 35 * sum + 24 * random.uniform()));
    }
    const { data: bytes } = jpeg.encode({ data, width: SIZE, height: SIZE }, 85);
    const className = join(folder, i % 2 === 0 ? 'even' : 'odd');
    mkdirSync(className, { recursive: true });
    writeFileSync(join(className, `${i}.jpg`), bytes);
    return bytes;
  });
}

type Decode = (bytes: Uint8Array, upright: boolean) => unknown;

/** The decoder as its package has it. */
async function loadDecoder(): Promise<Decode> {
  const { resolve } = createRequire(import.meta.url);
  const wasmBinary = await readFile(resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
  const { default: load } = await import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js');
  const options = { noInitialRun: true, wasmBinary };
  const module = await load(options);
  return (bytes, upright) => module.decode(bytes as Uint8Array<ArrayBuffer>, upright);
}

function shuffleCase(strain: Strain): OpenCase {
  const y = new Uint8Array(SAMPLES);
  const data = fromArrays({ x: hostArray(new Float32Array(2 * SAMPLES), [SAMPLES, 2]), y });
  let epoch = 0;
  const run = async (): Promise<void> => {
    const before = usedBytes();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    let isDone = false;
    let since = process.cpuUsage();
    const turn = (): void => {
      const { user } = process.cpuUsage(since);
      since = process.cpuUsage();
      strain.ownPause = Math.max(strain.ownPause, user / 1e3);
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    let [samples, batches] = [0, 0];
    for await (const batch of data.shuffle().batch(1000).iterate({ epoch: epoch++ })) {
      samples += batch.y.shape[0]!;
      if (batches++ % 100 === 0) strain.bytes = Math.max(strain.bytes, usedBytes() - before);
    }
    isDone = true;
    delay.disable();
    strain.pause = Math.max(strain.pause, delay.max / 1e6);
    check(samples, SAMPLES);
  };
  const order = new Uint32Array(SAMPLES);
  const plainLoop = (): void => {
    const random = RandomStream.fromSeed(1);
    for (let i = 0; i < SAMPLES; i++) order[i] = i;
    for (let i = SAMPLES - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
  };
  return {
    contenders: [
      { name: OURS, run },
      { name: 'the order alone, one loop', run: plainLoop },
    ],
  };
}

function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function check(received: number, expected: number): void {
  if (received !== expected) throw new Error(`${received} instead of ${expected}`);
}
