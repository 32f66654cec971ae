import { RandomStream } from '@neurite/core';
import type { ExaminedColumn, ExaminedData, ExamineOptions } from '../../src/index.js';
import { waves } from './images.js';
import { cleanTable } from './tables.js';

/** Two parts of one distribution with nothing wrong. */
export type CleanData = { readonly train: ExaminedData; readonly test: ExaminedData; readonly options: ExamineOptions };

/** Kinds of clean data, by what they are like; each is drawn anew for each seed. */
export const CLEAN: Readonly<Record<string, (seed: number) => CleanData>> = {
  'two classes, 400 and 200 rows': (seed) => ({
    train: cleanTable(400, 2 * seed),
    test: cleanTable(200, 2 * seed + 1),
    options: { target: 'label' },
  }),
  'two classes, 3,000 and 1,500 rows': (seed) => ({
    train: cleanTable(3000, 2 * seed),
    test: cleanTable(1500, 2 * seed + 1),
    options: { target: 'label' },
  }),
  'a number, missing values, 600 and 300 rows': (seed) => ({
    train: amounts(600, 2 * seed),
    test: amounts(300, 2 * seed + 1),
    options: { target: 'amount' },
  }),
  'five uneven classes, 1,000 and 500 rows': (seed) => ({
    train: clusters(1000, 2 * seed),
    test: clusters(500, 2 * seed + 1),
    options: { target: 'cluster' },
  }),
  'images, 200 and 100': (seed) => ({ train: waves(200, 2 * seed), test: waves(100, 2 * seed + 1), options: {} }),
};

/** A curved dependence on some of ten columns; two of them are missing at random in 2 % of the rows. */
function amounts(rows: number, seed: number): { columns: Record<string, ExaminedColumn> } {
  const random = RandomStream.fromSeed(seed).child('amounts');
  const columns: Record<string, ExaminedColumn> = {};
  const values = Array.from({ length: 10 }, (_, c) => {
    const own = random.child(`column ${c}`);
    return Float64Array.from({ length: rows }, () => {
      const normal = own.normal();
      if (c % 3 === 1) return Math.exp(0.8 * normal);
      return c % 3 === 2 ? Math.round(8 * normal) : normal;
    });
  });
  const noise = random.child('noise');
  const amount = Float64Array.from({ length: rows }, (_, row) => {
    const [a, b, c] = [values[0]![row]!, values[1]![row]!, values[3]![row]!];
    return Math.exp(0.5 * a + 0.2 * b + 0.3 * c * c * Math.sign(c) + 0.4 * noise.normal());
  });
  const gone = random.child('missing');
  for (const [c, own] of values.entries()) {
    const kept = c > 1 ? own : own.map((value) => (gone.uniform() < 0.02 ? Number.NaN : value));
    columns[`c${c}`] = { type: 'number', values: kept };
  }
  columns.amount = { type: 'number', values: amount };
  return { columns };
}

/** Overlapping clusters of six columns and one that tells nothing. */
function clusters(rows: number, seed: number): { columns: Record<string, ExaminedColumn> } {
  const random = RandomStream.fromSeed(seed).child('clusters');
  const shares = [0.3, 0.55, 0.75, 0.9, 1];
  const cluster = Float64Array.from({ length: rows }, () => {
    const draw = random.uniform();
    return shares.findIndex((share) => draw < share);
  });
  const columns: Record<string, ExaminedColumn> = {};
  for (let c = 0; c < 6; c++) {
    const own = random.child(`column ${c}`);
    columns[`c${c}`] = { type: 'number', values: cluster.map((k) => 1.6 * Math.sin(5 * k + 2 * c) + own.normal()) };
  }
  const color = random.child('color');
  columns.color = {
    type: 'category',
    values: Float64Array.from({ length: rows }, () => color.integer(4)),
    categories: ['red', 'green', 'blue', 'gray'],
  };
  columns.cluster = { type: 'category', values: cluster, categories: ['a', 'b', 'c', 'd', 'e'] };
  return { columns };
}
