import type { ProgressLine } from '@neurite/command-kit/progress-line';
import { ArgumentError } from '@neurite/core/errors';
import { journal } from '@neurite/tuning/journal';
import { type Interval, shareInterval } from '../statistics/intervals.js';
import { candidatesOf } from './candidates.js';
import { type Division, divide } from './divide.js';
import { dependencesOf, importancesOf } from './explain.js';
import type { Compared, TableFindings } from './findings.js';
import { estimatorOf, type HeldOut, predictHeldOut } from './held-out.js';
import { bootstrapInterval, foldInterval } from './intervals.js';
import { learningCurveOf } from './learning-curve-of.js';
import { PreparedFolds } from './prepared-folds.js';
import type { Answered } from './question.js';
import { type NamedScore, scoresOf } from './scores.js';
import { search } from './search.js';

type FindOptions = {
  readonly folds: number;
  readonly seed: number;
  readonly minutes: number;
  readonly trials: string;
  readonly show: ProgressLine['show'];
};

/** Divides the rows, tunes, compares and explains. */
export async function findBest(
  answered: Answered,
  { folds: count, seed, minutes, trials, show }: FindOptions,
): Promise<Omit<TableFindings, 'examination' | 'settings'>> {
  const { question } = answered;
  const classes = question.classes?.length;
  const division = divide(answered, { folds: count, seed });
  const folds = new PreparedFolds(answered, division);
  const scores = scoresOf(question);
  const [{ score, text, name }] = scores;
  const { tuned, problems } = await search({
    candidates: candidatesOf(question).filter(({ mostRows }) => division.tuned.length <= mostRows),
    folds,
    score,
    classes,
    seconds: 60 * minutes,
    seed,
    logOf: (candidate) => journal(`${trials}/${candidate.name}.jsonl`),
    onTrial: (candidate, best, share) => {
      const detail = best === undefined ? candidate.title : `${candidate.title} with ${name} ${text(best)}`;
      show(0.9 * share, { stage: 'tuning', detail });
    },
  });
  const [first] = tuned;
  if (first === undefined)
    throw new ArgumentError({ where: 'npm run table', problem: `no model could learn: ${problems.join(' ')}` });
  const ratio = 1 / Math.max(count - 1, 1);
  const compared: Compared[] = [];
  const heldOutOf = async (
    rows: Uint32Array,
    one = first,
  ): Promise<HeldOut & { readonly scores: readonly Interval[] }> => {
    const estimator = estimatorOf(one.candidate, one.values, question);
    const heldOut = await predictHeldOut(estimator, answered, { learned: rows, heldOut: division.heldOut, seed });
    return { ...heldOut, scores: bounds(scores, heldOut, seed) };
  };
  for (const one of tuned) {
    show(0.9, { stage: 'testing on rows that were held out', detail: one.candidate.title });
    const differences = first.scores.map((value, fold) => value - one.scores[fold]!);
    compared.push({
      tuned: one,
      folds: foldInterval(one.scores, ratio),
      behind: foldInterval(differences, ratio),
      heldOut: (await heldOutOf(division.tuned, one)).scores,
    });
  }
  show(0.95, { stage: 'explaining the best model', detail: first.candidate.title });
  const best = await heldOutOf(division.learned);
  const heldOut = { rows: Array.from(division.heldOut, (row) => answered.rows[row]!), y: best.truth };
  const about = { inputs: question.inputs, seed };
  const importances = importancesOf(best.model, heldOut, { ...about, score, classes });
  return {
    answered: { ...answered, notes: [...answered.notes, ...problems] },
    scores,
    counts: {
      rows: answered.rows.length,
      tuned: division.tuned.length,
      heldOut: division.heldOut.length,
      folds: count,
    },
    compared: compared as [Compared, ...Compared[]], // `first` is among them
    constant: constantScores(answered, { ...division, scores }),
    best: { ...best, rows: division.heldOut },
    importances,
    dependences: dependencesOf(best.model, heldOut.rows, { ...about, importances, classes: question.classes }),
    curve: await learningCurveOf(first, folds, { score, classes, seed, ratio }),
  };
}

function bounds(scores: readonly NamedScore[], { truth, answers }: HeldOut, seed: number): readonly Interval[] {
  return scores.map(({ score, isShare }) => {
    const right = truth.filter((value, row) => value === answers.predictions[row]).length;
    return isShare ? shareInterval(right, truth.length) : bootstrapInterval(score, truth, answers, seed);
  });
}

/** What the shares of the classes, or the mean, of the rows learned from have as scores: the same for every row. */
function constantScores(
  { y, question: { classes } }: Answered,
  { learned, heldOut, scores }: Division & { readonly scores: readonly NamedScore[] },
): readonly number[] {
  const known = Array.from(learned, (row) => y[row]!);
  const truth = Float64Array.from(heldOut, (row) => y[row]!);
  if (classes === undefined) {
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return scores.map(({ score }) => score(truth, { predictions: truth.map(() => mean), probabilities: undefined }));
  }
  const shares = classes.map((_, label) => known.filter((value) => value === label).length / known.length);
  const most = shares.indexOf(Math.max(...shares));
  const probabilities = Float64Array.from(
    { length: truth.length * classes.length },
    (_, i) => shares[i % classes.length]!,
  );
  return scores.map(({ score }) => score(truth, { predictions: truth.map(() => most), probabilities }));
}
