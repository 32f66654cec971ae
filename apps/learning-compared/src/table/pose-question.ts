import { list } from '@neurite/command-kit/words';
import { ArgumentError } from '@neurite/core/errors';
import type { Column, ColumnTable } from '@neurite/data';
import { answersOf } from './answers-of.js';
import { inputsOf } from './inputs-of.js';
import type { Answered, Question, QuestionOptions } from './question.js';
import { readRows } from './read-rows.js';
import { wordsOf } from './words-of.js';

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
