import { capital, percent } from '@neurite/command-kit/words';
import { wrap } from '@neurite/command-kit/wrap';
import type { Findings } from '../run/findings.js';
import { driftOf, pText, resultsOf } from './conclusions.js';

/**
 * The conclusions and the models as lines for a terminal.
 *
 * @param width of it, in characters
 */
export function findingsText(findings: Findings, width: number): string {
  const { compared, set, options } = findings;
  const limit = Math.min(width, 100);
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(...wrap(text, limit));
  say(`${capital(set.source)}.`);
  for (const note of set.notes) say(note);
  for (const line of driftOf(findings)) say(line);
  if (options.quick) say('A quick run, to see that everything works: its numbers mean little.');
  lines.push('');
  const longest = Math.max(...compared.map(({ title }) => title.length));
  lines.push([''.padEnd(longest), 'pinball', ' MASE', '80 % band', 'direction', '     p'].join('  '));
  for (const { title, scores, test } of compared) {
    const cells = [
      title.padEnd(longest),
      (100 * scores.pinball).toFixed(4).padStart(7),
      scores.mase.toFixed(3).padStart(5),
      percent(scores.coverage).padStart(9),
      (scores.direction === null ? '–' : percent(scores.direction.share)).padStart(9),
      (test === null ? '–' : pText(test.pValue)).padStart(7),
    ];
    lines.push(cells.join('  ').trimEnd());
  }
  lines.push('');
  for (const sentence of resultsOf(findings)) say(sentence);
  return lines.join('\n');
}
