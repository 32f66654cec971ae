import { legendColors, sequential } from './color-map.js';
import { formatNumber } from './format.js';
import type { LegendItem } from './legend.js';
import { rangeOf } from './ticks.js';

/** Colors for values from the smallest to the largest, dark to bright, and their legend. */
export type ValueColors = { readonly colorOf: (value: number) => string; readonly legend: LegendItem };

export function valueColors(values: readonly number[], quantity: string): ValueColors {
  const map = sequential();
  const [low, high] = rangeOf(values);
  return {
    colorOf: (value) => map.css[high > low ? Math.round((255 * (value - low)) / (high - low)) : 128]!,
    legend: {
      kind: 'scale',
      low: `${quantity} ${formatNumber(low)}`,
      high: formatNumber(high),
      colors: legendColors(map),
    },
  };
}
