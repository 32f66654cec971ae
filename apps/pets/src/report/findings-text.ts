import { percent } from '@neurite/command-kit/words';
import { wrap } from '@neurite/command-kit/wrap';
import { findingLines } from '@neurite/data-validation';
import { faultsText } from '../data/faults.js';
import type { Findings } from './findings.js';
import { accuracySentence, calibrationSentence, dataSentence, methodSentence } from './words.js';

const MOST_NAMED = 10;

/** What a run has found, as lines for a terminal. */
export function findingsText(
  findings: Findings,
  { run, width }: { readonly run: string; readonly width: number },
): string {
  const { photographs, examination, evaluation, options } = findings;
  const { classes, faults } = photographs;
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(...wrap(text, Math.min(width, 100)));
  say(`${dataSentence(photographs)}.`);
  if (faults.length > 0) say(`${faultsText(faults, MOST_NAMED)}.`);
  for (const line of findingLines(examination)) say(line);
  if (options.quick) say('A quick run, to see that everything works: its numbers mean little.');
  lines.push('');
  say(`${methodSentence(findings)}.`);
  for (const [label, row] of evaluation.confusion.entries()) {
    const all = row.reduce((sum, value) => sum + value, 0);
    lines.push(`  ${classes[label]}: ${percent(row[label]! / all)} of ${all}`);
  }
  say(`${calibrationSentence(findings)}.`);
  say(`${accuracySentence(findings)}.`);
  const own = run === 'runs/pets' ? '' : ` --run ${run}`;
  lines.push(
    '',
    `${run}: report.html, summary.json, model.safetensors`,
    `A photograph of your own: npm run pets -- predict photo.jpg${own}`,
  );
  return lines.join('\n');
}
