import type { Augmentation } from '@neurite/core';

/**
 * An augmentation whose draw is always the one that was stored: the same change for every sample, e.g. for all frames of a
 * film, or to see again what one sample became.
 *
 * @param params a draw of the augmentation, also after `JSON.parse(JSON.stringify(…))`
 * @example
 * const rotation = randomRotation();
 * const stored = JSON.stringify(rotation.draw(RandomStream.fromSeed(1), {}));
 * const same = replay(rotation, JSON.parse(stored));
 */
export function replay<Params>(augmentation: Augmentation<Params>, params: Params): Augmentation<Params> {
  return { ...augmentation, draw: () => params };
}
