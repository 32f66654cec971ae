import { ArgumentError, type Augmentation, describeValue, resolveOptions } from '@neurite/core';
import { type SequenceDraw, sequenceAugmentation } from '../internal/sequence.js';

export type OneOfOptions = {
  /** How likely each is, relative to the others, at least 0. Default: all alike. */
  readonly weights?: readonly number[];
};

/**
 * Applies one of several augmentations.
 *
 * @param augmentations at least one
 * @throws ArgumentError when the list is empty, and when the weights are not one number of at least 0 for each, with a sum
 *   above 0
 * @example
 * const blur = oneOf([gaussianBlur(), motionBlur()], { weights: [3, 1] });
 * const draw = blur.draw(RandomStream.fromSeed(1), {});
 * const changed = blur.image?.(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function oneOf(augmentations: readonly Augmentation[], options: OneOfOptions = {}): Augmentation<SequenceDraw> {
  const { weights = augmentations.map(() => 1) } = resolveOptions('oneOf', options, { weights: undefined });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (
    weights.length !== augmentations.length ||
    !weights.every((weight) => weight >= 0) ||
    !(sum > 0 || augmentations.length === 0)
  ) {
    throw new ArgumentError({
      where: 'oneOf',
      argument: 'weights',
      expected: 'be a number of at least 0 for each augmentation, with a sum above 0',
      received: describeValue(weights),
    });
  }
  return sequenceAugmentation('oneOf', augmentations, (random) => {
    let rest = random.uniform() * sum;
    const found = weights.findIndex((weight) => {
      rest -= weight;
      return rest < 0;
    });
    return [found < 0 ? weights.length - 1 : found];
  });
}
