import type { Table } from '@neurite/core';
import { checkChoice, checkInteger, checkNumber, describeValue, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import type { BoostingOptions, EarlyStoppingRule } from '../../boosting/boosting-options.js';

type All<Options> = { readonly [K in keyof Options]-?: Exclude<Options[K], undefined> };
type Stopping = BoostingOptions['earlyStopping'];
type Given = Omit<All<BoostingOptions>, 'earlyStopping'> & { readonly earlyStopping: Stopping };
export type ResolvedBoosting = Omit<Given, 'earlyStopping'> & {
  readonly earlyStopping: ResolvedStopping | undefined;
  /** Whether TypeScript does what kernels could. */
  readonly plain?: boolean;
};
export type ResolvedStopping = All<EarlyStoppingRule>;

export const boostingDefaults: Given = {
  iterations: 100,
  learningRate: 0.1,
  maxLeafNodes: 31,
  maxDepth: Infinity,
  minSamplesLeaf: 20,
  l2: 0,
  maxFeatures: 1,
  bins: 255,
  categorical: [],
  monotone: {},
  earlyStopping: undefined,
};

export function resolveBoosting(where: string, options: Given): ResolvedBoosting {
  checkInteger(where, 'iterations', options.iterations, { min: 1 });
  checkNumber(where, 'learningRate', options.learningRate, { above: 0 });
  checkInteger(where, 'maxLeafNodes', options.maxLeafNodes, { min: 2 });
  if (options.maxDepth !== Infinity) checkInteger(where, 'maxDepth', options.maxDepth, { min: 1 });
  checkInteger(where, 'minSamplesLeaf', options.minSamplesLeaf, { min: 1 });
  checkNumber(where, 'l2', options.l2, { atLeast: 0 });
  checkNumber(where, 'maxFeatures', options.maxFeatures, { above: 0, atMost: 1 });
  checkInteger(where, 'bins', options.bins, { min: 2, max: 255 });
  if (!Array.isArray(options.categorical)) {
    const expected = 'be an array of names or indices of columns';
    throw new ArgumentError({ where, argument: 'categorical', expected, received: describeValue(options.categorical) });
  }
  if (typeof options.monotone !== 'object' || options.monotone === null) {
    const expected = 'be an object with names or indices of columns';
    throw new ArgumentError({ where, argument: 'monotone', expected, received: describeValue(options.monotone) });
  }
  for (const [column, direction] of Object.entries(options.monotone)) {
    if (direction === 'rising' || direction === 'falling') continue;
    const expected = "be 'rising' or 'falling' for each column";
    throw new ArgumentError({ where, argument: 'monotone', expected, received: `'${direction}' for ${column}` });
  }
  return { ...options, earlyStopping: resolveStopping(where, options.earlyStopping) };
}

function resolveStopping(where: string, rule: Stopping): ResolvedStopping | undefined {
  if (rule === undefined || rule === false) return undefined;
  const inner = `${where}: earlyStopping`;
  const resolved = resolveOptions(inner, rule, { validation: 0.1, rows: 'drawn', patience: 10, tolerance: 1e-7 });
  checkNumber(inner, 'validation', resolved.validation, { above: 0, below: 1 });
  checkChoice(inner, 'rows', resolved.rows, ['drawn', 'last']);
  checkInteger(inner, 'patience', resolved.patience, { min: 1 });
  checkNumber(inner, 'tolerance', resolved.tolerance, { atLeast: 0 });
  return resolved;
}

/** Which columns are categorical, and in which a prediction only rises or falls. */
export function columnRules(
  where: string,
  x: Table,
  { categorical, monotone }: Pick<ResolvedBoosting, 'categorical' | 'monotone'>,
): { readonly categorical: Uint8Array; readonly monotone: Int8Array } {
  const isCategorical = new Uint8Array(x.columns);
  const directions = new Int8Array(x.columns);
  for (const column of categorical) isCategorical[indexOf(where, 'categorical', { x, column })] = 1;
  for (const [column, direction] of Object.entries(monotone)) {
    const index = indexOf(where, 'monotone', { x, column });
    if (isCategorical[index]) {
      const expected = 'have no categorical column';
      throw new ArgumentError({ where, argument: 'monotone', expected, received: column });
    }
    directions[index] = direction === 'rising' ? 1 : -1;
  }
  return { categorical: isCategorical, monotone: directions };
}

function indexOf(
  where: string,
  argument: string,
  { x, column }: { readonly x: Table; readonly column: string | number },
): number {
  const named = x.names?.indexOf(String(column)) ?? -1;
  const index = typeof column === 'string' && named >= 0 ? named : Number(column);
  if (Number.isInteger(index) && index >= 0 && index < x.columns) return index;
  const expected = `have names of columns, or indices below ${x.columns}`;
  throw new ArgumentError({ where, argument, expected, received: String(column) });
}
