import { percent } from '@neurite/command-kit/words';
import { wrap } from '@neurite/command-kit/wrap';
import { findingLines } from '@neurite/data-validation';
import type { Findings } from '../run/findings.js';

/** Prints what follows from a run. */
export function printFindings(run: string, findings: Findings): void {
  process.stdout.write(
    `${findingsText(findings, process.stdout.columns || 80)}\n\n${run}: report.html, summary.json, history.csv, model.safetensors\n`,
  );
  const own = run === 'runs/translator' ? '' : ` --run ${run}`;
  process.stdout.write(`A phrase: npm run translate --${own} "${findings.parts.test[0]?.source ?? 'November 22'}"\n`);
}

/** What the data are like, then a row for each category. */
function findingsText({ examination, compared, parts }: Findings, width: number): string {
  const rows = [
    ['', ...compared.map(({ title }, i) => (i === 0 ? title : title.split(/[ ,]/)[0]!))],
    ...compared[0]!.scores.map(({ category, phrases }, row) => [
      `${category} (${phrases})`,
      ...compared.map(({ scores }) => percent(scores[row]!.exact)),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  const about = [
    `${parts.train.length} phrases were learned from; right to the letter are, of those never read:`,
    ...parts.notes,
    ...findingLines(examination),
  ];
  return [...about.slice(1), about[0]!]
    .flatMap((line) => wrap(line, width))
    .concat(lines)
    .join('\n');
}
