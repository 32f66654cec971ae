import { imageValues, rowsBelow } from '../../internal/measure-images.js';
import { needsImages, type Rule } from '../../internal/rule.js';
import { count } from '../../internal/words.js';

/** Images in which hardly anything is dark: overexposed ones. */
export const brightImages: Rule = {
  kind: 'bright-images',
  family: 'images',
  title: 'Overexposed images',
  severity: 'warning',
  measure: '1 − mean + 2 standard deviations of gray, below',
  threshold: 0.2,
  advice: 'Look at them: leave them out, or have such images in train if they will come',
  skip: needsImages,
  run: ({ train }, threshold) => {
    const contrast = imageValues(train, 'contrast');
    const reach = imageValues(train, 'brightness').map((mean, i) => 1 - mean + 2 * contrast[i]!);
    const rows = rowsBelow(reach, threshold);
    return [
      {
        value: reach.reduce((least, value) => Math.min(least, value), 1),
        over: rows.length > 0,
        rows,
        sentence: () =>
          `${count(rows.length, 'image')} of ${train.rows.toLocaleString('en-US')} ${rows.length === 1 ? 'is' : 'are'} nearly white`,
      },
    ];
  },
};
