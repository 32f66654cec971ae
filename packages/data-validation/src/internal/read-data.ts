import { ArgumentError } from '@neurite/core';
import type { ExamineOptions } from '../examine-options.js';
import type { ExaminedData } from '../examined-data.js';
import type { PartName } from '../finding.js';
import { imageFeatures } from './image-features.js';
import type { Feature, Part } from './part.js';
import { type RawColumn, type RawTable, readRaw, TARGET } from './raw-table.js';

/** What is read: both parts with the same columns and codes. */
export type ReadData = {
  readonly train: Part;
  readonly test: Part | undefined;
  readonly task: 'classes' | 'numbers';
  readonly assumptions: readonly string[];
};

const WHERE = 'examine';

/** A column of text with more distinct words than this share of rows, and than 20, is no category. */
const MOST_WORDS = 0.5;

/** @throws ArgumentError when an option names no column, or the parts have different columns */
export async function readData(
  train: ExaminedData,
  test: ExaminedData | undefined,
  options: ExamineOptions,
): Promise<ReadData> {
  const raws = [await readRaw('train', train), ...(test === undefined ? [] : [await readRaw('test', test)])];
  const [first, second] = raws as [RawTable, RawTable?]; // train is always there
  const assumptions: string[] = [];
  const target =
    options.target ?? (first.columns.has(TARGET) && 'x' in train ? TARGET : undefined) ?? sampleTarget(first, train);
  const time = options.time ?? onlyDate(first, target, assumptions);
  const { groups, ignore = [], nuisance = [] } = options;
  checkNames(first, { target: options.target, time: options.time, groups, ignore, nuisance });
  if (second !== undefined) checkSame(first, second, [...ignore, ...(target === undefined ? [] : [target])]);
  const task = options.task ?? taskOf(first.columns.get(target ?? ''), assumptions, target);

  const roles = new Map<string, Feature[]>();
  for (const [name, column] of first.columns) {
    if (ignore.includes(name)) continue;
    const own = [column, second?.columns.get(name)].filter((one) => one !== undefined);
    roles.set(name, name === target ? toTarget(name, own, { task, classes: options.classes }) : toFeatures(name, own));
  }
  const partOf = (index: number, raw: RawTable): Part => {
    const role = (name: string | undefined): Feature | undefined => roles.get(name ?? '')?.[index];
    const special = { target: role(target), time: role(time), group: role(groups) };
    const columns = [...roles].filter(([name]) => ![target, time, groups].includes(name));
    const name: PartName = index === 0 ? 'train' : 'test';
    return {
      name,
      rows: raw.rows,
      features: [
        ...columns.flatMap(([, parts]) => parts[index] ?? []),
        ...(raw.images ? imageFeatures(raw.images) : []),
      ],
      ...(special.target && { target: special.target }),
      ...(special.time && { time: special.time }),
      ...(special.group && { group: special.group }),
      ...(raw.images && { images: raw.images }),
    };
  };
  return { train: partOf(0, first), test: second && partOf(1, second), task, assumptions };
}

function sampleTarget(raw: RawTable, data: ExaminedData): string | undefined {
  return Symbol.asyncIterator in data && raw.columns.has(TARGET) ? TARGET : undefined;
}

function onlyDate({ columns }: RawTable, target: string | undefined, assumptions: string[]): string | undefined {
  const dates = [...columns].filter(([name, { type }]) => type === 'date' && name !== target);
  if (dates.length !== 1) return undefined;
  assumptions.push(`\`${dates[0]![0]}\` says when a row was observed, as the only column of dates (option \`time\`).`);
  return dates[0]![0];
}

function taskOf(target: RawColumn | undefined, assumptions: string[], name: string | undefined): 'classes' | 'numbers' {
  if (target === undefined) return 'numbers';
  const task =
    target.type === 'category' || target.type === 'boolean' || target.type === 'text' ? 'classes' : 'numbers';
  const what = task === 'classes' ? 'the name of a class' : 'a number';
  assumptions.push(`\`${name}\` is ${what} (option \`task\`).`);
  return task;
}

