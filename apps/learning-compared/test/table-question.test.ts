import { parseCsv } from '@neurite/data/parse-csv';
import { describe, expect, it } from 'vitest';
import { divide } from '../src/table/divide.js';
import { poseQuestion } from '../src/table/pose-question.js';
import { PREPARATIONS, preparationOf } from '../src/table/preparations.js';
import type { QuestionOptions } from '../src/table/question.js';
import { decodeRows, encodeRows } from '../src/table/raw-table.js';

const ROWS = 60;

/** A table of all kinds of columns, made by a function of the row for each. */
async function tableOf(columns: Readonly<Record<string, (row: number) => string | number>>) {
  const lines = Array.from({ length: ROWS }, (_, row) =>
    Object.values(columns)
      .map((cell) => cell(row))
      .join(','),
  );
  return (await parseCsv(`${Object.keys(columns).join(',')}\n${lines.join('\n')}\n`)).table;
}

const columns = {
  id: (row: number) => row + 1,
  size: (row: number) => (row % 7 === 0 ? '' : 1.5 * row),
  color: (row: number) => ['red', 'green', ''][row % 3]!,
  unit: () => 'cm',
  name: (row: number) => `name ${row}`,
  day: (row: number) => `2024-01-${String((row % 28) + 1).padStart(2, '0')}`,
  kind: (row: number) => (row % 2 === 0 ? 'owl' : 'crow'),
  stars: (row: number) => (row % 5) + 1,
};
const pose = async (options: Partial<QuestionOptions> = {}) =>
  poseQuestion(await tableOf(columns), { target: 'kind', ignore: [], ...options });

describe('what is predicted, and from what', () => {
  it('leaves out what says nothing, and says so', async () => {
    const { question, notes } = await pose();
    expect(question.classes).toEqual(['crow', 'owl']);
    expect(question.inputs.map(({ name, kind, missing }) => [name, kind, missing])).toEqual([
      ['size', 'number', true],
      ['color', 'category', true],
      ...['days', 'year', 'month', 'day', 'weekday'].map((part) => [`day, ${part}`, 'number', false]),
      ['stars', 'number', false],
    ]);
    expect(notes).toEqual([
      'id was left out: it numbers the rows.',
      'unit was left out: it has one value.',
      'name was left out: 60 different texts in 60 rows are no categories.',
    ]);
  });

  it('takes few integers for classes and other numbers for values, unless it is told', async () => {
    const stars = await pose({ target: 'stars' });
    expect(stars.question.classes).toEqual(['1', '2', '3', '4', '5']);
    expect(stars.notes).toContain('stars is a number: its 5 integers are classes; --task says otherwise.');
    expect((await pose({ target: 'stars', task: 'values' })).question.classes).toBeUndefined();
    const size = await pose({ target: 'size' });
    expect(size.question.classes).toBeUndefined();
    expect(size.rows).toHaveLength(51);
    expect(size.notes).toContain('9 rows without size were left out.');
    expect(size.y[0]).toBe(1.5);
    expect(size.numbers[0]).toBe(1);
  });

  it.each([
    [{ target: 'typo' }, '`--target` must be a column of the file: id, size'],
    [{ ignore: ['typo'] }, '`--ignore` must be a column of the file'],
    [{ time: 'name' }, '`--time` must be a column of numbers or dates, which order the rows; received name, a text'],
    [{ time: 'size' }, 'row 1 has no size, which --time orders the rows by'],
    [{ target: 'kind', task: 'values' }, '`--target` must be a column of numbers where values are predicted'],
    [{ target: 'unit' }, 'unit is the same in all rows'],
    [{ target: 'name' }, 'the file has 0 rows with name, and 30 are needed'],
    [{ target: 'day' }, '`--target` must be a column of numbers where values are predicted; received day, a date'],
  ] as const)('refuses %o', async (options, sentence) => {
    await expect(pose(options)).rejects.toThrow(sentence);
  });

  it('keeps the most frequent of very many categories', async () => {
    const table = await tableOf({ ...columns, word: (row) => `w${Math.floor(row / 2)}` });
    const { question } = poseQuestion(table, { target: 'kind', ignore: [] });
    const word = question.inputs.find(({ name }) => name === 'word');
    expect(word?.categories).toHaveLength(30);
  });

  it('divides rows by class, by group and by time', async () => {
    const byClass = await pose();
    const plain = divide(byClass, { folds: 3, seed: 1 });
    expect(plain.heldOut).toHaveLength(12);
    expect(Array.from(plain.heldOut).filter((row) => byClass.y[row] === 0)).toHaveLength(6);
    expect(plain.folds).toHaveLength(3);

    const grouped = await pose({ groups: 'stars' });
    expect(grouped.question.inputs.map(({ name }) => name)).not.toContain('stars');
    const apart = divide(grouped, { folds: 2, seed: 1 });
    const groups = (rows: Uint32Array) => new Set(Array.from(rows, (row) => row % 5));
    expect([...groups(apart.heldOut)].filter((group) => groups(apart.learned).has(group))).toEqual([]);

    const later = await pose({ time: 'id', ignore: ['id'] });
    const ordered = divide(later, { folds: 2, seed: 1 });
    expect(Math.min(...ordered.heldOut)).toBeGreaterThan(Math.max(...ordered.learned));
    for (const { training, validation } of ordered.folds) {
      expect(Math.min(...validation)).toBeGreaterThan(Math.max(...training));
    }
  });
});

describe('rows as tables', () => {
  it('come back from their numbers', async () => {
    const { question, rows } = await pose();
    expect(decodeRows(question.inputs, encodeRows(question.inputs, rows))).toEqual(rows);
  });

  it.each(PREPARATIONS)('are prepared as numbers: %s', async (name) => {
    const { question, rows } = await pose();
    const { transformed } = preparationOf(name, question.inputs).fitTransform(rows);
    const missing = Array.from(transformed.data).filter(Number.isNaN).length;
    // 9 sizes and 20 colors
    expect(missing).toBe(name === 'plain' ? 29 : 0);
    expect(transformed.names).toContain(name === 'plain' ? 'color' : 'color_red');
  });
});
