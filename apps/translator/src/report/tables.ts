import type { ReportTable } from '@neurite/charts';
import { percent } from '@neurite/command-kit/words';
import type { Category } from '@neurite/translator-model/pair';
import type { Findings } from '../run/findings.js';

/** The most translations of a category that a table lists. */
const EXAMPLES = 6;

/** What each translator reaches, by category. */
export function scoreTable({ compared }: Findings): ReportTable {
  return {
    caption: 'Right to the letter, and chrF from 0 to 100, on phrases that nobody has read',
    columns: ['', ...compared.map(({ title }) => title)],
    rows: compared[0]!.scores.map(({ category, phrases }, row) => [
      `${category} (${phrases})`,
      ...compared.map(({ scores }) => `${percent(scores[row]!.exact)}, ${scores[row]!.chrf.toFixed(1)}`),
    ]),
  };
}

/** Mistakes of the network first, then what it does right. */
export function exampleTable({ compared, parts }: Findings, category: Category): ReportTable {
  const { translations } = compared[0]!;
  const rows = [...parts.test.keys()].filter((row) => parts.test[row]!.category === category);
  const isRight = (row: number): boolean => translations[row] === parts.test[row]!.target;
  const wrong = rows.filter((row) => !isRight(row));
  const right = rows.filter(isRight);
  const shown = [...wrong.slice(0, EXAMPLES), ...right.slice(0, Math.max(2, EXAMPLES - wrong.length))];
  return {
    caption: `${category}: ${wrong.length} of ${rows.length} are wrong`,
    columns: ['phrase', 'translation', 'right'],
    rows: shown.map((row) => [
      parts.test[row]!.source,
      translations[row]!,
      isRight(row) ? 'yes' : `no: ${parts.test[row]!.target}`,
    ]),
  };
}
