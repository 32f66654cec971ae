import type { Feature } from '../../internal/part.js';
import { needsColumns, type Rule } from '../../internal/rule.js';

/** Columns that say the same as another one: equal, or equal after a shift and a scale. */
export const duplicateColumn: Rule = {
  kind: 'duplicate-column',
  family: 'columns',
  title: 'Duplicate column',
  severity: 'note',
  measure: 'size of the correlation',
  threshold: 0.999_99,
  advice: 'Keep one of them',
  skip: needsColumns,
  run: (data, threshold) => {
    const features = data.train.features.filter(({ name, kind }) => kind === 'number' && !data.identifiers().has(name));
    const units = features.map((feature) => toUnit(feature, sampled(data.train.rows)));
    return features.map((feature, i) => {
      let [value, twin] = [0, ''];
      for (let j = 0; j < i; j++) {
        const size = Math.abs(product(units[i]!, units[j]!));
        if (size > value) [value, twin] = [size, features[j]!.name];
      }
      return {
        value,
        over: value >= threshold,
        column: feature.name,
        sentence: () => `\`${feature.name}\` says the same as \`${twin}\``,
      };
    });
  },
};

/** As many rows tell columns apart. */
const MOST_ROWS = 1000;

function sampled(rows: number): Uint32Array {
  const size = Math.min(rows, MOST_ROWS);
  return Uint32Array.from({ length: size }, (_, i) => Math.floor((i * rows) / size));
}

/** Minus the mean and divided by the length, 0 where missing; zeros where it is constant. */
function toUnit({ values }: Feature, rows: Uint32Array): Float64Array {
  const own = Float64Array.from(rows, (row) => values[row]!);
  const present = own.filter(Number.isFinite);
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const centered = own.map((value) => (Number.isFinite(value) ? value - mean : 0));
  const length = Math.sqrt(product(centered, centered));
  return length > 1e-12 * Math.abs(mean) && length > 0 ? centered.map((value) => value / length) : centered.fill(0);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
