import { RandomStream } from '@neurite/core';
import type { ExaminedColumn, ExaminedData, ExamineOptions } from '../../src/index.js';
import { blur, changed, waves } from './images.js';
import { cleanTable, numbers, range, someRows, takeRows, withColumns } from './tables.js';

type Flawed = { readonly train: ExaminedData; readonly test?: ExaminedData; readonly options?: ExamineOptions };

/** A defect of a known size in otherwise clean data, and what must find it. */
export type Defect = { readonly kind: string; readonly size: string; readonly make: (seed: number) => Flawed };

type Columns = { columns: Record<string, ExaminedColumn> };

const ROWS = 500;
const TEST_ROWS = 300;
const column = (name: string, make: (table: Columns, seed: number) => ArrayLike<number>) => (seed: number) => {
  const table = cleanTable(ROWS, seed);
  return { train: withColumns(table, { [name]: numbers(make(table, seed)) }) };
};
const values = ({ columns }: Columns, name: string): Float64Array => columns[name]!.values as Float64Array;
const replaced = (
  of: Float64Array,
  rows: readonly number[],
  to: (value: number, row: number) => number,
): Float64Array => {
  const copy = of.slice();
  for (const row of rows) copy[row] = to(copy[row]!, row);
  return copy;
};
const inTest =
  (make: (test: Columns, seed: number) => Columns, rows = ROWS) =>
  (seed: number) => ({
    train: cleanTable(rows, 2 * seed),
    test: make(cleanTable(rows === ROWS ? TEST_ROWS : rows / 2, 2 * seed + 1), seed),
  });
const moved = (name: string, to: (value: number, row: number) => number) => (test: Columns) =>
  withColumns(test, { [name]: { ...test.columns[name]!, values: values(test, name).map(to) } as ExaminedColumn });
const relabelled = (table: Columns, rows: readonly number[], to: (label: number) => number): Columns =>
  withColumns(table, {
    label: { ...table.columns.label!, values: replaced(values(table, 'label'), rows, to) } as ExaminedColumn,
  });
/** The rows of a table and then some of another. */
const joined = (table: Columns, more: Columns): Columns => ({
  columns: Object.fromEntries(
    Object.entries(table.columns).map(([name, own]) => [
      name,
      { ...own, values: Float64Array.from([...values(table, name), ...values(more, name)]) } as ExaminedColumn,
    ]),
  ),
});
const shaken = (table: Columns, seed: number): Columns => {
  const random = RandomStream.fromSeed(seed).child('shaken');
  const columns = Object.entries(table.columns).map(([name, own]): [string, ExaminedColumn] => [
    name,
    own.type === 'number' ? numbers(values(table, name).map((value) => value * (1 + 1e-3 * random.normal()))) : own,
  ]);
  return { columns: Object.fromEntries(columns) };
};
const pictures = (kind: string, change: (image: Uint8Array) => void): Defect => ({
  kind,
  size: '2 of 200 images',
  make: (seed) => ({ train: changed(waves(200, seed), someRows(200, 2, seed), change) }),
});

