import { capital, count, duration } from '@neurite/command-kit/words';
import { wrap } from '@neurite/command-kit/wrap';
import type { Conclusion } from '../conclusions/conclusion.js';
import { titleWithInputs } from '../models/model-names.js';
import type { Results } from '../run/results.js';
import { bestOf, groupsOf, intervalOf, sizesOf } from '../statistics/groups.js';
import { accuracyText } from './tables.js';

/** Prints the best of each side with the most samples, what follows, and where all of it is. */
export function printResults({
  results,
  conclusions,
  folder,
  width = process.stdout.columns || 80,
}: {
  readonly results: Results;
  readonly conclusions: readonly Conclusion[];
  readonly folder: string;
  /** Of the terminal, in characters. */
  readonly width?: number;
}): void {
  for (const dataSet of new Set(results.cells.map((cell) => cell.dataSet))) {
    const groups = groupsOf(results.cells, dataSet);
    const most = sizesOf(groups).at(-1)!;
    console.log(`\n${capital(dataSet)}, ${count(most)} samples`);
    for (const side of ['raw', 'features', 'network'] as const) {
      const best = bestOf(groups, side, most);
      if (best === undefined) continue;
      const seconds = intervalOf(best, ({ trainSeconds }) => trainSeconds).mean;
      const end = `  ${accuracyText(best.accuracy).padStart(13)}  ${`learned in ${duration(seconds)}`}`;
      console.log(
        `  ${titleWithInputs(best)
          .padEnd(58)
          .slice(0, Math.max(20, Math.min(58, width - end.length - 3)))}${end}`,
      );
    }
  }
  for (const { about, sentence } of conclusions) {
    console.log(`\n${capital(about)}`);
    for (const line of wrap(sentence, Math.min(width, 100) - 3)) console.log(`  ${line}`);
  }
  console.log(`\n${folder}: report.html, summary.json, model.safetensors`);
}
