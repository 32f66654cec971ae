import { percent } from '@neurite/command-kit/words';
import type { Category } from '@neurite/translator-model/pair';
import type { Findings } from '../run/findings.js';

/** What is asked of a network, by category. */
const ASKED: Partial<Readonly<Record<Category, number>>> = { dates: 0.98, units: 0.98, lists: 0.98, compounds: 0.9 };

/** What follows from a run, in sentences. */
export function conclusionsOf({ compared, options, parts }: Findings): readonly string[] {
  const [network, ...baselines] = compared;
  const sentences = network!.scores.map(({ category, phrases, exact, known }) => {
    const others = baselines.map(
      ({ title, scores }) => [scores.find((one) => one.category === category)!.exact, title] as const,
    );
    const [best, title] = others.reduce((a, b) => (b[0] > a[0] ? b : a));
    const aim = ASKED[category];
    const reached =
      aim === undefined
        ? ''
        : exact >= aim
          ? `, at least the ${100 * aim} % that were asked for`
          : `, below the ${100 * aim} % that were asked for`;
    const unknown = phrases - known.phrases;
    const guessed =
      unknown === 0
        ? ''
        : ` ${unknown} of them have a word that stands nowhere in the training${known.phrases === 0 ? '' : `; of the others ${percent(known.exact)} are right`}.`;
    return `Of ${phrases} ${category} the network translates ${percent(exact)} to the letter${reached}; the best baseline (${title}) reaches ${percent(best)}.${guessed}`;
  });
  return [
    ...(options.quick ? ['A quick run, to see that everything works: its numbers mean little.'] : []),
    ...sentences,
    ...parts.notes,
  ];
}
