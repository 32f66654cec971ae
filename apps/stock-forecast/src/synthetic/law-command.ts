import { wrap } from '@neurite/command-kit/wrap';
import { BASELINES } from '../forecasters/all.js';
import { NETWORKS } from '../forecasters/networks.js';
import { LAW } from './law.js';
import { type LawPlan, type LawResult, NETWORK, proveLaw, WHOLE_LAW } from './prove.js';

export type LawOptions = { readonly seeds: number; readonly quick?: boolean };

const QUICK: LawPlan = { length: 600, tested: 100, effort: { epochs: 2, mostWindows: 1e9, trees: 10 } };

/** Forecasts series of a known law, one for each seed, and prints how far each model is away from it. */
export async function lawCommand({ seeds, quick = false }: LawOptions): Promise<void> {
  const results: LawResult[] = [];
  for (let seed = 1; seed <= seeds; seed++) results.push(await proveLaw(NETWORK, seed, quick ? QUICK : WHOLE_LAW));
  const titles = [
    ...BASELINES.map(({ name, title }) => ({ name, title })),
    { name: NETWORK, title: NETWORKS[NETWORK].title },
  ];
  const longest = Math.max(...titles.map(({ title }) => title.length));
  const lines = [
    ...wrap(
      `The law: ${LAW}. Mean square of forecast without law, in variances of the noise; a forecast of 0 has that of the law itself.`,
      80,
    ),
    '',
    `${''.padEnd(longest)}   mean  least   most`,
    ...titles.map(({ name, title }) => {
      const excess = results.map((result) => result.excess[name]!);
      const mean = excess.reduce((sum, value) => sum + value, 0) / excess.length;
      const cells = [mean, Math.min(...excess), Math.max(...excess)];
      return [title.padEnd(longest), ...cells.map((value) => value.toFixed(3).padStart(6))].join(' ');
    }),
    '',
    ...results.map(
      ({ seed, ratio }) => `series ${seed}: the network has ${ratio.toFixed(2)} times the excess of the best baseline`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
