import { tensor } from '@tensorflow/tfjs-core';
import { checkNumber, resolveOptions } from '../checks.js';
import { withConfig } from '../config.js';
import type { RandomStream } from '../random-stream.js';
import { type Shape, sizeOf } from '../shape.js';
import type { Initializer } from './initializer.js';

/** The bounds of `uniform`. */
export type UniformOptions = {
  /** The smallest number. Default −0.05. */
  readonly low?: number;
  /** Above every number; at least `low`. Default 0.05. */
  readonly high?: number;
};

/**
 * Numbers in [low, high), whatever the fans.
 *
 * @returns an initializer; the caller owns the tensors that it gives
 * @throws ArgumentError when one is not finite, or `low` is above `high`
 * @example
 * const kernel = uniform({ low: -0.1, high: 0.1 })([4, 2], RandomStream.fromSeed(7));
 */
export function uniform(options: UniformOptions = {}): Initializer {
  const { low, high } = resolveOptions('uniform', options, { low: -0.05, high: 0.05 });
  checkNumber('uniform', 'low', low);
  checkNumber('uniform', 'high', high, { atLeast: low });
  return withConfig('initializers.uniform', [options], (shape: Shape, random: RandomStream) =>
    tensor(random.uniforms(sizeOf(shape), low, high), [...shape], 'float32'),
  );
}
