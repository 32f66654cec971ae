import type { Sampler } from './sampler.js';

/**
 * Chooses each value by chance, without looking at results. It is what other samplers are measured against, and finds out well
 * what matters.
 *
 * @example
 * const sampler = randomSampler();
 * @see Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012
 */
export function randomSampler(): Sampler {
  return { name: 'random', sample: ({ axes }, random) => Float64Array.from(axes, () => random.uniform()) };
}
