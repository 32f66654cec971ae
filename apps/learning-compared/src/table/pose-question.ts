import { ArgumentError } from '@neurite/core/errors';
import type { Column, ColumnTable } from '@neurite/data';
import { count, list } from '../conclusions/words.js';
import { type Answered, type Input, OTHERS, type Question } from './question.js';
import { DATE_PARTS, readRows } from './read-rows.js';

export type QuestionOptions = {
  readonly target: string;
  /** Whether the target is one of some classes, or a value. Default: as it looks. */
  readonly task?: 'classes' | 'values' | undefined;
  /** Columns that are not learned from. */
  readonly ignore: readonly string[];
  /** The column that orders the rows. */
  readonly time?: string | undefined;
  /** The column that says which rows belong together. */
  readonly groups?: string | undefined;
};

/** An integer with more different values than this is a value rather than a class. */
const MOST_CLASSES = 10;
/** A category with more different words than this keeps its most frequent ones. */
const MOST_CATEGORIES = 100;
/** Fewer rows cannot be divided into folds that say anything. */
const LEAST_ROWS = 30;
const WHERE = 'npm run table';

/**
 * Decides what is predicted, and from which columns.
 *
 * @throws ArgumentError when a column is not there, the target cannot be predicted, or nothing is left to learn from
 */
export function poseQuestion(table: ColumnTable, options: QuestionOptions): Answered {
  const { target, ignore, time, groups } = options;
  const named = [
    ['--target', target],
    ['--time', time],
    ['--groups', groups],
    ...ignore.map((one) => ['--ignore', one]),
  ];
  for (const [option, name] of named) {
    if (name === undefined || Object.hasOwn(table.columns, name)) continue;
    const expected = `be a column of the file: ${list(table.names)}`;
    throw new ArgumentError({ where: WHERE, argument: option!, expected, received: name });
  }
  const notes: string[] = [];
  const { y, classes, chosen } = answersOf(table, options, notes);
  const apart = new Set([target, ...ignore, ...(groups === undefined ? [] : [groups])]);
  const inputs = table.names
    .filter((name) => !apart.has(name))
    .flatMap((name) => inputsOf(name, table.columns[name]!, { rows: chosen, notes }));
  if (inputs.length === 0) {
    throw new ArgumentError({ where: WHERE, problem: 'no column is left to learn from', advice: notes.join(' ') });
  }
  const question: Question = { target, classes, inputs };
  return {
    question,
    rows: readRows(inputs, table, chosen),
    y,
    numbers: chosen,
    time: time === undefined ? undefined : orderOf(table.columns[time]!, chosen, time),
    groups: groups === undefined ? undefined : keysOf(table.columns[groups]!, chosen),
    notes,
  };
}

type Answers = {
  readonly y: Float64Array;
  readonly classes: readonly string[] | undefined;
  /** The rows that have an answer. */
  readonly chosen: Uint32Array;
};

function answersOf(table: ColumnTable, { target, task }: QuestionOptions, notes: string[]): Answers {
  const column = table.columns[target]!;
  const words = wordsOf(column);
  const known = Uint32Array.from(words.keys()).filter((row) => words[row] !== null);
  if (known.length < table.size) {
    notes.push(`${count(table.size - known.length)} rows without ${target} were left out.`);
  }
  const different = new Set(Array.from(known, (row) => words[row]!));
  const isNumber = column.type === 'number' || column.type === 'integer';
  if (column.type === 'date' || (task === 'values' && !isNumber)) {
    const expected = `be a column of numbers where values are predicted`;
    throw new ArgumentError({ where: WHERE, argument: '--target', expected, received: `${target}, a ${column.type}` });
  }
  const hasClasses =
    task === undefined
      ? !isNumber || (column.type === 'integer' && different.size <= MOST_CLASSES)
      : task === 'classes';
  if (task === undefined && isNumber) {
    const assumed = hasClasses ? `its ${different.size} integers are classes` : 'values are predicted';
    notes.push(`${target} is a number: ${assumed}; --task says otherwise.`);
  }
  if (!hasClasses) {
    checkEnough(known.length, different.size, target);
    return { y: Float64Array.from(known, (row) => Number(words[row])), classes: undefined, chosen: known };
  }
  // A class of one row cannot be both learned and tested.
  const rows = new Map<string, number>();
  for (const row of known) rows.set(words[row]!, (rows.get(words[row]!) ?? 0) + 1);
  const single = [...rows].filter(([, own]) => own === 1).map(([word]) => word);
  if (single.length > 0) {
    notes.push(
      `${count(single.length)} classes of a single row were left out: ${list(single.slice(0, 5))}${single.length > 5 ? ', …' : ''}.`,
    );
  }
  const chosen = known.filter((row) => rows.get(words[row]!)! > 1);
  const classes = [...rows.keys()].filter((word) => rows.get(word)! > 1).sort(byNumberOrWord);
  checkEnough(chosen.length, classes.length, target);
  if (classes.length > chosen.length / 5) {
    const problem = `${target} has ${count(classes.length)} classes in ${count(chosen.length)} rows: too few rows for each`;
    throw new ArgumentError({ where: WHERE, problem });
  }
  const index = new Map(classes.map((word, i) => [word, i]));
  return { y: Float64Array.from(chosen, (row) => index.get(words[row]!)!), classes, chosen };
}

