import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../src/parse-csv.js';
import { readCsv } from '../src/read-csv.js';

const nan = Number.NaN;

async function valuesOf(text: string, options: Parameters<typeof parseCsv>[1] = {}): Promise<Record<string, unknown>> {
  const { table } = await parseCsv(text, options);
  return Object.fromEntries(Object.entries(table.columns).map(([name, { type, values }]) => [name, [type, ...values]]));
}

describe('parseCsv', () => {
  it.each([
    [
      'numbers, text and what is missing',
      'a,b,c\n1,2.5,x\n,NA,NA\n3,-1e3,\n',
      { a: ['integer', 1, nan, 3], b: ['number', 2.5, nan, -1000], c: ['text', 'x', 'NA', null] },
    ],
    ['tabs and Windows line breaks', 'a\tb\r\n1\tx, y\r\n2\tz', { a: ['integer', 1, 2], b: ['text', 'x, y', 'z'] }],
    ['semicolons and decimal commas', 'a;b\n1,5;2\n-0,25;3\n', { a: ['number', 1.5, -0.25], b: ['integer', 2, 3] }],
    [
      'quotes, with separators, quotes and line breaks',
      'a,b\n"x, ""y""\nz",1\n"",2\n',
      { a: ['text', 'x, "y"\nz', null], b: ['integer', 1, 2] },
    ],
    [
      'booleans and dates',
      'a,b\nyes,2024-02-29\nNO,1969-12-31T23:59:59.5+01:00\n',
      { a: ['boolean', 1, 0], b: ['date', 1709164800000, -3600500] },
    ],
    [
      'identifiers as text',
      'zip,id\n01234,12345678901234567890\n99999,1\n',
      { zip: ['text', '01234', '99999'], id: ['text', '12345678901234567890', '1'] },
    ],
    ['no header', '1,2\n3,4\n', { 'column 1': ['integer', 1, 3], 'column 2': ['integer', 2, 4] }],
    [
      'a column without a name, blank rows',
      '\n,a\n0,1\n\n1,2\n\n',
      { 'column 1': ['integer', 0, 1], a: ['integer', 1, 2] },
    ],
    ['no such day', 'a\n2023-02-30\n', { a: ['text', '2023-02-30'] }],
    ['a byte-order mark', '\uFEFFa,b\n1,2', { a: ['integer', 1], b: ['integer', 2] }],
    ['a minus sign and spaces', 'a|b\n −1 | .5\n+2|1.\n', { a: ['integer', -1, 2], b: ['number', 0.5, 1] }],
    ['a column that is empty', 'a,b\n,1\n,2\n', { a: ['text', null, null], b: ['integer', 1, 2] }],
    ['a header alone', 'a,b\n', { a: ['text'], b: ['text'] }],
  ])('recognizes %s', async (_, text, expected) => {
    expect(await valuesOf(text)).toEqual(expected);
  });

  it('takes what is given instead', async () => {
    expect(
      await valuesOf('s:n:m\n"b":1,234.5:-9\n"a":2:4\n"b":x:5\n', {
        separator: ':',
        types: { s: 'category', n: 'number' },
        thousands: ',',
        missing: ['-9', 'x'],
      }),
    ).toEqual({ s: ['category', 1, 0, 1], n: ['number', 1234.5, 2, nan], m: ['integer', nan, 4, 5] });
    expect(await valuesOf('1;2\n3;4', { header: ['x', 'y'] })).toEqual({ x: ['integer', 1, 3], y: ['integer', 2, 4] });
    expect(await valuesOf('1;2\n3;4', { header: true })).toEqual({ 1: ['integer', 3], 2: ['integer', 4] });
    expect(await valuesOf("a,b\n'x,y',1", { quote: "'" })).toEqual({ a: ['text', 'x,y'], b: ['integer', 1] });
  });

  it('states what was recognized', async () => {
    const { reading } = await parseCsv('species;mass;n\nAdelie;3750,5;1\n\nGentoo;NA;?\nGentoo;12;k\n', {
      types: { species: 'category' },
    });
    expect(reading).toEqual({
      separator: ';',
      decimal: ',',
      header: true,
      blankRows: 1,
      skipped: [],
      skippedRows: 0,
      notes: [
        '3 rows of 3 columns, separated by semicolons, with decimal commas.',
        'The first row has the names of the columns.',
        '1 blank row left out.',
        '`species` is a category of 2: Adelie, Gentoo.',
        '`mass` is a number, 1 of 3 missing (NA: 1).',
        '`n` is text, because of "k" among its numbers.',
      ],
    });
  });

  it('skips or fills ragged rows where asked', async () => {
    const text = 'a,b,c\n1,2,3\n4,5\n6,7,8\n';
    const { table, reading } = await parseCsv(text, { ragged: 'skip' });
    expect([table.size, reading.skippedRows, reading.skipped]).toEqual([2, 1, [{ row: 3, cells: 2 }]]);
    expect(await valuesOf(text, { ragged: 'fill' })).toMatchObject({ c: ['integer', 3, nan, 8] });
  });

  it.each([
    [
      'a,b,c\n1,2,3\n4,5\n',
      {},
      FormatError,
      "parseCsv: `text` must have 3 cells in each row, as the header has; received 2, without `c`, in row 3. Mend it, or leave such rows out by { ragged: 'skip' }, or take what is absent as missing by { ragged: 'fill' }.",
    ],
    [
      'a,b\n1,2\n\n4,5,6\n',
      { ragged: 'fill' },
      FormatError,
      "parseCsv: `text` must have 2 cells in each row, as the header has; received 3, more than `b`, in row 4. Mend it, or leave such rows out by { ragged: 'skip' }.",
    ],
    [
      'a,b\n1,"2\n3,4\n',
      {},
      FormatError,
      'parseCsv: a quote is opened in row 2 and not closed. A quote within a quoted cell is written twice.',
    ],
    [
      'a,b\n"1"x,2\n',
      {},
      FormatError,
      'parseCsv: a quoted cell of row 2 goes on behind its closing quote. A quote within a quoted cell is written twice.',
    ],
    [
      'a,b\n1,2\nx,4\n',
      { types: { a: 'number' } },
      FormatError,
      'parseCsv: `a` must be a number in every row; received "x" in row 3. If it means that the value is missing, name it in { missing: [ … ] }.',
    ],
    ['a,a\n1,2\n', {}, FormatError, 'parseCsv: columns 1 and 2 are both called a. Rename one of them.'],
    ['\n\n', {}, FormatError, 'parseCsv: there is no row in the text.'],
    [
      'a;b\n1,234;2\n',
      {},
      ArgumentError,
      "parseCsv: `decimal` must be given where all commas of numbers are followed by three digits; received 1,234, which may have decimals or thousands. Give { decimal: ',' } for decimals, { decimal: '.', thousands: ',' } for thousands.",
    ],
    [
      'a\n1',
      { types: { b: 'text' } },
      ArgumentError,
      'parseCsv: `types` must be for columns of the text: a; received b.',
    ],
    [
      'a,b\n1,2',
      { header: ['x'] },
      ArgumentError,
      'parseCsv: `header` must have a name for each of the 2 columns; received 1.',
    ],
    [
      'a',
      { separator: '::' },
      ArgumentError,
      'parseCsv: `separator` must be one character, no line break; received "::".',
    ],
  ] as const)('refuses %j by %j', async (text, options, type, message) => {
    await expectError(() => parseCsv(text, options), type, message);
  });

  it('changes types where rows behind the first ones contradict them', async () => {
    const rows = Array.from({ length: 8000 }, (_, i) => `${i};${i % 7}`);
    const { table, reading } = await parseCsv(`a;b\n${rows.join('\n')}\n0,5;x\n`);
    expect([table.columns.a?.type, table.columns.b?.type, table.size]).toEqual(['number', 'text', 8001]);
    expect(table.columns.a?.values[8000]).toBe(0.5);
    expect(reading.notes.at(-1)).toBe('`b` is text, because of "x" among its numbers.');
  });

  it('reads the float64 that is nearest to what is written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.double({ noNaN: true, noDefaultInfinity: true }),
            fc.integer().map((n) => n / 100),
          ),
          { minLength: 1 },
        ),
        fc.boolean(),
        async (numbers, comma) => {
          const cells = numbers.map((n) => (comma ? String(n).replace('.', ',') : String(n)));
          const { table } = await parseCsv(`n\n${cells.join('\n')}`, {
            separator: ';',
            decimal: comma ? ',' : '.',
            types: { n: 'number' },
          });
          expect([...(table.columns.n!.values as Float64Array)]).toEqual(numbers);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('reads back what was written, whatever the cells hold', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', '1', '.', 'é'), maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), async (rows) => {
        const lines = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const { table } = await parseCsv(`a,b\n${lines.join('\n')}\n`, {
          separator: ',',
          types: { a: 'text', b: 'text' },
        });
        expect(table.columns.a!.values).toEqual(rows.map(([a]) => a || null));
        expect(table.columns.b!.values).toEqual(rows.map(([, b]) => b || null));
      }),
      { numRuns: 50 },
    );
  });

  it('reads rows across its pieces, and refuses one without an end', async () => {
    const long = 'x'.repeat(200_000);
    const { table } = await parseCsv(`a,b\n"${long}\n",1\n${'y,2\n'.repeat(50_000)}`);
    expect([table.size, (table.columns.a!.values[0] as string).length, table.columns.b!.values[50_000]]).toEqual([
      50_001, 200_001, 2,
    ]);
    const open = `a,b\n1,"${'x\n'.repeat(2 ** 20)}`;
    await expectError(
      () => parseCsv(open, { separator: ',' }),
      FormatError,
      'parseCsv: a quote is opened in row 2 and not closed. A quote within a quoted cell is written twice.',
    );
  });

  it('lets the event loop turn while it reads a million cells', async () => {
    const text = `a,b\n${'12.5,name\n'.repeat(500_000)}`;
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const { table } = await parseCsv(text);
    clearInterval(timer);
    expect(table.size).toBe(500_000);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('ColumnTable', () => {
  it('gives rows and tables of numbers', async () => {
    const { table } = await parseCsv('s,n,m\nx,1,0.5\ny,NA,2\n', { types: { s: 'category' } });
    expect(await table.rows().toArray()).toEqual([
      { s: 0, n: 1, m: 0.5 },
      { s: 1, n: nan, m: 2 },
    ]);
    expect(table.numbers(['m', 'n'])).toEqual({
      rows: 2,
      columns: 2,
      data: Float64Array.of(0.5, 1, 2, nan),
      names: ['m', 'n'],
    });
    expect(table.numbers().columns).toBe(3);
    await expectError(
      () => table.numbers(['q']),
      ArgumentError,
      'numbers: `names` must be columns of numbers: s, n, m; received q.',
    );
  });
});

describe('readCsv', () => {
  it('reads files in their encodings, and names them in errors', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'csv-'));
    try {
      const path = join(folder, 'a.csv');
      await writeFile(path, Uint8Array.of(97, 44, 98, 13, 10, 233, 44, 49)); // é in windows-1252
      const { table } = await readCsv(path, { encoding: 'windows-1252' });
      expect(table.columns.a!.values).toEqual(['é']);
      await expectError(
        () => readCsv(path),
        FormatError,
        `readCsv (${path}): the text is not utf-8. Name its encoding, e.g. { encoding: 'windows-1252' }.`,
      );
      await writeFile(path, Buffer.from('\uFEFFa\tb\n1\t2\n', 'utf16le')); // what spreadsheets call Unicode text
      expect((await readCsv(path)).table.names).toEqual(['a', 'b']);
      const absent = join(folder, 'b.csv');
      await expectError(
        () => readCsv(absent),
        FormatError,
        `readCsv (${absent}): ${absent} could not be read (ENOENT).`,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
