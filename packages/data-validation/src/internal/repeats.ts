import type { Examined } from './examined.js';

/**
 * The probability that two rows are equal by chance, if columns were independent: where values are few, rows repeat
 * themselves. 0 of images.
 */
export function chanceOfEqualRows(data: Examined): number {
  if (data.train.images !== undefined) return 0;
  const features = data.train.features.filter(({ name }) => !data.identifiers().has(name));
  return features.reduce(
    (product, feature) => product * data.statistics(feature).collision,
    features.length > 0 ? 1 : 0,
  );
}

/** Repeats count when chance explains less than this part of them. */
export const BY_CHANCE = 0.01;
