import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import type { Column } from '../src/index.js';
import { readArrow } from '../src/read-arrow.js';
import { readParquet } from '../src/read-parquet.js';

const path = (name: string): string => fileURLToPath(new URL(`../../../fixtures/data/${name}`, import.meta.url));
const { columns: expected } = JSON.parse(readFileSync(path('columns.json'), 'utf8')) as {
  readonly columns: Readonly<Record<string, readonly (number | boolean | string | null)[]>>;
};

/** The values of a column as the fixture has them. */
function valuesOf({ values, ...column }: Column): unknown[] {
  return Array.from<number | string | null>(values).map((value) => {
    if (typeof value !== 'number') return value;
    if (Number.isNaN(value)) return null;
    if (column.type === 'boolean') return value === 1;
    return 'categories' in column ? column.categories![value] : value;
  });
}

const types = {
  double: 'number',
  float: 'number',
  int32: 'integer',
  int64: 'integer',
  identifier: 'text',
  flag: 'boolean',
  text: 'text',
  species: 'category',
  day: 'date',
  time: 'date',
  empty: 'text',
};

describe.each([
  ['readArrow, a file', () => readArrow(path('file.arrow'))],
  ['readArrow, a stream', () => readArrow(readFileSync(path('stream.arrows')))],
  ['readParquet', () => readParquet(new Blob([readFileSync(path('snappy.parquet'))]), { categories: ['species'] })],
] as const)('%s', (_, read) => {
  it('has the types and values that pyarrow wrote', async () => {
    const table = await read();
    expect(table.size).toBe(23);
    for (const [name, column] of Object.entries(table.columns)) {
      expect([name, column.type]).toEqual([name, types[name as keyof typeof types]]);
      expect(valuesOf(column)).toEqual(expected[name]);
      expect(column.missing).toBe(expected[name]!.filter((value) => value === null).length);
    }
    expect(table.names).toEqual(Object.keys(types));
  });
});

describe('readParquet', () => {
  it.each(['encodings-1.parquet', 'encodings-2.parquet'])('decodes each encoding piece by piece: %s', async (file) => {
    const { columns } = await readParquet(path(file));
    const DAY = Date.UTC(2024, 1, 27);
    const value: Readonly<Record<string, (i: number) => unknown>> = {
      dictionary: (i) => (i % 11 === 3 ? null : `w${(i * 7919) % 500}`),
      runs: (i) => Math.floor(i / 1500),
      one: () => 'same',
      plain: (i) => (i >= 100 && i < 5000 ? null : i * 3),
      text: (i) => `t${i % 10}`,
      delta: (i) => (i % 2 ? null : i * i),
      split: (i) => i / 4,
      flag: (i) => (i % 5 === 1 ? null : i % 3 === 0),
      day: (i) => (i % 7 === 2 ? null : DAY + (i % 90) * 86_400_000),
    };
    expect(Object.keys(columns)).toEqual(Object.keys(value));
    for (const [name, at] of Object.entries(value)) {
      expect([name, valuesOf(columns[name]!)]).toEqual([name, Array.from({ length: 9001 }, (_, i) => at(i))]);
    }
  });

  it('reads other compressions, and the columns named, in that order', async () => {
    const table = await readParquet(path('zstd.parquet'), { columns: ['text', 'double'] });
    expect(table.names).toEqual(['text', 'double']);
    expect(valuesOf(table.columns.double!)).toEqual(expected.double);
  });

  it('refuses columns that are not there, lists, and files that are none', async () => {
    await expectError(
      () => readParquet(path('zstd.parquet'), { columns: ['x'] }),
      ArgumentError,
      'readParquet: `columns` must be of the file: double, text; received x.',
    );
    await expectError(
      () => readParquet(path('nested.parquet')),
      ArgumentError,
      'readParquet: `list` must hold numbers, booleans, dates, strings or null; received a column of lists or structures. Leave it out by `columns`.',
    );
    const bytes = readFileSync(path('encodings-1.parquet'));
    const errors = new Set<string>();
    for (let at = 40; at < bytes.length; at += 997) {
      const broken = Uint8Array.from(bytes);
      broken.fill(0xa7, at, at + 16);
      // Where other values come out of it, that is all that can be said.
      await readParquet(broken).catch((reason: unknown) => errors.add((reason as object).constructor.name));
    }
    expect([...errors]).toEqual(['FormatError']);
    const damaged = readFileSync(path('snappy.parquet')).subarray(0, 4000);
    const error = await readParquet(damaged).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toMatch(/^FormatError: readParquet: the bytes is not a readable Parquet file: /);
  });
});

describe('readArrow', () => {
  it('reads the columns named, and refuses what is no Arrow', async () => {
    const table = await readArrow(path('file.arrow'), { columns: ['flag'] });
    expect(table.names).toEqual(['flag']);
    const error = await readArrow(path('columns.json')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toContain('columns.json is not a readable Arrow file');
  });
});
