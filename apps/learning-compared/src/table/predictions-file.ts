import type { Answers } from '@neurite/classical';
import { writeFileAtomic } from '@neurite/formats';
import papaparse from 'papaparse';
import type { Question } from './question.js';

/**
 * Writes predictions as comma-separated values: those of a class with the probability of each.
 *
 * @param before columns that stand before the predictions, by name
 */
export async function writePredictions(
  path: string,
  { predictions, probabilities }: Answers,
  {
    classes,
    before = {},
  }: { readonly classes: Question['classes']; readonly before?: Readonly<Record<string, readonly string[]>> },
): Promise<void> {
  const labels = probabilities === undefined ? [] : (classes ?? []);
  const fields = [...Object.keys(before), 'predicted', ...labels.map((name) => `probability of ${name}`)];
  const data = Array.from(predictions, (value, row) => [
    ...Object.values(before).map((column) => column[row]!),
    classes?.[value] ?? String(value),
    ...labels.map((_, label) => String(Number(probabilities![row * labels.length + label]!.toPrecision(6)))),
  ]);
  await writeFileAtomic(path, `${papaparse.unparse({ fields, data }, { newline: '\n' })}\n`);
}
