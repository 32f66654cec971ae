import { sobolPositions } from '../internal/sobol.js';
import type { Sampler } from './sampler.js';

/**
 * Spreads trials evenly over the space, without looking at results: the points of Sobol's sequence, shifted by the seed. Up to
 * 64 hyperparameters are spread; more are drawn by chance.
 *
 * @example
 * const sampler = sobolSampler();
 * @see Sobol, "On the distribution of points in a cube and the approximate evaluation of integrals", 1967
 */
export function sobolSampler(): Sampler {
  return { name: 'sobol', sample: ({ axes, number, seed }) => sobolPositions(axes.length, { index: number, seed }) };
}
