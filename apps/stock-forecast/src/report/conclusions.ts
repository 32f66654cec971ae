import { count, list, percent, significant } from '@neurite/command-kit/words';
import { driftFirst } from '../examine-series.js';
import type { Compared } from '../measures/compare-models.js';
import type { Findings } from '../run/findings.js';

/** A test says that there is a difference below this. */
const LEVEL = 0.05;
/** Fewer stretches of time than this that do not overlap say too little for a test. */
const LEAST_STRETCHES = 10;
/** The band should hold 80 %. */
const [LOW, HIGH] = [0.75, 0.85];

/** What follows from a run, and only from its numbers: drift first, then whether a network is worth it. */
export function conclusionsOf(findings: Findings): readonly string[] {
  return [...driftOf(findings), ...resultsOf(findings)];
}

/** What follows from the forecasts. */
export function resultsOf(findings: Findings): readonly string[] {
  return [verdict(findings), coverage(findings), direction(findings), lookAhead(findings)];
}

/** The warnings about the data, drift first. */
export function driftOf({ examination }: Pick<Findings, 'examination'>): readonly string[] {
  const lines = driftFirst(examination);
  if (lines.length === 0) return ['What is forecast has the distribution of what was learned from.'];
  return lines;
}

function verdict({ compared, plan }: Findings): string {
  const baseline = compared.find(({ isNetwork }) => !isNetwork)!;
  const networks = compared.filter(({ isNetwork }) => isNetwork);
  const better = networks.filter(({ test }) => test!.pValue < LEVEL && test!.difference < 0);
  const worse = networks.filter(({ test }) => test!.pValue < LEVEL && test!.difference > 0);
  const isTooShort = baseline.scores.times < LEAST_STRETCHES * plan.task.horizon;
  const [best] = (better.length > 0 && !isTooShort ? better : networks) as [Compared];
  const ratio = best.scores.pinball / baseline.scores.pinball;
  const size = `${significant(100 * Math.abs(1 - ratio))} % ${ratio < 1 ? 'below' : 'above'}`;
  const losses = `the pinball loss of the best one, ${best.title}, is ${size} that of the best baseline, ${baseline.title}`;
  const counts = `${count(best.scores.forecasts)} forecasts of 1 to ${plan.task.horizon} steps`;
  if (isTooShort) {
    return `Whether a network beats the baselines cannot be told from so few forecasts: ${losses} (${counts}).`;
  }
  const numbers = `${losses} (p = ${pText(best.test!.pValue)}, ${counts})`;
  if (better.length > 0) return `Networks beat the baselines: ${list(better.map(({ title }) => title))}; ${numbers}.`;
  const rest = worse.length > 0 ? ` Worse than it: ${list(worse.map(({ title }) => title))}.` : '';
  return `No network is known to beat the baselines: ${numbers}.${rest}`;
}

function coverage({ compared }: Findings): string {
  const held = compared.filter(({ scores }) => scores.coverage >= LOW && scores.coverage <= HIGH);
  const others = compared.filter((one) => !held.includes(one));
  const [best] = compared as [Compared];
  const first = `The 80 % band of the best model, ${best.title}, held ${percent(best.scores.coverage)} of what came`;
  if (others.length === 0) return `${first}; those of all models held 75 to 85 %.`;
  return `${first}; outside 75 to 85 %: ${list(others.map(({ title, scores }) => `${title} (${percent(scores.coverage)})`))}.`;
}

/** Whether anybody knows where the next step goes. */
function direction({ compared }: Findings): string {
  const known = compared.filter(({ scores }) => scores.direction !== null && scores.direction.lower > 0.5);
  const most = compared.reduce((a, b) => ((b.scores.direction?.share ?? 0) > (a.scores.direction?.share ?? 0) ? b : a));
  if (most.scores.direction === null) return 'No model says where the next step goes.';
  const shareOf = ({ title, scores }: Compared): string => `${title} (${percent(scores.direction!.share)})`;
  if (known.length > 0) {
    return `The direction of the next step is foretold more often than by a coin, by 95 % intervals, by ${list(known.map(shareOf))}; whoever always says “up” is right as often as the market rises.`;
  }
  const { lower, upper } = most.scores.direction;
  return `No model is known to foretell the direction of the next step better than a coin: best is ${shareOf(most)}, with a 95 % interval of ${percent(lower)} to ${percent(upper)}.`;
}

function lookAhead({ compared }: Findings): string {
  return `Each of the ${compared.length} models was asked again with another future: no forecast changed, so none looks ahead.`;
}

export function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
