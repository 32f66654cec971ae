import { imageValues, rowsBelow } from '../../internal/measure-images.js';
import { needsImages, type Rule } from '../../internal/rule.js';
import { count } from '../../internal/words.js';

/** Images in which hardly anything is bright. */
export const darkImages: Rule = {
  kind: 'dark-images',
  family: 'images',
  title: 'Dark images',
  severity: 'warning',
  measure: 'mean + 2 standard deviations of gray, below',
  threshold: 0.2,
  advice: 'Look at them: leave them out, or brighten them (gamma, equalize) as you would when predicting',
  skip: needsImages,
  run: ({ train }, threshold) => {
    const contrast = imageValues(train, 'contrast');
    const reach = imageValues(train, 'brightness').map((mean, i) => mean + 2 * contrast[i]!);
    const rows = rowsBelow(reach, threshold);
    return [
      {
        value: reach.reduce((least, value) => Math.min(least, value), 1),
        over: rows.length > 0,
        rows,
        sentence: () =>
          `${count(rows.length, 'image')} of ${train.rows.toLocaleString('en-US')} ${rows.length === 1 ? 'is' : 'are'} nearly black`,
      },
    ];
  },
};
