import { checkInteger, type RandomStream, resolveOptions } from '@neurite/core';
import { logExpectedImprovement } from '../internal/expected-improvement.js';
import { GaussianProcess } from '../internal/gaussian-process.js';
import { withoutAbsent } from '../internal/groups.js';
import { rowOf } from '../internal/row-of.js';
import { snapped } from '../internal/snapped.js';
import { sobolPositions } from '../internal/sobol.js';
import { standardized } from '../internal/standardized.js';
import type { Axis } from './axis.js';
import type { ObservedTrial, Sampler, StudyView } from './sampler.js';

export type GaussianProcessOptions = {
  /** So many trials are spread evenly before the first choice by results: at least 2. Default 10. */
  readonly startup?: number;
  /** The most trials that it looks at, as time grows with their third power: the best half, and the last. Default 200. */
  readonly memory?: number;
};

/** Points at which the surface is looked at before the best are refined. */
const EXPLORED = 256;
const REFINED = 4;
const REFINEMENTS = 60;

/**
 * Chooses where an improvement is expected most, by a Gaussian process through the results so far. It needs the fewest
 * trials of all samplers where there are up to about twenty hyperparameters, and the most time to choose: for objectives that
 * take minutes. It is for one objective.
 *
 * Trials that run elsewhere count as having what is expected of them, so that others try something else.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const study = await createStudy({ x: float(-5, 5) }, { sampler: gaussianProcessSampler() });
 * @see Jones, Schonlau and Welch, "Efficient global optimization of expensive black-box functions", 1998
 * @see Ament et al., "Unexpected improvements to expected improvement", 2023, for its logarithm
 */
export function gaussianProcessSampler(options: GaussianProcessOptions = {}): Sampler {
  const { startup, memory } = resolveOptions('gaussianProcessSampler', options, { startup: 10, memory: 200 });
  checkInteger('gaussianProcessSampler', 'startup', startup, { min: 2 });
  checkInteger('gaussianProcessSampler', 'memory', memory, { min: 10 });
  return { name: 'gaussian process', sample: (view, random) => sample(view, random, { startup, memory }) };
}

function sample(view: StudyView, random: RandomStream, { startup, memory }: Required<GaussianProcessOptions>) {
  const { axes, trials, number, seed } = view;
  const even = sobolPositions(axes.length, { index: number, seed });
  const complete = trials.filter(({ state, violation }) => state === 'complete' && violation === 0);
  if (complete.length < startup) return even;
  const known = complete.length > memory ? mostTelling(complete, memory) : complete;
  const { values } = standardized(known.map(({ losses }) => losses![0]!));
  const isCategorical = axes.map((axis) => axis.isCategorical);
  const rows = known.map(({ positions }) => rowOf(positions));
  let surface = new GaussianProcess({ rows, isCategorical }, values);
  const running = trials.filter(({ state }) => state === 'running').map(({ positions }) => rowOf(positions));
  if (running.length > 0) {
    const believed = running.map((row) => surface.predict(row).mean);
    surface = new GaussianProcess(
      { rows: [...rows, ...running], isCategorical },
      [...values, ...believed],
      surface.parameters,
    );
  }
  const best = Math.min(...values);
  const tried = new Set([...rows, ...running].map(String));
  // Where everything has been tried, anything may be tried again.
  const score = (point: readonly number[]): number =>
    tried.has(String(point)) ? Number.NEGATIVE_INFINITY : logExpectedImprovement(surface.predict(point), best);
  return highest({ axes, score, start: rows[values.indexOf(best)]!, random });
}

/** Looks all over the space and around the best, and climbs from where it is highest by steps that become smaller. */
function highest({
  axes,
  score,
  start,
  random,
}: {
  readonly axes: readonly Axis[];
  readonly score: (point: readonly number[]) => number;
  readonly start: readonly number[];
  readonly random: RandomStream;
}): readonly number[] {
  const points = Array.from({ length: EXPLORED }, (_, i) =>
    withoutAbsent(
      axes,
      i % 4 === 0 ? moved(axes, start, { width: 0.1, random }) : axes.map((axis) => snapped(axis, random.uniform())),
    ),
  );
  const explored = points.map((point) => ({ point, height: score(point) })).sort((a, b) => b.height - a.height);
  let best = explored[0]!;
  for (const first of explored.slice(0, REFINED)) {
    let top = first;
    for (let i = 0; i < REFINEMENTS; i++) {
      const point = withoutAbsent(axes, moved(axes, top.point, { width: 0.2 * 0.93 ** i, random }));
      const height = score(point);
      if (height > top.height) top = { point, height };
    }
    if (top.height > best.height) best = top;
  }
  return best.point;
}

/** A point near another one: about two axes are changed. */
function moved(
  axes: readonly Axis[],
  point: readonly number[],
  { width, random }: { readonly width: number; readonly random: RandomStream },
): number[] {
  const rate = Math.min(1, 2 / axes.length);
  const always = random.integer(axes.length);
  return axes.map((axis, i) => {
    if (i !== always && random.uniform() >= rate) return point[i]!;
    const value = axis.isCategorical ? random.uniform() : point[i]! + random.normal(0, width);
    return snapped(axis, value < 0 ? Math.min(1, -value) : value > 1 ? Math.max(0, 2 - value) : value);
  });
}

function mostTelling(trials: readonly ObservedTrial[], count: number): ObservedTrial[] {
  const best = trials.toSorted((a, b) => a.losses![0]! - b.losses![0]!).slice(0, Math.ceil(count / 2));
  const others = trials.filter((trial) => !best.includes(trial));
  return [...best, ...others.slice(best.length - count)];
}
