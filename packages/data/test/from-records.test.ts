import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { expect, it } from 'vitest';
import { ColumnTable } from '../src/column-table.js';
import { fromRecords } from '../src/from-records.js';

const nan = Number.NaN;

it('makes typed columns, absent fields missing', () => {
  const table = fromRecords<{ n: number | null; x?: number; s: string | null; b: boolean; d?: Date }>([
    { n: 1, x: 0.5, s: 'a', b: true },
    { n: null, s: null, b: false, d: new Date(5) },
  ]);
  expect(table.columns).toEqual({
    n: { type: 'integer', values: Float64Array.of(1, nan), missing: 1 },
    x: { type: 'number', values: Float64Array.of(0.5, nan), missing: 1 },
    s: { type: 'text', values: ['a', null], missing: 1 },
    b: { type: 'boolean', values: Float64Array.of(1, 0), missing: 0 },
    d: { type: 'date', values: Float64Array.of(nan, 5), missing: 1 },
  });
});

it('refuses fields of several types, and records without fields', async () => {
  await expectError(
    () => fromRecords([{ a: null }, { a: 1 }, { a: 'x' }]),
    ArgumentError,
    'fromRecords: `a` must hold values of one type, number as in record 1; received "x" in record 2.',
  );
  await expectError(
    () => fromRecords([{ a: [1] as never }]),
    ArgumentError,
    'fromRecords: `a` must hold numbers, booleans, dates, strings or null; received an Array in record 0.',
  );
  await expectError(
    () => fromRecords([]),
    ArgumentError,
    'fromRecords: `records` must be a list of objects, at least one; received [].',
  );
  await expectError(
    () => fromRecords([{}]),
    ArgumentError,
    'ColumnTable: `columns` must hold at least one; received none.',
  );
});

it('makes no table of columns of several lengths', async () => {
  const a = { type: 'number', values: new Float64Array(2), missing: 0 } as const;
  await expectError(
    () => new ColumnTable({ a, b: { ...a, values: new Float64Array(3) } }),
    ArgumentError,
    'ColumnTable: `b` must have 2 values, as `a` has; received 3.',
  );
});
