import { imageValues, rowsBelow } from '../../internal/measure-images.js';
import { needsImages, type Rule } from '../../internal/rule.js';
import { tailBounds } from '../../internal/tail-bounds.js';
import { count, short } from '../../internal/words.js';

/** Tails of fewer images say nothing. */
const FEWEST = 20;
/** Images without contrast are not blurred but empty. */
const LEAST_CONTRAST = 0.01;

/** Images without fine detail where the others have it. */
export const blurredImages: Rule = {
  kind: 'blurred-images',
  family: 'images',
  title: 'Blurred images',
  severity: 'warning',
  measure: 'distance of the sharpness below the median, in that of the lowest 5 %',
  threshold: 3,
  advice: 'Look at them: leave them out, or blur others by augmentation if such images will come',
  skip: needsImages,
  run: ({ train }, threshold) => {
    const contrast = imageValues(train, 'contrast');
    const sharpness = imageValues(train, 'sharpness').map((value, i) =>
      contrast[i]! < LEAST_CONTRAST ? Number.NaN : value,
    );
    const sorted = sharpness.filter((value) => !Number.isNaN(value)).sort();
    if (sorted.length < FEWEST) return [];
    const { low, distance } = tailBounds(sorted, threshold);
    const rows = rowsBelow(sharpness, low);
    const median = sorted[sorted.length >> 1]!;
    return [
      {
        value: distance(sorted[0]!),
        over: rows.length > 0,
        rows,
        sentence: () =>
          `${count(rows.length, 'image')} of ${train.rows.toLocaleString('en-US')} ${rows.length === 1 ? 'is' : 'are'} blurred: the least sharp one has ${short(sharpness[rows[0]!]! / median)} times the sharpness of the median`,
      },
    ];
  },
};
