import { ArgumentError, checkNumber, RandomStream, resolveOptions, ShapeError } from '@neurite/core';
import type { Chance } from '../internal/image-augmentation.js';
import { type RowAugmentation, rowAugmentation } from '../internal/row-augmentation.js';
import { drawSeed, type SeedDraw } from '../internal/seeds.js';

export type FeatureNoiseOptions = Chance & {
  /**
   * Standard deviation of the noise, at least 0: one for all columns, which fits those that are standardized, or one for
   * each; 0 for columns that must stay, such as categories. Default 0.05.
   */
  readonly deviation?: number | readonly number[];
};

/**
 * Adds normally distributed noise to the columns of a row.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range; ShapeError when applied: to a row with another number of columns
 * @example
 * const noise = featureNoise({ deviation: [0.1, 0.1, 0] });
 * const noisy = noise.row(hostArray(Float32Array.of(1.2, -0.4, 3)), { seed: 7 }); // the last stays 3
 */
export function featureNoise(options: FeatureNoiseOptions = {}): RowAugmentation<SeedDraw> {
  const name = 'featureNoise';
  const { probability, deviation } = resolveOptions(name, options, {
    probability: 1,
    deviation: 0.05 as number | readonly number[],
  });
  const deviations = typeof deviation === 'number' ? [deviation] : deviation;
  if (!Array.isArray(deviations) || deviations.length === 0) {
    const expected = 'be a number, or one for each column';
    throw new ArgumentError({ where: name, argument: 'deviation', expected, received: String(deviation) });
  }
  for (const one of deviations) checkNumber(name, 'deviation', one, { atLeast: 0 });
  return rowAugmentation<SeedDraw>({
    name,
    probability,
    draw: drawSeed,
    row: (values, { seed }) => {
      if (typeof deviation !== 'number' && deviation.length !== values.length) {
        const expected = `have ${deviation.length} columns, as many as deviations`;
        throw new ShapeError({ where: name, argument: 'row', expected, received: String(values.length) });
      }
      const random = RandomStream.fromSeed(seed);
      for (let c = 0; c < values.length; c++) {
        const own = typeof deviation === 'number' ? deviation : deviation[c]!;
        values[c]! += random.normal(0, own);
      }
    },
  });
}
