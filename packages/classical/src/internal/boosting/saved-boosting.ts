import type { SavedEstimator } from '@neurite/core';
import { checkInteger } from '@neurite/core/checks';
import { FormatError } from '@neurite/core/errors';
import { readSaved } from '../saved.js';
import type { BoostedTrees } from './boosted-trees.js';

const VERSION = 1;
const NAMES = [
  'baseline',
  'roots',
  'features',
  'thresholds',
  'lefts',
  'missingLefts',
  'setIndices',
  'sets',
  'categories',
  'categoryOffsets',
  'values',
  'counts',
  'gains',
] as const satisfies readonly (keyof BoostedTrees)[];

/** @param link how predictions follow from the sums */
export function saveBoosting(kind: string, trees: BoostedTrees, link: string): SavedEstimator {
  const { columns, ...arrays } = trees;
  return { json: { kind, version: VERSION, columns, link }, arrays };
}

/** @throws FormatError when it was saved by another estimator, or a path through a tree would lead astray */
export function restoreBoosting(
  kind: string,
  saved: SavedEstimator,
  links: readonly string[],
): { readonly trees: BoostedTrees; readonly link: string } {
  readSaved(saved, { kind, version: VERSION, names: NAMES });
  const { columns, link } = saved.json;
  if (!Number.isSafeInteger(columns) || Number(columns) < 1) {
    refuse(kind, 'have an integer of at least 1 as columns', String(columns));
  }
  checkInteger(kind, 'columns', columns);
  if (typeof link !== 'string' || !links.includes(link)) {
    return refuse(kind, `have ${links.map((own) => `'${own}'`).join(' or ')} as link`, JSON.stringify(link ?? null));
  }
  const arrays = saved.arrays as Omit<BoostedTrees, 'columns'>; // checked: none is missing
  const { baseline, roots, features, lefts, setIndices, sets, categories, categoryOffsets } = arrays;
  const nodes = features.length;
  const { thresholds, missingLefts, values, counts, gains } = arrays;
  for (const [name, own] of Object.entries({ thresholds, lefts, missingLefts, setIndices, values, counts, gains })) {
    if (own.length !== nodes) refuse(kind, `have ${nodes} ${name}, one for each node`, String(own.length));
  }
  if (baseline.length === 0 || roots.length % baseline.length !== 0) {
    refuse(kind, `have trees for each of ${baseline.length} outputs`, String(roots.length));
  }
  if (!roots.every((root, i) => root >= 0 && root < nodes && root > (roots[i - 1] ?? -1))) {
    refuse(kind, 'have ascending indices of nodes as roots', `${roots.length} others`);
  }
  const offsetsFit =
    categoryOffsets.length === columns + 1 &&
    categoryOffsets[0] === 0 &&
    categoryOffsets[columns] === categories.length &&
    categoryOffsets.every((offset, i) => i === 0 || offset >= categoryOffsets[i - 1]!);
  if (!offsetsFit) refuse(kind, `have ascending offsets of categories for ${columns} columns`, 'others');
  if (sets.length % 8 !== 0) refuse(kind, 'have sets of 8 numbers each', String(sets.length));
  for (let node = 0; node < nodes; node++) {
    const left = lefts[node]!;
    const valid =
      features[node]! < columns &&
      (features[node]! < 0 || (left > node && left + 1 < nodes)) &&
      setIndices[node]! >= -1 &&
      setIndices[node]! * 8 < sets.length;
    if (!valid)
      refuse(kind, `have nodes with one of ${columns} columns and children behind them`, `another node ${node}`);
  }
  return { trees: { ...arrays, columns }, link };
}

function refuse(kind: string, expected: string, received: string): never {
  throw new FormatError({ where: `${kind}.restore`, argument: 'saved', expected, received });
}