/** What is looked for in made data: each at the size that the documentation states. */
export const DEFECTS: readonly Defect[] = [
  {
    kind: 'missing-values',
    size: '8 % of a column',
    make: column('a', (t, s) => replaced(values(t, 'a'), someRows(ROWS, 40, s), () => Number.NaN)),
  },
  {
    kind: 'infinite-values',
    size: '1 value',
    make: column('a', (t, s) => replaced(values(t, 'a'), [s % ROWS], () => Infinity)),
  },
  { kind: 'constant-column', size: 'a column', make: column('unit', () => new Float64Array(ROWS).fill(2)) },
  {
    kind: 'nearly-constant-column',
    size: '499 of 500 values',
    make: column('unit', (_, s) => replaced(new Float64Array(ROWS), [s % ROWS], () => 1)),
  },
  { kind: 'identifier-column', size: 'numbers in any order', make: column('id', (_, s) => someRows(ROWS, ROWS, s)) },
  {
    kind: 'duplicate-column',
    size: 'another unit',
    make: column('twin', (t) => values(t, 'b').map((value) => 32 + 1.8 * value)),
  },
  {
    kind: 'duplicate-rows',
    size: '1 % of the rows',
    make: (s) => ({ train: takeRows(cleanTable(ROWS, s), [...range(0, ROWS), ...someRows(ROWS, 5, s)]) }),
  },
  {
    kind: 'duplicates-in-test',
    size: '1 of 300 test rows',
    make: (s) => {
      const train = cleanTable(ROWS, 2 * s);
      return {
        train,
        test: joined(takeRows(cleanTable(TEST_ROWS, 2 * s + 1), range(1, TEST_ROWS)), takeRows(train, [s % ROWS])),
      };
    },
  },
  {
    kind: 'near-duplicates',
    size: '3 % of the rows, 0.1 % away',
    make: (s) => {
      const table = cleanTable(ROWS, s);
      return { train: joined(table, shaken(takeRows(table, someRows(ROWS, 15, s)), s)) };
    },
  },
  {
    kind: 'near-duplicates-in-test',
    size: '5 % of test, 0.1 % away',
    make: (s) => {
      const train = cleanTable(ROWS, 2 * s);
      return {
        train,
        test: joined(cleanTable(TEST_ROWS - 15, 2 * s + 1), shaken(takeRows(train, someRows(ROWS, 15, s)), s)),
      };
    },
  },
  {
    kind: 'small-class',
    size: '15 of 500 rows',
    make: (s) => {
      const table = cleanTable(ROWS, s);
      const third = relabelled(table, someRows(ROWS, 15, s), () => 2);
      return {
        train: withColumns(third, {
          label: { ...third.columns.label!, categories: ['no', 'yes', 'perhaps'] } as ExaminedColumn,
        }),
      };
    },
  },
  { kind: 'few-rows-per-column', size: '45 rows, 5 columns', make: (s) => ({ train: cleanTable(45, s) }) },
  {
    kind: 'learning-curve',
    size: '60 columns, 600 rows',
    make: (s) => {
      const random = RandomStream.fromSeed(s).child('many columns');
      const columns = Array.from({ length: 60 }, () => numbers(random.normals(600)));
      const label = range(0, 600).map((row) => (columns.reduce((sum, one) => sum + one.values[row]!, 0) > 0 ? 1 : 0));
      const named = Object.fromEntries(columns.map((one, i) => [`c${i}`, one]));
      return {
        train: {
          columns: {
            ...named,
            label: { type: 'category', values: Float64Array.from(label), categories: ['no', 'yes'] },
          },
        },
      };
    },
  },
  {
    kind: 'missing-labels',
    size: '1 label',
    make: (s) => ({ train: relabelled(cleanTable(ROWS, s), [s % ROWS], () => Number.NaN) }),
  },
  {
    kind: 'class-imbalance',
    size: '1 : 12',
    make: (s) => {
      const table = cleanTable(3000, s);
      const of = (label: number) => range(0, 3000).filter((row) => values(table, 'label')[row] === label);
      return {
        train: takeRows(
          table,
          [...of(0).slice(0, 960), ...of(1).slice(0, 80)].toSorted((a, b) => a - b),
        ),
      };
    },
  },
  {
    kind: 'conflicting-labels',
    size: '1 of 500 rows',
    make: (s) => {
      const table = cleanTable(ROWS, s);
      return {
        train: joined(
          table,
          relabelled(takeRows(table, [s % ROWS]), [0], (label) => 1 - label),
        ),
      };
    },
  },
  {
    kind: 'target-errors',
    size: '2 of 500 numbers, of other rows, of which 92 % are explained',
    make: (s) => ({
      ...column('amount', (t) => {
        const random = RandomStream.fromSeed(s).child('amount');
        const right = values(t, 'a').map((value, row) => value + values(t, 'b')[row]! / 2 + 0.4 * random.normal());
        const [first, second] = [right.indexOf(Math.min(...right)), right.indexOf(Math.max(...right))];
        return replaced(right, [first, second], (value) => right[first]! + right[second]! - value);
      })(s),
      options: { target: 'amount' },
    }),
  },
  {
    kind: 'label-errors',
    size: '5 % of 1,000 labels',
    make: (s) => ({ train: relabelled(cleanTable(1000, s), someRows(1000, 50, s), (label) => 1 - label) }),
  },
  {
    kind: 'telling-feature',
    size: '99 % of the labels',
    make: column('told', (t, s) =>
      replaced(values(t, 'label'), someRows(ROWS, 5, s), (label) => 1 - label).map(
        (label, row) => 10 * label + (row % 7),
      ),
    ),
  },
  {
    kind: 'telling-missingness',
    size: '25 % of one class',
    make: column('b', (t) =>
      values(t, 'b').map((value, row) => (values(t, 'label')[row] === 1 && row % 4 === 0 ? Number.NaN : value)),
    ),
  },
  {
    kind: 'shared-groups',
    size: '1 of 30 groups',
    make: (s) => {
      const grouped = (table: Columns, first: number) =>
        withColumns(table, { patient: numbers(values(table, 'a').map((_, row) => first + (row % 30))) });
      return {
        train: grouped(cleanTable(ROWS, 2 * s), 0),
        test: grouped(cleanTable(TEST_ROWS, 2 * s + 1), 29),
        options: { groups: 'patient' },
      };
    },
  },
  {
    kind: 'time-leakage',
    size: '10 % of test',
    make: (s) => {
      const dated = (table: Columns, first: number) =>
        withColumns(table, {
          day: { type: 'date', values: values(table, 'a').map((_, row) => (first + row) * 864e5) },
        });
      return { train: dated(cleanTable(ROWS, 2 * s), 0), test: dated(cleanTable(TEST_ROWS, 2 * s + 1), ROWS - 31) };
    },
  },
  {
    kind: 'ordered-rows',
    size: 'sorted by class',
    make: (s) => {
      const table = cleanTable(ROWS, s);
      return {
        train: takeRows(
          table,
          range(0, ROWS).toSorted((a, b) => values(table, 'label')[a]! - values(table, 'label')[b]!),
        ),
      };
    },
  },
  {
    kind: 'outlier-values',
    size: '1 of 500 values, 10 deviations',
    make: column('b', (t, s) => replaced(values(t, 'b'), [s % ROWS], () => 27)),
  },
  {
    kind: 'outlier-rows',
    size: '1 of 500 rows',
    make: column('twin', (t, s) => {
      const random = RandomStream.fromSeed(s).child('twin');
      const a = values(t, 'a');
      const twin = a.map((value) => value + 0.2 * random.normal());
      return replaced(twin, [a.findIndex((value) => value > 1.3)], () => -1.3);
    }),
  },
  {
    kind: 'outlier-targets',
    size: '1 of 500 values, 10 deviations',
    make: (s) => ({
      ...column('b', (t) => replaced(values(t, 'b'), [s % ROWS], () => 27))(s),
      options: { target: 'b' },
    }),
  },
  {
    kind: 'spurious-correlation',
    size: '80 % of the labels',
    make: (s) => ({
      ...column('camera', (t) => replaced(values(t, 'label'), someRows(ROWS, 100, s), (label) => 1 - label))(s),
      options: { nuisance: ['camera'] },
    }),
  },
  { kind: 'unstable-correlation', size: 'from 0.6 to −0.6', make: inTest(moved('a', (value) => -value)) },
  { kind: 'feature-shift', size: '0.5 deviations, 500 and 300 rows', make: inTest(moved('a', (value) => value + 0.5)) },
  {
    kind: 'feature-shift',
    size: '1.7 times as wide, 500 and 300 rows',
    make: inTest(moved('a', (value) => 1.7 * value)),
  },
  {
    kind: 'feature-shift',
    size: '0.25 deviations, 3,000 and 1,500 rows',
    make: inTest(
      moved('a', (value) => value + 0.25),
      3000,
    ),
  },
  {
    kind: 'feature-shift',
    size: '20 % of a category',
    make: inTest(moved('kind', (code, row) => (row % 5 === 0 ? 2 : code))),
  },
  {
    kind: 'missing-shift',
    size: '0 and 5 %',
    make: inTest(moved('b', (value, row) => (row % 20 === 0 ? Number.NaN : value))),
  },
  {
    kind: 'new-categories',
    size: '2 % of test',
    make: inTest((test, s) =>
      withColumns(test, {
        kind: {
          type: 'category',
          values: replaced(values(test, 'kind'), someRows(TEST_ROWS, 6, s), () => 3),
          categories: ['red', 'green', 'blue', 'violet'],
        },
      }),
    ),
  },
  { kind: 'label-shift', size: '50 and 75 %', make: inTest(moved('label', (code, row) => (row % 2 === 0 ? 1 : code))) },
  {
    kind: 'joint-shift',
    size: 'a correlation from 0.8 to −0.8',
    make: (s) => {
      const together = (table: Columns, sign: number) => {
        const random = RandomStream.fromSeed(s).child('together');
        return withColumns(table, {
          other: numbers(values(table, 'a').map((value) => sign * 0.8 * value + 0.6 * random.normal())),
        });
      };
      return { train: together(cleanTable(ROWS, 2 * s), 1), test: together(cleanTable(TEST_ROWS, 2 * s + 1), -1) };
    },
  },
  pictures('dark-images', (image) => image.set(image.map((value) => value / 10))),
  pictures('bright-images', (image) => image.set(image.map((value) => 255 - value / 10))),
  pictures('flat-images', (image) => image.fill(128)),
  pictures('blurred-images', blur),
];
