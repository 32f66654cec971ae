import { quantile } from './column-statistics.js';
import type { Encoder } from './encoder-type.js';
import type { Examined } from './examined.js';
import { imageEncoder } from './image-encoder.js';
import type { Feature, Part } from './part.js';
import { tailBounds } from './tail-bounds.js';

/** Rows as numbers of one scale, one after another. */
export type Encoded = { readonly rows: number; readonly columns: number; readonly data: Float64Array };

/** Categories with more words: the rarer ones have no column. */
const MOST_WORDS = 20;
/** Outliers count as much as that many standard deviations. */
const FARTHEST = 5;

/**
 * Numbers: minus the median, divided by what would be the standard deviation if they were normal (from the 5 % and 95 %
 * quantiles), on the logarithmic scale where that is more symmetric; missing ones 0. Categories: a column of 0 and 1 for
 * each frequent word. Images: see there.
 */
export function encoderOf(data: Examined): Encoder {
  return data.shared('encoder', () =>
    data.train.images === undefined ? columnEncoder(data, data.compared(data.train)) : imageEncoder(data.train),
  );
}

/** The same of numbers alone, without those that are nearly constant: the rest of such a column is far from it anyway. */
export function numberEncoderOf(data: Examined): Encoder {
  return data.shared('number encoder', () => {
    const varied = data.compared(data.train).filter((feature) => {
      const { sorted } = data.statistics(feature);
      return feature.kind === 'number' && quantile(sorted, 0.05) < quantile(sorted, 0.95);
    });
    return columnEncoder(data, varied);
  });
}

/** Some rows of a part. */
export function encode(encoder: Encoder, part: Part, rows: ArrayLike<number>): Encoded {
  const { columns } = encoder;
  const data = new Float64Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) encoder.write(part, rows[i]!, { data, at: i * columns });
  return { rows: rows.length, columns, data };
}

function columnEncoder(data: Examined, features: readonly Feature[]): Encoder {
  const plans = features.flatMap((feature) =>
    feature.kind === 'number' ? numberPlan(data, feature) : wordPlan(feature),
  );
  const columns = plans.reduce((sum, { width }) => sum + width, 0);
  const byName = new Map<Part, readonly Float64Array[]>();
  const valuesOf = (part: Part): readonly Float64Array[] => {
    const known = byName.get(part) ?? plans.map(({ name }) => part.features.find((one) => one.name === name)!.values); // the same columns
    byName.set(part, known);
    return known;
  };
  return {
    columns,
    write: (part, row, { data: out, at }) => {
      const values = valuesOf(part);
      let to = at;
      for (let i = 0; i < plans.length; i++) {
        const { width, write } = plans[i]!;
        write(values[i]![row]!, out, to);
        to += width;
      }
    },
    project: (part, { first, count }, { directions, sums }) => {
      const each = directions.length / columns;
      let column = 0;
      for (const [i, values] of valuesOf(part).entries()) {
        const { width, project } = plans[i]!;
        const own = directions.subarray(column * each, (column + width) * each);
        project(values.subarray(first, first + count), own, sums);
        column += width;
      }
    },
  };
}

type Plan = {
  readonly name: string;
  readonly width: number;
  readonly write: (value: number, out: Float64Array | Float32Array, at: number) => void;
  /** Adds the directions of its columns, times the values. */
  readonly project: (values: Float64Array, directions: Float32Array, sums: Float64Array) => void;
};

function numberPlan(data: Examined, feature: Feature): Plan[] {
  const standard = standardizer(data.statistics(feature).sorted);
  if (standard === undefined) return [];
  const write: Plan['write'] = (value, out, at) => {
    out[at] = standard(value);
  };
  const project: Plan['project'] = (values, directions, sums) => {
    let at = 0;
    for (const value of values) {
      const factor = standard(value);
      for (let d = 0; d < directions.length; d++) sums[at++]! += factor * directions[d]!;
    }
  };
  return [{ name: feature.name, width: 1, write, project }];
}

/** Standardizes numbers, and gives 0 for missing ones; undefined where all are the same. */
export function standardizer(sorted: Float64Array): ((value: number) => number) | undefined {
  if (sorted.length === 0) return undefined;
  const { logarithmic } = tailBounds(sorted, 1);
  const scale = logarithmic ? Math.log : (value: number): number => value;
  const [low, middle, high] = [0.05, 0.5, 0.95].map((p) => scale(quantile(sorted, p))) as [number, number, number];
  // Half of the distance of these quantiles of a standard normal column is 1.645; a column of few values has its range.
  const deviation = (high - low) / 3.29 || scale(sorted[sorted.length - 1]!) - scale(sorted[0]!);
  if (!(deviation > 0 && deviation < Number.POSITIVE_INFINITY)) return undefined;
  return (value) => {
    const standard = (scale(logarithmic ? Math.max(value, Number.MIN_VALUE) : value) - middle) / deviation;
    return Number.isNaN(standard) ? 0 : Math.min(FARTHEST, Math.max(-FARTHEST, standard));
  };
}

function wordPlan({ name, values, words = [] }: Feature): Plan[] {
  const counts = new Float64Array(words.length);
  for (const code of values) if (!Number.isNaN(code)) counts[code]!++;
  const frequent = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]!).slice(0, MOST_WORDS);
  const columnOf = new Int32Array(words.length).fill(-1);
  for (const [column, code] of frequent.entries()) columnOf[code] = column;
  const write: Plan['write'] = (code, out, at) => {
    const column = Number.isNaN(code) ? -1 : columnOf[code]!;
    for (let i = 0; i < frequent.length; i++) out[at + i] = i === column ? 1 : 0;
  };
  const project: Plan['project'] = (codes, directions, sums) => {
    const each = directions.length / frequent.length;
    for (let row = 0; row < codes.length; row++) {
      const column = Number.isNaN(codes[row]!) ? -1 : columnOf[codes[row]!]!;
      if (column < 0) continue;
      for (let d = 0; d < each; d++) sums[row * each + d]! += directions[column * each + d]!;
    }
  };
  return [{ name, width: frequent.length, write, project }];
}
