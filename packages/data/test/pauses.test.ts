import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type HostArray, hostArray } from '@neurite/core';
import { eventLoopDuring, turnsDuring } from '@neurite/testing';
import { float64, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import {
  balanceClasses,
  bucketBatch,
  type DataPipeline,
  fromArrays,
  fromIterable,
  interleave,
  kFold,
  paddedBatch,
  sampleByWeight,
  seriesWindows,
  split,
  splitByTime,
} from '../src/index.js';
import { jsonLines } from '../src/json-lines.js';
import { parseCsv } from '../src/parse-csv.js';
import { readArrow } from '../src/read-arrow.js';
import { readParquet } from '../src/read-parquet.js';

/** `NEURITE_PAUSES=measure`: ten million samples and a million rows, with the pauses and the memory printed and judged. */
const isMeasured = process.env.NEURITE_PAUSES === 'measure';
const SIZE = isMeasured ? 1_000_000 : 150_000;

const y = Int32Array.from({ length: SIZE }, (_, i) => (i * 7919) % 1000);
const data = fromArrays({ y });
type Sample = { readonly y: HostArray<'int32'> };
const own = ({
  y: {
    data: [value],
  },
}: Sample): number => value!;
const label = (sample: Sample): number => own(sample) % 3;
const numbers = new Set(y.keys());
const oneByOne = fromIterable(numbers);
const ragged = fromIterable(
  Array.from({ length: SIZE / 10 }, (_, i) => ({ x: Int32Array.from({ length: (i % 40) + 1 }, (__, k) => k) })),
);
const lines = new Blob([Array.from(y, (value, i) => `{"a":${value},"b":[${i}]}\n`).join('')]);
const csv = `a,b,c\n${Array.from(y, (value, i) => `${value / 8},${i},w${value % 13}\n`).join('')}`;
const arrow = tableToIPC(
  tableFromArrays(
    { a: Float64Array.from(y), b: Array.from(y, (value) => `w${value}`) },
    { types: { a: float64(), b: utf8() } },
  ),
  { format: 'file' },
)!;
/** Three million rows in row groups of 272,727, each one page. */
const flights = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '../data/flights-3m.parquet');
const series = hostArray(new Float32Array(SIZE));

async function drain(pipeline: DataPipeline<unknown>): Promise<void> {
  for await (const _ of pipeline);
}

describe('many samples let others have the event loop', () => {
  const half = { a: 0.5, b: 0.5 };
  it.each<readonly [string, () => Promise<unknown>]>([
    ['shuffled', () => drain(data.shuffle().batch(1000))],
    ['split at random', () => split(data, half)],
    ['split by class', () => split(data, half, { stratify: label })],
    ['split by group', () => split(data, half, { group: label })],
    ['split by time', () => splitByTime(data, half, { time: own })],
    ['in folds', () => kFold(data, 5, { stratify: label })],
    ['drawn by weight', () => sampleByWeight(data, new Float32Array(SIZE).fill(1)).at(0)],
    ['drawn without replacement', () => sampleByWeight(data, y, { replacement: false, count: 9 }).at(0)],
    ['of classes equally often', () => balanceClasses(data, label)],
    ['in windows', () => drain(seriesWindows(series, { length: 24 }).batch(64))],
    [
      'in one large batch of what is mapped',
      () =>
        data
          .map((sample) => sample)
          .batch(SIZE / 10)
          .at(0),
    ],
    ['padded', () => drain(paddedBatch(ragged, 64, { pad: { x: 0 } }))],
    [
      'in buckets',
      () => drain(bucketBatch(ragged, 64, { pad: { x: 0 }, length: ({ x }) => x.length, boundaries: [20] })),
    ],
    ['filtered, none left', () => drain(oneByOne.filter(() => false))],
    ['skipped', () => drain(oneByOne.skip(SIZE - 1))],
    ['shuffled in one block', () => drain(oneByOne.shuffle({ buffer: SIZE }).take(1))],
    ['interleaved with others', () => drain(interleave([oneByOne, oneByOne]).batch(512))],
    ['gone on with at a position', () => oneByOne.iterate({ position: SIZE - 1 }).next()],
    ['of lines of JSON', () => drain(jsonLines(lines))],
    ['of CSV', () => parseCsv(csv)],
    ['of Arrow', () => readArrow(arrow)],
  ])(
    '%s',
    async (name, work) => {
      if (!isMeasured) {
        expect(await turnsDuring(work)).toBeGreaterThan(SIZE / 8192);
        return;
      }
      const { delay, busy } = await eventLoopDuring(work);
      process.stderr.write(`${name}: at most ${busy.toFixed(0)} ms of processor time, ${delay.toFixed(0)} ms in all\n`);
      expect(busy).toBeLessThan(50);
    },
    600_000,
  );

  it.runIf(isMeasured)(
    'of Parquet, in long pages',
    async () => {
      const { delay, busy } = await eventLoopDuring(() => readParquet(flights));
      process.stderr.write(
        `of Parquet: at most ${busy.toFixed(0)} ms of processor time, ${delay.toFixed(0)} ms in all\n`,
      );
      expect(busy).toBeLessThan(50);
    },
    600_000,
  );

  it.runIf(isMeasured)(
    'ten million shuffled, in 100 MB besides the data',
    async () => {
      const count = 10_000_000;
      const many = fromArrays({ x: hostArray(new Float32Array(2 * count), [count, 2]), y: new Uint8Array(count) });
      const { delay, busy, bytes } = await eventLoopDuring(() => drain(many.shuffle().batch(1000)));
      process.stderr.write(
        `ten million: ${busy.toFixed(0)} ms of processor time, ${delay.toFixed(0)} ms in all, ${bytes / 1e6} MB\n`,
      );
      expect(busy).toBeLessThan(50);
      expect(bytes).toBeLessThan(100e6);
    },
    600_000,
  );

  it('split by time in the order of a comparison sort', async () => {
    const times = Float64Array.of(3, -0, 0, -1e300, Number.MIN_VALUE, 1e300, -2.5, 3, -2.5, 0.1, -Number.MIN_VALUE);
    const small = fromArrays({ i: Int32Array.from(times.keys()) });
    const { all } = await splitByTime(small, { all: 1 }, { time: ({ i }) => times[i.data[0]!]! });
    const order = [...times.keys()].sort((a, b) => times[a]! - times[b]! || a - b);
    expect((await all.toArray()).map(({ i }) => i.data[0])).toEqual(order);
  });
});
