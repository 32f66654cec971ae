import { checkInteger, checkNumber, type RandomStream, resolveOptions } from '@neurite/core';
import { fromBestToWorst } from '../internal/order-trials.js';
import { sobolPositions } from '../internal/sobol.js';
import type { Axis } from './axis.js';
import type { ObservedTrial, Sampler } from './sampler.js';

export type Nsga2Options = {
  /** Trials of a generation: at least 2. Default 50. */
  readonly populationSize?: number;
  /** How likely the values of two parents are crossed: 0 to 1. Default 0.9. */
  readonly crossoverProbability?: number;
  /** How likely each value is changed by chance: 0 to 1. Default: one value of each trial on average. */
  readonly mutationProbability?: number | undefined;
};

/** How close children stay to their parents: larger is closer. */
const CROSSOVER_INDEX = 15;
const MUTATION_INDEX = 20;

/**
 * Looks for the front of several objectives by evolution: the best of all trials before a generation are its parents, by the
 * front that they are in and then by how lonely they are there. It works for one objective, too.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const study = await createStudy(
 *   { units: int(8, 512, { log: true }) },
 *   { objectives: { accuracy: 'maximize', milliseconds: 'minimize' }, sampler: nsga2Sampler({ populationSize: 20 }) },
 * );
 * @see Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002
 */
export function nsga2Sampler(options: Nsga2Options = {}): Sampler {
  const { populationSize, crossoverProbability, mutationProbability } = resolveOptions('nsga2Sampler', options, {
    populationSize: 50,
    crossoverProbability: 0.9,
    mutationProbability: undefined,
  });
  checkInteger('nsga2Sampler', 'populationSize', populationSize, { min: 2 });
  checkNumber('nsga2Sampler', 'crossoverProbability', crossoverProbability, { atLeast: 0, atMost: 1 });
  if (mutationProbability !== undefined)
    checkNumber('nsga2Sampler', 'mutationProbability', mutationProbability, { atLeast: 0, atMost: 1 });
  return {
    name: 'nsga2',
    sample: ({ axes, trials, objectives, number, seed }, random) => {
      // A generation sees what was there before it began, as far as it is known.
      const begun = number - (number % populationSize);
      const before = trials.filter((trial) => trial.number < begun && trial.state !== 'running');
      const parents = fromBestToWorst(before, objectives).slice(0, populationSize);
      if (parents.length < 2) return sobolPositions(axes.length, { index: number, seed });
      const [one, other] = [pick(parents, random), pick(parents, random)];
      const isCrossed = random.uniform() < crossoverProbability;
      const rate = mutationProbability ?? 1 / axes.length;
      // Without it a child may be a copy of its parent.
      const always = random.integer(axes.length);
      return Float64Array.from(axes, (axis, i) => {
        const [a, b] = [positionIn(one, i, random), positionIn(other, i, random)];
        const child = isCrossed ? cross(axis, a, b, random) : a;
        return (i === always && !isCrossed) || random.uniform() < rate ? mutate(axis, child, random) : child;
      });
    },
  };
}

/** The better of two: the lower index is. */
function pick(parents: readonly ObservedTrial[], random: RandomStream): ObservedTrial {
  return parents[Math.min(random.integer(parents.length), random.integer(parents.length))]!;
}

/** What a parent does not have may be anything. */
function positionIn({ positions }: ObservedTrial, axis: number, random: RandomStream): number {
  return Number.isNaN(positions[axis]!) ? random.uniform() : positions[axis]!;
}

/** Simulated binary crossover; a choice is that of one of the two. */
function cross({ isCategorical }: Axis, a: number, b: number, random: RandomStream): number {
  const u = random.uniform();
  if (isCategorical) return u < 0.5 ? a : b;
  const spread = (u < 0.5 ? 2 * u : 1 / (2 * (1 - u))) ** (1 / (CROSSOVER_INDEX + 1));
  const side = random.uniform() < 0.5 ? 1 : -1;
  return clipped((a + b + side * spread * (a - b)) / 2);
}

/** Polynomial mutation; a choice becomes any. */
function mutate({ isCategorical }: Axis, value: number, random: RandomStream): number {
  const u = random.uniform();
  if (isCategorical) return u;
  const power = 1 / (MUTATION_INDEX + 1);
  return clipped(value + (u < 0.5 ? (2 * u) ** power - 1 : 1 - (2 * (1 - u)) ** power));
}

function clipped(value: number): number {
  return Math.min(1, Math.max(0, value));
}
