import type { Images } from '../../internal/part.js';
import { needsImages, type Rule, unless } from '../../internal/rule.js';
import { tailBounds } from '../../internal/tail-bounds.js';
import { count } from '../../internal/words.js';

/** How far in the spread of all sizes; where most are equal, any is far. */
const TIMES = 2;

/** Images of a size or shape that hardly any other has: thumbnails, panoramas, icons. */
export const oddSizes: Rule = {
  kind: 'odd-sizes',
  family: 'images',
  title: 'Odd sizes',
  severity: 'warning',
  measure: 'times the area or the aspect ratio of the median',
  threshold: 2,
  advice: 'Look at them: resizing stretches what they show; crop or pad them, or leave them out',
  skip: unless(needsImages, ({ train }) => (varies(train.images!) ? undefined : 'all images have one size')),
  run: ({ train }, threshold) => {
    const { count: size, at } = train.images!; // as checked
    const factors = new Float64Array(size).fill(1);
    for (const measure of [area, aspect]) {
      const values = Float64Array.from({ length: size }, (_, i) => measure(at(i).shape));
      const sorted = values.slice().sort();
      const median = sorted[size >> 1]!;
      const { distance } = tailBounds(sorted, TIMES);
      const spread = sorted[Math.floor(0.05 * size)] !== sorted[Math.floor(0.95 * size)];
      for (let i = 0; i < size; i++) {
        const factor = Math.max(values[i]! / median, median / values[i]!);
        if (!spread || distance(values[i]!) > TIMES) factors[i] = Math.max(factors[i]!, factor);
      }
    }
    const rows = [...factors.keys()].filter((i) => factors[i]! >= threshold).sort((a, b) => factors[b]! - factors[a]!);
    return [
      {
        value: factors.reduce((most, factor) => Math.max(most, factor), 1),
        over: rows.length > 0,
        rows,
        sentence: () =>
          `${count(rows.length, 'image')} of ${size.toLocaleString('en-US')} ${rows.length === 1 ? 'has' : 'have'} an odd size, such as ${at(rows[0]!).shape.slice(0, 2).join(' × ')}`,
      },
    ];
  },
};

const area = ([height = 1, width = 1]: readonly number[]): number => height * width;
const aspect = ([height = 1, width = 1]: readonly number[]): number => width / height;

function varies({ count: size, at }: Images): boolean {
  const [height, width] = at(0).shape;
  for (let i = 1; i < size; i++) if (at(i).shape[0] !== height || at(i).shape[1] !== width) return true;
  return false;
}
