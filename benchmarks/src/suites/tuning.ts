import { fileURLToPath } from 'node:url';
import { createStudy, float, optimize, randomSampler, type Sampler, tpeSampler } from '@neurite/tuning';
import type { CaseResult } from '../case-result.js';
import { OURS } from '../goals.js';
import { type Contender, WARM_UP } from '../measure.js';
import { processPeer } from '../peers/process-peer.js';
import { digits } from '../report.js';
import type { Case, OpenCase, Suite } from '../suite.js';
import { type TestFunction, testFunctions } from '../test-functions.js';

const OPTUNA = 'optuna';
const RANDOM = 'random search';
/** Trials of the cases that are about the time of a sampler alone. */
const MANY = 500;

/** Seeds of the turns before the clock runs; those that are measured begin with 0. */
const OTHER_SEEDS = 1000;

/** The best result of each study, in the order of seeds, by case and contender. */
type Bests = Map<string, Map<string, number[]>>;

/** The default sampler against that of Optuna, on standard functions: each run is a study with the next seed. */
export const tuningSuite: Suite = {
  name: 'tuning',
  description:
    'studies of standard functions by the default sampler, against Optuna: processor time, and what they find',
  open: async () => {
    const bests: Bests = new Map();
    const stops: (() => void)[] = [];
    const cases = Object.entries(testFunctions).flatMap(([id, made]) =>
      [made.trials, MANY].map((trials): Case => {
        const name = `${made.name}, ${trials} trials`;
        return {
          name,
          open: async () => {
            for (const stop of stops.splice(0)) stop();
            const found = new Map<string, number[]>();
            bests.set(name, found);
            return openCase({ id, made, trials }, found, stops);
          },
        };
      }),
    );
    return {
      notes: ['a run is a study of its own seed, the same for all, and its time is that of the processor'],
      packages: [],
      cases,
      summary: (results) => [{ title: 'tuning: the best of each study', lines: formatBests(results, bests) }],
      close: () => {
        for (const stop of stops) stop();
      },
    };
  },
};

async function openCase(
  { id, made, trials }: { readonly id: string; readonly made: TestFunction; readonly trials: number },
  found: Map<string, number[]>,
  stops: (() => void)[],
): Promise<OpenCase> {
  const contender = (name: string, study: (seed: number) => Promise<{ best: number; milliseconds: number }>) => {
    const bests: number[] = [];
    found.set(name, bests);
    const run = async (): Promise<number> => {
      const turn = bests.length - WARM_UP;
      const { best, milliseconds } = await study(turn < 0 ? OTHER_SEEDS - turn : turn);
      bests.push(best);
      return milliseconds;
    };
    return { name, run } satisfies Contender;
  };
  const own = (make: () => Sampler) => (seed: number) => search(made, { sampler: make(), trials, seed });
  const contenders: Contender[] = [contender(OURS, own(tpeSampler)), contender(RANDOM, own(randomSampler))];
  const peer = await processPeer({
    name: OPTUNA,
    command: process.env.PYTHON ?? 'python3',
    arguments: [fileURLToPath(new URL('../../python/optuna_peer.py', import.meta.url)), id, `${trials}`],
    environment: { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  }).connect();
  const { ready, unable = 'it did not say that it is ready' } =
    typeof peer === 'string' ? { unable: peer, ready: undefined } : peer.hello;
  if (typeof peer === 'string' || ready === undefined) {
    return { contenders, absent: [{ name: OPTUNA, reason: unable }] };
  }
  stops.push(peer.hangUp);
  const ask = async (seed: number) => {
    const { best = Number.NaN, milliseconds = Number.NaN } = await peer.ask({ run: true, seed });
    return { best, milliseconds };
  };
  return { contenders: [contenders[0]!, contender(OPTUNA, ask), contenders[1]!], remark: `against ${ready}` };
}

async function search(
  { of, low, high, dimensions }: TestFunction,
  { sampler, trials, seed }: { readonly sampler: Sampler; readonly trials: number; readonly seed: number },
): Promise<{ best: number; milliseconds: number }> {
  const before = process.cpuUsage();
  const space = Object.fromEntries(Array.from({ length: dimensions }, (_, i) => [`x${i}`, float(low[i]!, high[i]!)]));
  const study = await createStudy(space, { sampler, seed });
  await optimize(study, ({ values }) => of(Object.values(values)), { trials });
  const { user, system } = process.cpuUsage(before);
  return { best: study.best!.result!, milliseconds: (user + system) / 1000 };
}

/** For each case the mean best of each contender over the measured seeds, and in how many of them ours was better. */
function formatBests(results: readonly CaseResult[], bests: Bests): string[] {
  return results.flatMap(({ case: name, measurements }) => {
    const seeds = measurements[0]!.times.length;
    const of = (contender: string): number[] => bests.get(name)!.get(contender)!.slice(-seeds);
    const ours = of(OURS);
    const cells = measurements.map((each) => {
      const theirs = of(each.name);
      const mean = theirs.reduce((sum, best) => sum + best, 0) / seeds;
      const sorted = theirs.toSorted((a, b) => a - b);
      const wins = ours.filter((best, seed) => best < theirs[seed]!).length;
      const better = each.name === OURS ? '' : `, ours better in ${wins} of ${seeds}`;
      return `  ${each.name.padEnd(16)}mean ${digits(mean)}, median ${digits(sorted[seeds >> 1]!)}${better}`;
    });
    return [name, ...cells];
  });
}
