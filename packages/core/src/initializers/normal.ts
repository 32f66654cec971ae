import { tensor } from '@tensorflow/tfjs-core';
import { checkNumber, resolveOptions } from '../checks.js';
import { withConfig } from '../config.js';
import type { RandomStream } from '../random-stream.js';
import { type Shape, sizeOf } from '../shape.js';
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
 * @returns an initializer; the caller owns the tensors that it gives
 * @throws ArgumentError when the mean is not finite, or the standard deviation is negative or not finite
 * @example
 * const table = normal({ standardDeviation: 0.02 })([1000, 64], RandomStream.fromSeed(7));
 */
export function normal(options: NormalOptions = {}): Initializer {
  const { mean, standardDeviation } = resolveOptions('normal', options, { mean: 0, standardDeviation: 0.05 });
  checkNumber('normal', 'mean', mean);
  checkNumber('normal', 'standardDeviation', standardDeviation, { atLeast: 0 });
  return withConfig('initializers.normal', [options], (shape: Shape, random: RandomStream) =>
    tensor(random.normals(sizeOf(shape), mean, standardDeviation), [...shape], 'float32'),
  );
}
