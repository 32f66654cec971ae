import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fetchFile } from '../src/fetch-file.js';
import {
  balanceClasses,
  fromArrays,
  fromGenerator,
  fromIterable,
  fromRecords,
  readIdx,
  sampleByWeight,
  split,
  zip,
} from '../src/index.js';
import { mapInWorkers } from '../src/map-in-workers.js';
import { parseCsv } from '../src/parse-csv.js';
import { readCsv } from '../src/read-csv.js';

/** A value of a type that the compiler refuses: who writes JavaScript hears of it when it runs. */
const wrong = (value: unknown): never => value as never;
const text = 'a;b\n1,5;NA\n';
const data = fromArrays({ x: Float32Array.of(1, 2), y: Int32Array.of(0, 1) });
const half = { a: 0.5, b: 0.5 };
const table = fromRecords([{ mass: 1 }]);
const address = 'http://127.0.0.1:1/x.csv';
const oneOfMany =
  'fromArrays: `arrays` must be a host array, a typed array, a table, numbers in lists, or a list or record of these; received null.';

const CALLS: readonly (readonly [call: () => unknown, message: string])[] = [
  [() => parseCsv(wrong(null)), 'parseCsv: `text` must be a string; received null. readCsv reads files.'],
  [() => parseCsv(text, { missing: wrong('NA') }), "parseCsv: `missing` must be a list of strings; received 'NA'."],
  [() => parseCsv(text, { header: wrong('yes') }), "parseCsv: `header` must be a list of strings; received 'yes'."],
  [
    () => parseCsv(text, { types: wrong('number') }),
    "parseCsv: `types` must be an object, such as { price: 'number' }; ",
  ],
  [() => readCsv(new Blob([text]), wrong(null)), 'readCsv: `options` must be an object with `separator`, '],
  [() => readCsv(new Blob([text]), wrong({ encode: 'x' })), '`ragged`, `encoding`; received `encode`.'],
  [() => readCsv(wrong(undefined)), 'readCsv: `file` must be a path, a file: URL or a Blob; received undefined.'],
  [
    () => readCsv('https://example.org/x.csv'),
    'readCsv: `file` must be a path, a file: URL or a Blob; received a https: URL. Fetch it first: await fetchFile(url), or',
  ],
  [() => fetchFile(address, { cache: wrong(5) }), 'fetchFile: `cache` must be the path of a folder; received 5.'],
  [() => fetchFile(address, { onProgress: wrong(5) }), 'fetchFile: `onProgress` must be a function; received 5.'],
  [() => fetchFile(address, { signal: wrong(5) }), 'fetchFile: `signal` must be an AbortSignal; received 5.'],
  [() => fromRecords(wrong(5)), 'fromRecords: `records` must be a list of objects, at least one; received 5.'],
  [
    () => fromRecords(wrong([{ a: 1 }, null])),
    'fromRecords: `records` must be a list of objects, at least one; received null as record 1.',
  ],
  [
    () => fromIterable(wrong(function* () {})),
    'fromIterable: `iterable` must be an array or something else that can be iterated; received the function without a name. Generator functions are for fromGenerator.',
  ],
  [() => fromGenerator(wrong(5)), 'fromGenerator: `generate` must be a function; received 5.'],
  [() => fromArrays(wrong(null)), oneOfMany],
  [() => split(wrong(null), half), oneOfMany],
  [() => split(data, wrong(null)), 'split: `fractions` must be at least 0 and add up to 1; received null.'],
  [() => split(data, half, { stratify: wrong('y') }), "split: `stratify` must be a function; received 'y'."],
  [
    () => split(data, half, { stratify: wrong(({ y }: { y: unknown }) => y) }),
    '`stratify` must give a string or a number; received an object with dtype, data, shape. The number of a host array is its data[0].',
  ],
  [() => split(data, half, { group: () => Number.NaN }), '`group` must give a string or a number; received NaN.'],
  [() => balanceClasses(data, wrong('y')), "balanceClasses: `label` must be a function; received 'y'."],
  [
    () =>
      balanceClasses(
        data,
        wrong(() => ({})),
      ),
    '`label` must give a string or a number; received an empty object.',
  ],
  [
    () => sampleByWeight(data, wrong(null)),
    'sampleByWeight: `weights` must have one for each of the 2 elements; received null.',
  ],
  [() => zip({ a: wrong([1, 2]) }), 'fromDataset: `dataset` must be a dataset; received [1, 2].'],
  [() => mapInWorkers(wrong([1]), 'file:///x.js'), 'fromDataset: `dataset` must be a dataset; received [1].'],
  [() => data.map(wrong(5)), 'map: `transform` must be a function; received 5.'],
  [() => data.filter(wrong(undefined)), 'filter: `predicate` must be a function; received undefined.'],
  [() => data.augment(wrong(5), wrong({})), 'augment: `change` must be an augmentation, or a function; received 5.'],
  [() => table.samples(wrong('mass')), 'samples: `fields` must name columns by the field that they become: '],
  [() => table.samples(wrong({ x: 5 })), 'samples: `fields.x` must be a list of names of columns; received 5.'],
  [() => table.numbers(wrong('mass')), "numbers: `names` must be a list of names of columns; received 'mass'."],
  [() => readIdx(wrong(null)), 'readIdx: `bytes` must be the bytes of a file, a Uint8Array; received null.'],
];

it.each(CALLS.map(([call, message]) => [message, call] as const))('%s', async (message, call) => {
  await expect((async () => call())()).rejects.toThrow(message);
});

it('says what `onProgress` throws, and keeps the file that is there until its successor is right', async () => {
  const server = createServer((_, response) => void response.end('a,b\n1,2\n')).listen(0, '127.0.0.1');
  const cache = mkdtempSync(join(tmpdir(), 'neurite-fetch-'));
  try {
    await new Promise<void>((resolve) => {
      if (server.listening) resolve();
      else server.once('listening', resolve);
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.csv`;
    const onProgress = (): void => {
      throw new RangeError('no bar is so wide');
    };
    await expect(fetchFile(url, { cache, onProgress })).rejects.toThrow('no bar is so wide');
    const file = (await fetchFile(url, { cache })) as string; // a path in Node
    await expect(fetchFile(url, { cache, sha256: '0'.repeat(64) })).rejects.toThrow('must have the SHA-256 0000');
    expect(readFileSync(file, 'utf8')).toBe('a,b\n1,2\n');
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(cache, { recursive: true });
  }
});