function checkEnough(rows: number, different: number, target: string): void {
  if (rows < LEAST_ROWS) {
    const problem = `the file has ${count(rows)} rows with ${target}, and ${LEAST_ROWS} are needed`;
    throw new ArgumentError({ where: WHERE, problem });
  }
  if (different < 2) throw new ArgumentError({ where: WHERE, problem: `${target} is the same in all rows` });
}

function byNumberOrWord(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? (a < b ? -1 : 1) : difference;
}

/** A column as words, null where it is missing. */
function wordsOf(column: Column): (string | null)[] {
  if (column.type === 'text') return [...column.values];
  const word = (value: number): string => {
    if (column.type === 'boolean') return value === 1 ? 'true' : 'false';
    return column.type === 'category' ? column.categories![value]! : String(value);
  };
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : word(value)));
}

/** What a model gets of a column: nothing, the column, or the parts of a date. */
function inputsOf(
  name: string,
  column: Column,
  { rows, notes }: { readonly rows: Uint32Array; readonly notes: string[] },
): Input[] {
  const words = wordsOf(column);
  const own = Array.from(rows, (row) => words[row]!);
  const known = own.filter((word) => word !== null);
  const different = new Set(known).size;
  const leftOut = (why: string): Input[] => {
    notes.push(`${name} was left out: ${why}.`);
    return [];
  };
  if (different < 2) return leftOut(known.length === 0 ? 'it is empty' : 'it has one value');
  if (known.length < LEAST_ROWS / 3) return leftOut(`it is known in ${known.length} rows`);
  const missing = known.length < own.length;
  const plain = { name, column: name, type: column.type, part: undefined, missing, categories: [] };
  if (column.type === 'integer' && different === known.length && isCounted(column.values, rows)) {
    return leftOut('it numbers the rows');
  }
  if (column.type === 'date') {
    const hasHours = column.values.some((value) => value % 86_400_000 !== 0 && !Number.isNaN(value));
    const parts = DATE_PARTS.filter((part) => part !== 'hour' || hasHours);
    return parts.map((part) => ({ ...plain, name: `${name}, ${part}`, kind: 'number', part }));
  }
  if (column.type !== 'text' && column.type !== 'category') return [{ ...plain, kind: 'number' }];
  if (different > known.length / 2) {
    return leftOut(`${count(different)} different texts in ${count(known.length)} rows are no categories`);
  }
  const counts = new Map<string, number>();
  for (const word of known) counts.set(word, (counts.get(word) ?? 0) + 1);
  const frequent = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST_CATEGORIES);
  const categories = frequent.map(([word]) => word).sort();
  if (counts.size > categories.length) {
    categories.push(OTHERS);
    notes.push(
      `${name} has ${count(counts.size)} categories: all but the ${MOST_CATEGORIES} most frequent count as one.`,
    );
  }
  return [{ ...plain, kind: 'category', categories }];
}

/** Whether the numbers go up, or down, by one from row to row. */
function isCounted(values: Float64Array, rows: Uint32Array): boolean {
  const step = values[rows[1]!]! - values[rows[0]!]!;
  return (
    Math.abs(step) === 1 &&
    rows.every((row, i) => i === 0 || row !== rows[i - 1]! + 1 || values[row]! - values[row - 1]! === step)
  );
}

function orderOf(column: Column, rows: Uint32Array, name: string): Float64Array {
  if (column.type === 'text' || column.type === 'category') {
    const expected = 'be a column of numbers or dates, which order the rows';
    throw new ArgumentError({ where: WHERE, argument: '--time', expected, received: `${name}, a ${column.type}` });
  }
  const time = Float64Array.from(rows, (row) => column.values[row]!);
  const missing = time.findIndex(Number.isNaN);
  if (missing < 0) return time;
  throw new ArgumentError({
    where: WHERE,
    problem: `row ${rows[missing]! + 1} has no ${name}, which --time orders the rows by`,
  });
}

/** Rows with the same word have the same key; those without one have a key each. */
function keysOf(column: Column, rows: Uint32Array): Uint32Array {
  const words = wordsOf(column);
  const keys = new Map<string, number>();
  let next = 0;
  return rows.map((row) => {
    const word = words[row];
    if (word === null || word === undefined) return next++;
    if (!keys.has(word)) keys.set(word, next++);
    return keys.get(word)!;
  });
}
