import type { ColumnProfile, PartProfile } from '../examination.js';
import { quantile } from './column-statistics.js';
import type { Examined } from './examined.js';
import type { Feature, Images, Part } from './part.js';

const MOST_WORDS = 10;

/** A part in numbers: each column, and of images their sizes. */
export function profile(data: Examined, part: Part): PartProfile {
  const special = (['target', 'time', 'group'] as const).flatMap((role) =>
    part[role] === undefined ? [] : [columnProfile(data, part[role], role)],
  );
  const features = part.features.map((feature) =>
    columnProfile(data, feature, data.identifiers().has(feature.name) ? 'identifier' : 'feature'),
  );
  return {
    rows: part.rows,
    ...(part.images !== undefined && { images: sizes(part.images) }),
    columns: [...features, ...special],
  };
}

function columnProfile(data: Examined, feature: Feature, role: ColumnProfile['role']): ColumnProfile {
  const { missing, distinct, sorted } = data.statistics(feature);
  const { name, words } = feature;
  const kind: ColumnProfile['kind'] = feature.date === true ? 'date' : feature.kind;
  const base = { name, kind, role, missing, distinct };
  if (feature.kind !== 'number')
    return kind === 'category' ? { ...base, most: mostFrequent(feature, words ?? []) } : base;
  if (sorted.length === 0) return base;
  const [least, lowerQuartile, median, upperQuartile, greatest] = [0, 0.25, 0.5, 0.75, 1].map((probability) =>
    quantile(sorted, probability),
  ) as [number, number, number, number, number];
  return { ...base, numbers: { least, lowerQuartile, median, upperQuartile, greatest } };
}

function mostFrequent({ values }: Feature, words: readonly string[]): readonly { word: string; count: number }[] {
  const counts = countCodes(values, words.length);
  return words
    .map((word, code) => ({ word, count: counts[code]! }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_WORDS);
}

/** How often each code occurs. */
export function countCodes(codes: Float64Array, words: number): Float64Array {
  const counts = new Float64Array(words);
  for (const code of codes) if (!Number.isNaN(code)) counts[code]!++;
  return counts;
}

function sizes({ count, at }: Images): NonNullable<PartProfile['images']> {
  const least = [...at(0).shape];
  const greatest = [...least];
  for (let i = 1; i < count; i++) {
    for (const [axis, size] of at(i).shape.entries()) {
      least[axis] = Math.min(least[axis]!, size);
      greatest[axis] = Math.max(greatest[axis]!, size);
    }
  }
  return { least, greatest };
}
