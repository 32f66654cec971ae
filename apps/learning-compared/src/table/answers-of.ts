import { count, list } from '@neurite/command-kit/words';
import { ArgumentError } from '@neurite/core/errors';
import type { ColumnTable } from '@neurite/data';
import { LEAST_ROWS, type QuestionOptions } from './question.js';
import { wordsOf } from './words-of.js';

/** An integer with more different values than this is a value rather than a class. */
const MOST_CLASSES = 10;
const WHERE = 'npm run table';

type Answers = {
  readonly y: Float64Array;
  readonly classes: readonly string[] | undefined;
  /** The rows that have an answer. */
  readonly chosen: Uint32Array;
};

/**
 * What is predicted: values, or classes, and of which rows.
 *
 * @param notes gets what was assumed and left out
 * @throws ArgumentError when it cannot be predicted
 */
export function answersOf(table: ColumnTable, { target, task }: QuestionOptions, notes: string[]): Answers {
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
