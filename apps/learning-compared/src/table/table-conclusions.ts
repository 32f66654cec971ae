import { capital, count, list } from '@neurite/command-kit/words';
import { verdictOf } from '../statistics/intervals.js';
import type { Compared, TableFindings } from './findings.js';
import { foldInterval } from './intervals.js';
import { intervalText } from './scores.js';

/** What follows from a run, and only from its numbers: a sentence each. */
export function tableConclusions(findings: TableFindings): readonly string[] {
  return [
    best(findings),
    chance(findings),
    others(findings),
    networks(findings),
    inputs(findings),
    moreRows(findings),
  ].filter((sentence) => sentence !== undefined);
}

function best({ answered, scores, compared: [first], best: { scores: own }, counts }: TableFindings): string {
  const parts = scores.map((score, i) => `${score.name} ${intervalText(score, own[i]!)}`);
  return `${capital(first.tuned.candidate.title)} predicts ${answered.question.target} best in the folds. On ${count(counts.heldOut)} rows that nothing was chosen by, with 95 % intervals: ${list(parts)}.`;
}

/** Whether anything was learned at all. */
function chance({ scores, constant, best: { scores: own } }: TableFindings): string {
  const [score] = scores;
  const isBetter = own[0]!.lower > constant[0]!;
  const same = `for the same prediction in every row the ${score.name} is ${score.text(constant[0]!)}`;
  return isBetter
    ? `Something was learned: ${same}.`
    : `Nothing is known to have been learned: ${same}, which is within the interval or better.`;
}

function others({ compared, scores: [score] }: TableFindings): string | undefined {
  const [, ...rest] = compared;
  if (rest.length === 0) return undefined;
  const titles = (all: readonly Compared[]) => list(all.map(({ tuned }) => tuned.candidate.title));
  const alike = rest.filter(({ behind }) => verdictOf(behind) !== 'first');
  const worse = rest.filter(({ behind }) => verdictOf(behind) === 'first');
  return [
    ...(alike.length > 0
      ? [`within the intervals of the folds ${titles(alike)} ${alike.length === 1 ? 'is' : 'are'} as good`]
      : []),
    ...(worse.length > 0 ? [`${titles(worse)} ${worse.length === 1 ? 'has' : 'have'} a worse ${score.name}`] : []),
  ]
    .map(capital)
    .join('. ')
    .concat('.');
}

/** Whether deep learning was worth it here. */
function networks({ compared }: TableFindings): string | undefined {
  const at = compared.findIndex(({ tuned }) => tuned.candidate.name === 'network');
  if (at < 0 || compared.length === 1) return undefined;
  if (at === 0) {
    const next = compared[1]!;
    return verdictOf(next.behind) === 'first'
      ? 'The network is better than every classical model here.'
      : `The network is first, but ${next.tuned.candidate.title} is as good within the interval, and simpler.`;
  }
  return verdictOf(compared[at]!.behind) === 'first'
    ? `The network is worse than ${compared[0].tuned.candidate.title} here.`
    : undefined;
}

function inputs({ importances, scores: [score] }: TableFindings): string {
  const matter = importances.filter(({ mean, deviation }) => mean - 2 * deviation > 0);
  if (matter.length === 0)
    return 'No single column is known to matter: shuffling any of them changes predictions little.';
  const most = matter.slice(0, 3).map(({ input }) => input.name);
  const rest = importances.length - matter.length;
  const unused =
    rest === 0 ? '' : ` ${count(rest)} of ${count(importances.length)} inputs are not known to matter by themselves.`;
  return `What matters most: ${list(most)}; the ${score.name} becomes worse when their values are shuffled.${unused}`;
}

function moreRows({ curve, counts, scores: [score] }: TableFindings): string | undefined {
  const [half, all] = [curve.at(-2), curve.at(-1)];
  if (half === undefined || all === undefined) return undefined;
  const ratio = 1 / Math.max(counts.folds - 1, 1);
  const gain = foldInterval(
    all.scores.map((value, fold) => value - half.scores[fold]!),
    ratio,
  );
  const from = `From ${count(half.rows)} to ${count(all.rows)} rows the ${score.name} went from ${score.text(half.interval.mean)} to ${score.text(all.interval.mean)}`;
  switch (verdictOf(gain)) {
    case 'first':
      return `More rows would help: ${from}. Each doubling brings less than the one before, as a rule.`;
    case 'second':
      return `${from}: these numbers do not say that more rows would help.`;
    default:
      return `More rows may bring little: ${from}, a difference within the interval.`;
  }
}
