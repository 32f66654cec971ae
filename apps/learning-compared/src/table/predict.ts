import { count } from '@neurite/command-kit/words';
import type { ColumnTable } from '@neurite/data';
import { loadTableModel } from './model-file.js';
import { writePredictions } from './predictions-file.js';
import type { Input } from './question.js';
import { readLike, readRows } from './read-rows.js';
import { ask } from './scores.js';

export type PredictTableOptions = { readonly run: string; readonly output?: string };

/** So many predictions are shown. */
const SHOWN = 5;

/** Predicts the rows of a file by the saved model, and writes a file with a prediction for each of them. */
export async function predictTable(
  file: string,
  { run, output = `${run}/predictions.csv` }: PredictTableOptions,
): Promise<void> {
  const { model, card } = await loadTableModel(run);
  const { target, classes, inputs } = card.question;
  const table = await readLike(inputs, file);
  const answers = ask(model, readRows(inputs, table), classes?.length);
  await writePredictions(output, answers, { classes });
  const { predictions } = answers;
  const shown = Array.from(predictions.subarray(0, SHOWN), (value, row) => {
    const sure = sureness(answers.probabilities, row, classes?.length ?? 0);
    return `  row ${row + 1}: ${classes?.[value] ?? Number(value.toPrecision(6))}${sure}`;
  });
  const more = predictions.length > SHOWN ? [`  … ${count(predictions.length - SHOWN)} more`] : [];
  const lines = [
    `${target} of ${count(predictions.length)} rows:`,
    ...shown,
    ...more,
    ...unknownWords(inputs, table),
    `All of them: ${output}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function sureness(probabilities: Float64Array | undefined, row: number, classes: number): string {
  if (probabilities === undefined || classes === 0) return '';
  const most = Math.max(...probabilities.subarray(row * classes, (row + 1) * classes));
  return ` (${(100 * most).toFixed(0)} %)`;
}

/** Says which categories the model has never seen: they count as missing. */
function unknownWords(inputs: readonly Input[], table: ColumnTable): readonly string[] {
  return inputs.flatMap(({ kind, column, categories }) => {
    if (kind !== 'category') return [];
    const known = new Set(categories);
    const unknown = (table.columns[column]!.values as readonly (string | null)[]).filter(
      (word) => word !== null && !known.has(word),
    );
    if (unknown.length === 0) return [];
    return [
      `${count(unknown.length)} rows have a ${column} that was not learned from, such as ${unknown[0]}: less is known about them.`,
    ];
  });
}
