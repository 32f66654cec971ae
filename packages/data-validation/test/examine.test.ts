import { type ReportSection, report, toSvg } from '@neurite/charts';
import { ArgumentError, hostArray, ShapeError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import {
  type ExaminedData,
  type ExamineOptions,
  examinationCharts,
  examinationSection,
  examinationText,
  examine,
  findingLines,
} from '../src/index.js';
import { cleanTable, numbers, range, withColumns } from './support/tables.js';

const clean = cleanTable(60, 7);
/** A value of a type that the compiler refuses: who writes JavaScript hears of it when it runs. */
const wrong = (value: unknown): never => value as never;

describe('examine', () => {
  it('reads columns, arrays, tables and samples', async () => {
    const { train } = await examine(clean, { target: 'label' });
    expect(train.rows).toBe(60);
    expect(train.columns.map(({ name, kind, role }) => `${name} ${kind} ${role}`)).toEqual([
      'a number feature',
      'b number feature',
      'income number feature',
      'visits number feature',
      'kind category feature',
      'label category target',
    ]);
    const x = hostArray(
      Float32Array.from(range(0, 24), (i) => (i * 7) % 11),
      [8, 3],
    );
    const y = Int32Array.from(range(0, 8), (i) => i % 2);
    const arrays = await examine({ x, y });
    expect(arrays.train.columns.map(({ name }) => name)).toEqual(['0', '1', '2', 'y']);
    expect(arrays.assumptions).toEqual(['`y` is the name of a class (option `task`).']);
    const table = { rows: 8, columns: 3, data: Float64Array.from(x.data), names: ['p', 'q', 'r'] };
    expect((await examine({ x: table, y })).train.columns[1]).toMatchObject({ name: 'q', missing: 0 });
    async function* samples() {
      for (let i = 0; i < 8; i++)
        yield { x: hostArray(x.data.slice(3 * i, 3 * i + 3), [3]), y: hostArray(y.slice(i, i + 1), []) };
    }
    expect((await examine(samples())).train).toEqual(arrays.train);
  });

  it('reads images of several sizes', async () => {
    async function* samples() {
      for (const size of [4, 6, 4])
        yield {
          x: hostArray(
            new Uint8Array(size * 5).map((_, i) => (i * 37) % 256),
            [size, 5, 1],
          ),
          y: size,
        };
    }
    const { train } = await examine(samples());
    expect(train.images).toEqual({ least: [4, 5, 1], greatest: [6, 5, 1] });
    expect(train.columns.map(({ name }) => name)).toEqual(['brightness', 'contrast', 'sharpness', 'height', 'y']);
  });

  it('takes the only column of dates as time, and the words of both parts as one list', async () => {
    const day = (rows: number) => ({
      type: 'date' as const,
      values: Float64Array.from(range(0, rows), (i) => i * 864e5),
    });
    const train = { columns: { day: day(4), word: { type: 'text' as const, values: ['b', 'a', null, 'b'] } } };
    const test = { columns: { day: day(2), word: { type: 'text' as const, values: ['c', 'a'] } } };
    const result = await examine(train, test);
    expect(result.assumptions).toEqual([
      '`day` says when a row was observed, as the only column of dates (option `time`).',
    ]);
    expect(result.train.columns).toMatchObject([
      {
        name: 'word',
        missing: 1,
        distinct: 2,
        most: [{ word: 'b', count: 2 }, { word: 'a' }, { word: 'c', count: 0 }],
      },
      { name: 'day', role: 'time' },
    ]);
  });

  it('takes options in place of other rows, and after them', async () => {
    const without = await examine(clean, { target: 'label' });
    expect(await examine(clean, undefined, { target: 'label' })).toEqual(without);
    expect(without.test).toBeUndefined();
    const both = await examine(clean, cleanTable(50, 3), { target: 'label' });
    expect(both.test?.rows).toBe(50);
    expect((await examine(clean, cleanTable(50, 3))).test?.rows).toBe(50);
  });

  it('takes other thresholds, leaves out what is skipped, and ends when told', async () => {
    const train = withColumns(clean, { unit: numbers(new Float64Array(60).fill(1)) });
    const kinds = async (options: ExamineOptions) =>
      (await examine(train, undefined, options)).findings.map(({ kind }) => kind);
    expect(await kinds({ target: 'label' })).toContain('constant-column');
    expect(await kinds({ target: 'label', thresholds: { 'constant-column': 0 } })).not.toContain('constant-column');
    const { checks } = await examine(train, { skip: ['constant-column'] });
    expect(checks.find(({ kind }) => kind === 'constant-column')).toMatchObject({
      status: 'skipped',
      reason: 'it was not asked for',
    });
    await expect(examine(train, undefined, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'no data',
      () => examine(3 as never),
      'examine: `train` must be a table of columns, `{ x, y }`, or a dataset of samples; received 3.',
    ],
    [
      'neither data nor options',
      () => examine(clean, 'test' as never, {}),
      "examine: `test` must have `columns`, or `x`, or be a dataset of samples; received 'test'.",
    ],
    ['no row', () => examine({ columns: {} }), '`train` must have at least one row; received none.'],
    [
      'an unknown target',
      () => examine(clean, { target: 'lable' }),
      '`target` must be among the columns: a, b, income, visits, kind, label; received lable.',
    ],
    ['an unknown column to ignore', () => examine(clean, { ignore: ['z'] }), '`ignore` must be among the columns'],
    ['an unknown option', () => examine(clean, { targets: 'a' } as never), '`options` must be among `target`, `task`'],
    [
      'an unknown kind',
      () => examine(clean, { skip: ['dupes'] }),
      '`skip` must name kinds of findings: missing-values,',
    ],
    [
      'a level of 1',
      () => examine(clean, { level: 1 }),
      '`level` must be a finite number above 0 and of at most 0.5; received 1.',
    ],
    [
      'other columns in test',
      () => examine(clean, { columns: { a: clean.columns.a! } }),
      '`test` must have the columns of train; received none named b.',
    ],
    [
      'images in test',
      () => examine({ x: hostArray(new Float32Array(8), [2, 4]) }, { x: hostArray(new Float32Array(8), [2, 2, 2, 1]) }),
      '`test` must have',
    ],
    ['columns that are none', () => examine({ columns: wrong(null) }), '`train` must be a table of columns'],
    [
      'a column that is a list',
      () => examine({ columns: { a: wrong([1, 2]) } }),
      '`train.columns.a` must be { type, values }: a Float64Array for',
    ],
    [
      'a column of numbers in a list',
      () => examine({ columns: { a: { type: 'number', values: wrong([1, 2]) } } }),
      "received 'number' with [1, 2]. fromRecords and readCsv of @neurite/data make such columns.",
    ],
    [
      'a code without a word',
      () => examine({ columns: { a: { type: 'category', values: Float64Array.of(0, 5), categories: ['owl'] } } }),
      '`train.columns.a` must have codes from 0 to 0, the words of `categories`, or NaN; received 5 in row 1.',
    ],
    ['inputs in lists', () => examine({ x: wrong([[1, 2]]) }), '`train.x` must be a host array or a table of numbers'],
    [
      'targets in a list',
      () => examine({ x: hostArray(new Float32Array(2), [2, 1]), y: wrong([0, 1]) }),
      '`train.y` must be a host array or a typed array: Int32Array or Uint8Array for classes, floats for numbers; ',
    ],
    [
      'samples without x',
      () =>
        examine(
          wrong(
            (async function* () {
              yield { z: 1 };
            })(),
          ),
        ),
      'have samples { x, y }, x a host array and y a number or a host array of one; received an object with z as sample 0.',
    ],
    [
      'a column of another type in test',
      () => examine(clean, withColumns(clean, { a: clean.columns.kind! })),
      '`test` must have `a` of the type number, as train has; received category.',
    ],
    ['a target that is no name', () => examine(clean, { target: wrong(5) }), '`target` must be the name of a column; '],
    [
      'one nuisance',
      () => examine(clean, { nuisance: wrong('a') }),
      "`nuisance` must be a list of names; received 'a'.",
    ],
    ['one kind to skip', () => examine(clean, { skip: wrong('outlier-rows') }), '`skip` must be a list of names; '],
    ['classes that are a number', () => examine(clean, { classes: wrong(2) }), '`classes` must be a list of names; '],
    ['a threshold without a kind', () => examine(clean, { thresholds: wrong(5) }), '`thresholds` must be an object, '],
    [
      'a signal that is none',
      () => examine(clean, { signal: wrong(5) }),
      '`signal` must be an AbortSignal; received 5.',
    ],
  ])('refuses %s', async (_, call, message) => {
    await expect(call).rejects.toThrow(ArgumentError);
    await expect(call).rejects.toThrow(message);
  });

  it.each<[string, ExaminedData, string]>([
    [
      'columns of other lengths',
      withColumns(clean, { c: numbers([1]) }),
      '`train.c` must have 60 values, as `a` has; received 1.',
    ],
    [
      'targets of another number',
      { x: hostArray(new Float32Array(4), [2, 2]), y: Int32Array.of(1) },
      '`train.y` must have 2 targets',
    ],
    [
      'a table of another size',
      { x: { rows: 2, columns: 3, data: new Float64Array(5) } },
      '`train.x` must have 6 values; received 5.',
    ],
  ])('refuses %s', async (_, train, message) => {
    await expect(() => examine(train)).rejects.toThrow(ShapeError);
    await expect(() => examine(train)).rejects.toThrow(message);
  });
});

describe('what an examination looks like', () => {
  const flawed = withColumns(clean, {
    unit: numbers(new Float64Array(60).fill(1)),
    'a very long name of a column that does not fit into any line of a terminal that has eighty columns': numbers(
      range(0, 60),
    ),
  });

  it.each([40, 80, 120])('has lines of at most %i characters', async (width) => {
    const text = examinationText(await examine(flawed, clean2(), { target: 'label' }), { width });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain('WARNING Constant column - `unit` is 1 in every row that has a value. number of values 1');
    expect(words.match(/→ Leave it out: nothing can be learned from it\./g)).toHaveLength(1);
  });

  it('is a line for each finding', async () => {
    const lines = findingLines(await examine(flawed, { target: 'label' }));
    expect(lines).toContain('Constant column: “unit” is 1 in every row that has a value.');
    expect(findingLines({ findings: [] })).toEqual([]);
  });

  it('is a section of a report', async () => {
    const section: ReportSection = examinationSection(await examine(flawed, { target: 'label' }));
    const html = report({ title: 'Data', sections: [section] });
    expect(html).toContain('WARNING · Constant column');
    expect(html).toContain('<caption><span>Columns of train</span></caption>');
    expect(html).toContain('“unit” is 1 in every row that has a value.');
    expect(html).not.toContain('`');
    const dated = { columns: { day: { type: 'date', values: Float64Array.of(0, 864e5) } } } as const;
    const { content } = examinationSection(await examine(dated));
    expect(content).toContainEqual({
      caption: 'Columns of train',
      columns: ['column', 'role', 'missing', 'distinct', 'least', 'median', 'greatest'],
      rows: [['day', 'time', '0 %', 2, '1970-01-01', '1970-01-01', '1970-01-02']],
    });
  });

  it('has charts that say in words what they show', async () => {
    const more = cleanTable(300, 4);
    const train = withColumns(more, { b: numbers((more.columns.b!.values as Float64Array).with(3, Number.NaN)) });
    const other = cleanTable(120, 5);
    const a = (other.columns.a!.values as Float64Array).map((value) => value + 2);
    const examination = await examine(train, withColumns(other, { a: numbers(a) }), { target: 'label' });
    const charts = examinationCharts(examination);
    expect(charts.map(({ title }) => title)).toEqual([
      'Classes of label',
      'Missing values',
      'Error of a quick model, by rows',
      'a in train and test',
    ]);
    expect(charts[1]!.description).toBe('0.33 % of b is missing in train.');
    const svg = toSvg(charts[3]!);
    const { groups } = examination.shift!.columns.find(({ column }) => column === 'a')!;
    expect(groups).toHaveLength(10);
    for (const part of ['train', 'test'] as const) {
      expect(groups.reduce((sum, group) => sum + group[part], 0)).toBeCloseTo(1, 12);
    }
    for (const { label } of groups) expect(svg).toContain(`>${label}</text>`);
    // The longest bar is 200 wide, and the others are in proportion.
    const most = Math.max(...groups.flatMap(({ train, test }) => [train, test]));
    const widths = Array.from(svg.matchAll(/<rect x="130" y="[\d.]+" width="([\d.]+)"/g), ([, width]) => Number(width));
    const bars = groups.flatMap(({ train, test }) => [train, test]).map((share) => (200 * share) / most);
    expect(widths.slice(-20).map(Math.round)).toEqual(bars.map(Math.round));
    const html = report({ title: 'Data', sections: [examinationSection(examination)] });
    expect(html.match(/<figure/g)).toHaveLength(4);
  });

  it('has no charts where there is nothing to draw', async () => {
    expect(examinationCharts(await examine({ x: { rows: 3, columns: 1, data: Float64Array.of(1, 2, 3) } }))).toEqual(
      [],
    );
  });

  it('refuses a width that holds no words', async () => {
    const examination = await examine(clean);
    expect(() => examinationText(examination, { width: 10 })).toThrow(
      '`width` must be an integer of at least 40; received 10.',
    );
  });

  function clean2() {
    const other = cleanTable(30, 9);
    return withColumns(
      other,
      Object.fromEntries(
        Object.keys(flawed.columns)
          .filter((name) => !(name in other.columns))
          .map((name, i) => [name, numbers(range(i, i + 30))]),
      ),
    );
  }
});
