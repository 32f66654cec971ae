import { percent } from '@neurite/command-kit/words';
import type { ProbeResult, Results } from '../run/results.js';
import { apart, shareInterval } from '../statistics/intervals.js';
import type { Conclusion } from './conclusion.js';

/** What the sources are called that are no layers. */
export const PIXELS = 'pixels';
export const HAND_MADE = 'hand-made features';

/** Whether a network found something by itself, beside what was made by hand. */
export function layerConclusions({ probes, neighbors }: Results): readonly Conclusion[] {
  const layers = probes.filter(({ source }) => source !== PIXELS && source !== HAND_MADE);
  const best = layers.reduce<ProbeResult | undefined>(
    (most, probe) => (most === undefined || shareOf(probe).mean > shareOf(most).mean ? probe : most),
    undefined,
  );
  const sentences = [PIXELS, HAND_MADE].flatMap((source) => {
    const other = probes.find((probe) => probe.source === source);
    return best === undefined || other === undefined ? [] : [compare(best, other)];
  });
  const near = neighbors.map(({ source, same, asked }) => `${percent(same / asked)} by ${source}`);
  return [
    ...(sentences.length === 0
      ? []
      : [{ about: 'layers: what a linear model reads from them', sentence: sentences.join(' ') }]),
    ...(near.length === 0 ? [] : [{ about: 'layers: nearest neighbors', sentence: nearest(near, neighbors) }]),
  ];
}

function shareOf({ right, tested }: ProbeResult) {
  return shareInterval(right, tested);
}

function compare(best: ProbeResult, other: ProbeResult): string {
  const [own, theirs] = [shareOf(best), shareOf(other)];
  const numbers = `${percent(own.mean)} and ${percent(theirs.mean)} right`;
  const what = `the output of ${best.source}, the best layer,`;
  switch (apart(own, theirs)) {
    case 'first':
      return `A linear model reads more from ${what} than from ${other.source}: ${numbers}.`;
    case 'second':
      return `A linear model reads less from ${what} than from ${other.source}: ${numbers}.`;
    default:
      return `A linear model reads as much from ${what} as from ${other.source}, within the intervals: ${numbers}.`;
  }
}

function nearest(near: readonly string[], neighbors: Results['neighbors']): string {
  const intervals = neighbors.map(({ same, asked }) => shareInterval(same, asked));
  const last = intervals.at(-1)!;
  const others = intervals.slice(0, -1);
  const ending = others.every((other) => apart(last, other) === 'first')
    ? ' The last layer brings samples of a class closest together.'
    : others.some((other) => apart(other, last) === 'first')
      ? ' The last layer is not the best at it.'
      : ' Within the intervals, the last layer is not ahead of all others.';
  return `The nearest training samples are of the class of the test sample in so many cases: ${near.join(', ')}.${ending}`;
}
