import { imageValues, rowsBelow } from '../../internal/measure-images.js';
import { needsImages, type Rule } from '../../internal/rule.js';
import { count } from '../../internal/words.js';

/** Images of one gray: empty or broken ones. */
export const flatImages: Rule = {
  kind: 'flat-images',
  family: 'images',
  title: 'Empty images',
  severity: 'error',
  measure: 'standard deviation of gray, below',
  threshold: 0.01,
  advice: 'Leave them out: there is nothing in them to learn from, and their label is noise',
  skip: needsImages,
  run: ({ train }, threshold) => {
    const contrast = imageValues(train, 'contrast');
    const rows = rowsBelow(contrast, threshold);
    return [
      {
        value: contrast.reduce((least, value) => Math.min(least, value), 1),
        over: rows.length > 0,
        rows,
        sentence: () =>
          `${count(rows.length, 'image')} of ${train.rows.toLocaleString('en-US')} ${rows.length === 1 ? 'has' : 'have'} the same gray everywhere`,
      },
    ];
  },
};
