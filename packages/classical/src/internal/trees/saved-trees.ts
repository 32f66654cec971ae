import type { SavedEstimator } from '@neurite/core';
import { checkInteger } from '@neurite/core/checks';
import { FormatError } from '@neurite/core/errors';
import { readSaved } from '../saved.js';
import type { TreeSet } from './tree-set.js';

/** 2 says where rows without a value go. */
const VERSION = 2;
const NAMES = ['roots', 'features', 'thresholds', 'lefts', 'rights', 'values', 'weights', 'impurities'] as const;

export function saveTrees(kind: string, set: TreeSet): SavedEstimator {
  const { columns, outputs, roots, features, thresholds, missingLefts, lefts, rights, values, weights, impurities } =
    set;
  return {
    json: { kind, version: VERSION, columns, outputs },
    arrays: { roots, features, thresholds, missingLefts, lefts, rights, values, weights, impurities },
  };
}

/** @throws FormatError when it was saved by another estimator, or a path through a tree would lead astray */
export function restoreTrees(kind: string, saved: SavedEstimator): TreeSet {
  readSaved(saved, { kind, version: VERSION, names: NAMES });
  const { columns, outputs } = saved.json;
  for (const [name, value] of Object.entries({ columns, outputs })) {
    if (Number.isSafeInteger(value) && Number(value) >= 1) continue;
    refuse(kind, `have an integer of at least 1 as ${name}`, String(value));
  }
  checkInteger(kind, 'columns', columns);
  checkInteger(kind, 'outputs', outputs);
  const arrays = saved.arrays as Pick<TreeSet, (typeof NAMES)[number]>; // checked: none is missing
  const { roots, features, thresholds, lefts, rights, values, weights, impurities } = arrays;
  // Version 1 knew no rows without values.
  const missingLefts = Uint8Array.from(saved.arrays.missingLefts ?? new Uint8Array(features.length));
  const nodes = features.length;
  for (const [name, own] of Object.entries({ thresholds, missingLefts, lefts, rights, weights, impurities })) {
    if (own.length !== nodes) refuse(kind, `have ${nodes} ${name}, one for each node`, String(own.length));
  }
  if (values.length !== nodes * outputs) {
    refuse(kind, `have ${nodes * outputs} values, ${outputs} for each node`, String(values.length));
  }
  const rooted = roots.length > 0 && roots.every((root, i) => root >= 0 && root < nodes && root > (roots[i - 1] ?? -1));
  if (!rooted) refuse(kind, 'have ascending indices of nodes as roots', `${roots.length} others`);
  for (let node = 0; node < nodes; node++) {
    const inOrder = [lefts[node]!, rights[node]!].every((child) => child > node && child < nodes);
    if (features[node]! < columns && (features[node]! < 0 || inOrder)) continue;
    refuse(kind, `have nodes with one of ${columns} columns and children behind them`, `another node ${node}`);
  }
  return { columns, outputs, roots, features, thresholds, missingLefts, lefts, rights, values, weights, impurities };
}

function refuse(kind: string, expected: string, received: string): never {
  throw new FormatError({ where: `${kind}.restore`, argument: 'saved', expected, received });
}
