import { count } from '@neurite/command-kit/words';
import { wrap } from '@neurite/command-kit/wrap';
import { findingLines } from '@neurite/data-validation';
import type { TableFindings } from './findings.js';
import { modelPathOf } from './model-file.js';
import { tableConclusions } from './table-conclusions.js';

/** Says what was found: the data, the models, what follows, and where it was written. */
export function printFindings(run: string, findings: TableFindings): void {
  const { answered, compared, scores, counts, examination, settings } = findings;
  const [score, second] = scores;
  const width = Math.min(process.stdout.columns || 80, 100);
  const lines: string[] = [];
  const say = (text: string, indent = ''): void => {
    lines.push(...wrap(text, width - indent.length).map((line, i) => (i === 0 ? line : indent + line)));
  };
  say(
    `${count(counts.rows)} rows, ${count(answered.question.inputs.length)} inputs; ${count(counts.heldOut)} rows held out.`,
  );
  for (const note of answered.notes) say(note);
  for (const line of findingLines(examination)) say(line, '  ');
  lines.push('');
  const titles = compared.map(({ tuned }) => tuned.candidate.title);
  const longest = Math.max(...titles.map(({ length }) => length), 5);
  const header = ['model'.padEnd(longest), `${score.name} in folds`, `${second?.name ?? ''} held out`, 'trials'];
  lines.push(header.join('  '));
  for (const [i, { tuned, folds, heldOut }] of compared.entries()) {
    const own = heldOut[1] === undefined || second === undefined ? '' : second.text(heldOut[1].mean);
    const cells = [
      titles[i]!.padEnd(longest),
      score.text(folds.mean).padStart(header[1]!.length),
      own.padStart(header[2]!.length),
      String(tuned.trials).padStart(6),
    ];
    lines.push(cells.join('  '));
  }
  lines.push('');
  for (const sentence of tableConclusions(findings)) say(sentence);
  lines.push('');
  lines.push(`Report: ${run}/report.html`);
  lines.push(`Model:  ${modelPathOf(run)}`);
  say(`Predict other rows: npm run table -- predict ${settings.file}${run === 'runs/table' ? '' : ` --run ${run}`}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
