import type { Score } from '@neurite/classical';
import { NeuriteError } from '@neurite/core/errors';
import {
  createStudy,
  optimize,
  type RunningTrial,
  type Space,
  type Study,
  type StudyLog,
  type Values,
  wilcoxonPruner,
} from '@neurite/tuning';
import type { Candidate } from './candidates.js';
import type { PreparedFolds } from './prepared-folds.js';
import { ask } from './scores.js';

/** A kind of model with the values that did best in the folds. */
export type Tuned = {
  readonly candidate: Candidate;
  readonly values: Values<Space>;
  /** The mean of `scores`. */
  readonly score: number;
  /** That of each fold. */
  readonly scores: readonly number[];
  /** How many trials it had, and how long they took. */
  readonly trials: number;
  readonly seconds: number;
};

export type SearchOptions = {
  readonly candidates: readonly Candidate[];
  readonly folds: PreparedFolds;
  readonly score: Score;
  readonly classes: number | undefined;
  /** For all kinds together. */
  readonly seconds: number;
  readonly seed: number;
  /** Where the trials of a kind are kept, so that a search goes on. */
  readonly logOf: (candidate: Candidate) => StudyLog;
  readonly onTrial: (candidate: Candidate, best: number | undefined, share: number) => void;
};

type Searched = {
  readonly candidate: Candidate;
  readonly study: Study<Space, 'maximize'>;
  /** Why this kind cannot learn from these rows. */
  problem?: string;
};

/** Which share of the time is spent in a round, and which share of the kinds goes on after it. */
const ROUNDS = [
  { time: 0.35, survivors: 0.5 },
  { time: 0.3, survivors: 0.5 },
  { time: 0.35, survivors: 1 },
];

/**
 * Tunes all kinds for a while, the better half of them for another while, and the better half of these for the rest: each kind
 * starts with its usual values.
 *
 * @returns the kinds that learned, the best first, and why others did not
 */
export async function search(
  options: SearchOptions,
): Promise<{ readonly tuned: readonly Tuned[]; readonly problems: readonly string[] }> {
  const { candidates, seed, seconds, logOf } = options;
  const searched: Searched[] = [];
  try {
    for (const candidate of candidates) {
      const study = await createStudy(candidate.space, {
        objectives: 'maximize',
        pruner: wilcoxonPruner({ significance: 0.13, startup: 3 }), // after three folds of which none is better
        seed,
        log: logOf(candidate),
      });
      searched.push({ candidate, study });
      if (study.trials.length === 0) await study.enqueue(candidate.usual);
    }
    let alive: readonly Searched[] = searched;
    /** What each of those that are alive has had so far. */
    let given = 0;
    for (const { time, survivors } of ROUNDS) {
      given += (time * seconds) / alive.length;
      for (const one of alive) await tune(one, given, { ...options, all: searched });
      const kept = Math.max(2, Math.ceil(survivors * alive.length));
      alive = [...alive].sort((a, b) => resultOf(b.study) - resultOf(a.study)).slice(0, kept);
    }
    const tuned = searched.flatMap((one) => {
      const result = tunedOf(one);
      return result === undefined ? [] : [result];
    });
    const problems = searched.flatMap(({ candidate: { title }, study, problem }) =>
      problem === undefined || study.best !== undefined ? [] : [`${title} could not learn from these rows: ${problem}`],
    );
    return { tuned: tuned.sort((a, b) => b.score - a.score), problems };
  } finally {
    for (const { study } of searched) await study.close();
  }
}

/** Goes on until the trials of a kind have taken so many seconds, those of earlier runs included; it gets one at least. */
async function tune(
  one: Searched,
  seconds: number,
  { all, ...options }: SearchOptions & { readonly all: readonly Searched[] },
): Promise<void> {
  const { candidate, study } = one;
  const isFirst = study.trials.every(({ state }) => state !== 'complete');
  const objective = (trial: RunningTrial<Space>): Promise<number> => scoreOf(candidate, trial, options);
  const onTrial = (): void => {
    const spent = all.reduce((sum, other) => sum + secondsOf(other.study), 0);
    options.onTrial(candidate, study.best?.result, Math.min(1, spent / options.seconds));
  };
  try {
    if (isFirst) await optimize(study, objective, { trials: 1, onTrial });
    const left = seconds - secondsOf(study);
    if (left > 0) await optimize(study, objective, { seconds: left, onTrial });
  } catch (error) {
    // One kind that cannot learn from these rows does not end the search.
    if (!(error instanceof NeuriteError)) throw error;
    one.problem = error.message;
  }
}

async function scoreOf(
  candidate: Candidate,
  trial: RunningTrial<Space>,
  { folds, score, classes }: SearchOptions,
): Promise<number> {
  const { preparation, estimator } = candidate.choose(trial.values);
  let sum = 0;
  for (let fold = 0; fold < folds.count; fold++) {
    const { training, validation } = folds.get(preparation, fold);
    const model = await estimator.fit(training.x, training.y, { seed: trial.seed, signal: trial.signal });
    const own = score(validation.y, ask(model, validation.x, classes));
    sum += own;
    if (await trial.report(fold, own)) break;
  }
  return sum / folds.count;
}

function resultOf(study: Study<Space, 'maximize'>): number {
  return study.best?.result ?? Number.NEGATIVE_INFINITY;
}

function secondsOf(study: Study<Space, 'maximize'>): number {
  return study.trials.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
}

function tunedOf({ candidate, study }: Searched): Tuned | undefined {
  const { best } = study;
  if (best === undefined) return undefined;
  return {
    candidate,
    values: best.values!, // it has run
    score: best.result!, // it is complete
    scores: best.reports.map(({ value }) => value),
    trials: study.trials.length,
    seconds: secondsOf(study),
  };
}
