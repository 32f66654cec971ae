import { tensor } from '@tensorflow/tfjs-core';
import { assertDeviation } from '../internal/assert-deviation.js';
import { sizeOf } from '../shape.js';
import type { Initializer } from './initializer.js';

/** The normal distribution of `normal` and `truncatedNormal`. */
export type NormalOptions = {
  /** Default 0. */
  readonly mean?: number;
  /** At least 0. Default 0.05. */
  readonly standardDeviation?: number;
};

/**
 * Normal numbers, whatever the fans.
 *
 * @throws ArgumentError when the standard deviation is negative or no number
 * @example
 * const table = normal({ standardDeviation: 0.02 })([1000, 64], RandomStream.fromSeed(7));
 */
export function normal({ mean = 0, standardDeviation = 0.05 }: NormalOptions = {}): Initializer {
  assertDeviation('normal', standardDeviation);
  return (shape, random) => tensor(random.normals(sizeOf(shape), mean, standardDeviation), [...shape], 'float32');
}