function checkNames(
  { columns }: RawTable,
  named: Readonly<Record<string, string | readonly string[] | undefined>>,
): void {
  for (const [argument, names] of Object.entries(named)) {
    for (const name of typeof names === 'string' ? [names] : (names ?? [])) {
      if (columns.has(name)) continue;
      const expected = `be among the columns: ${[...columns.keys()].slice(0, 20).join(', ')}${columns.size > 20 ? ', …' : ''}`;
      throw new ArgumentError({ where: WHERE, argument, expected, received: name });
    }
  }
}

/** The target may be missing in test, where it is what is to be predicted. */
function checkSame(train: RawTable, test: RawTable, optional: readonly string[]): void {
  const missing = [...train.columns.keys()].find((name) => !optional.includes(name) && !test.columns.has(name));
  if (missing !== undefined) {
    throw new ArgumentError({
      where: WHERE,
      argument: 'test',
      expected: `have the columns of train`,
      received: `none named ${missing}`,
    });
  }
  for (const [name, { type, words }] of train.columns) {
    const other = test.columns.get(name);
    if (optional.includes(name) || other === undefined || (words === undefined) === (other.words === undefined))
      continue;
    const expected = `have \`${name}\` of the type ${type}, as train has`;
    throw new ArgumentError({ where: WHERE, argument: 'test', expected, received: other.type });
  }
  if ((train.images === undefined) === (test.images === undefined)) return;
  const kinds = [train, test].map(({ images }) => (images === undefined ? 'columns' : 'images'));
  throw new ArgumentError({
    where: WHERE,
    argument: 'test',
    expected: `have ${kinds[0]}, as train has`,
    received: kinds[1]!,
  });
}

/** The same column of both parts, with one list of words. */
function toFeatures(name: string, parts: readonly RawColumn[]): Feature[] {
  if (parts.every(({ words }) => words === undefined)) {
    return parts.map(({ type, values }) => ({ name, kind: 'number', values, ...(type === 'date' && { date: true }) }));
  }
  const codes = new Map<string, number>();
  const recoded = parts.map(({ values, words }) => {
    const own = (words ?? []).map((word) => {
      const code = codes.get(word) ?? codes.size;
      codes.set(word, code);
      return code;
    });
    return own.every((code, i) => code === i) ? values : values.map((code) => own[code] ?? Number.NaN);
  });
  const words = [...codes.keys()];
  const rows = parts.reduce((sum, { values }) => sum + values.length, 0);
  const kind = parts[0]!.type === 'text' && words.length > Math.max(20, MOST_WORDS * rows) ? 'text' : 'category';
  return recoded.map((values) => ({ name, kind, values, words }));
}

function toTarget(
  name: string,
  parts: readonly RawColumn[],
  { task, classes }: { readonly task: 'classes' | 'numbers'; readonly classes: readonly string[] | undefined },
): Feature[] {
  if (task === 'numbers') return parts.map(({ values }) => ({ name, kind: 'number', values }));
  if (parts.some(({ words }) => words !== undefined))
    return toFeatures(name, parts).map((one) => ({ ...one, kind: 'category' }));
  const distinct = new Set<number>();
  for (const { values } of parts) for (const value of values) if (!Number.isNaN(value)) distinct.add(value);
  const indices = [...distinct].every((value) => Number.isInteger(value) && value >= 0 && value < 10_000);
  if (indices) {
    const words = Array.from({ length: Math.max(-1, ...distinct) + 1 }, (_, i) => classes?.[i] ?? String(i));
    return parts.map(({ values }) => ({ name, kind: 'category', values, words }));
  }
  const sorted = [...distinct].sort((a, b) => a - b);
  const codes = new Map(sorted.map((value, i) => [value, i]));
  const words = sorted.map(String);
  return parts.map(({ values }) => ({
    name,
    kind: 'category',
    values: values.map((value) => codes.get(value) ?? Number.NaN),
    words,
  }));
}
