import { checkInteger, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { RandomStream } from '@neurite/core/random-stream';
import { countClasses, type Targets } from '../internal/check-targets.js';

/** The indices of the rows that are learned from, and of those that are predicted. */
export type Fold = { readonly training: Uint32Array; readonly validation: Uint32Array };

export type FoldOptions = {
  /** How many folds there are. At least 2. Default 5. */
  readonly folds?: number;
  /** Rows are put into random order first, that of this seed; an integer of at least 0. Default: they keep their order. */
  readonly seed?: number;
};

export type TimeFoldOptions = {
  /** How many folds there are. At least 1. Default 5. */
  readonly folds?: number;
  /** How many rows are predicted in each. At least 1. Default: rows / (folds + 1), rounded down. */
  readonly size?: number;
  /** How many rows between learning and predicting are left out. At least 0. Default 0. */
  readonly gap?: number;
  /** How many rows before that are learned from at most. At least 1. Default: all. */
  readonly maxTraining?: number;
};

/**
 * Divides rows into folds of the same size, up to one: each row is predicted once.
 *
 * @param rows how many there are
 * @throws ArgumentError when there are fewer rows than folds
 * @example
 * console.log(kFolds(6, { folds: 3 })[0]); // training 2, 3, 4, 5; validation 0, 1
 */
export function kFolds(rows: number, options: FoldOptions = {}): Fold[] {
  const { folds, seed } = resolveFolds('kFolds', options);
  checkInteger('kFolds', 'rows', rows, { min: folds });
  const order = orderOf(rows, seed);
  const fold = new Uint32Array(rows);
  for (let place = 0; place < rows; place++) fold[order[place]!] = foldOf(place, rows, folds);
  return foldsFrom(fold, folds);
}

/**
 * Divides rows into folds with the same share of each class, up to one row: each row is predicted once.
 *
 * @param y the index of a class for each row
 * @throws ArgumentError when there are fewer rows than folds, or a target is not the index of a class
 * @example
 * console.log(stratifiedFolds(Int32Array.of(0, 0, 1, 1), { folds: 2 })[0]); // training 1, 3; validation 0, 2
 */
export function stratifiedFolds(y: Targets, options: FoldOptions = {}): Fold[] {
  const { folds, seed } = resolveFolds('stratifiedFolds', options);
  checkInteger('stratifiedFolds', 'y.length', y?.length, { min: folds });
  const classes = countClasses('stratifiedFolds', y, y.length);
  // Classes one after another, dealt to one fold after another: so the folds have the same size too.
  const counts = new Uint32Array(classes);
  for (let row = 0; row < y.length; row++) counts[y[row]!]!++;
  const shares = Array.from({ length: classes }, () => new Uint32Array(folds));
  let place = 0;
  for (let label = 0; label < classes; label++) {
    for (let i = 0; i < counts[label]!; i++) shares[label]![place++ % folds]!++;
  }
  const fold = new Uint32Array(y.length);
  const current = new Uint32Array(classes);
  for (const row of orderOf(y.length, seed)) {
    const own = shares[y[row]!]!;
    while (own[current[y[row]!]!] === 0) current[y[row]!]!++;
    fold[row] = current[y[row]!]!;
    own[fold[row]!]!--;
  }
  return foldsFrom(fold, folds);
}

/**
 * Divides rows into folds that share no group, of about the same size: each row is predicted once, by what was learned
 * from other groups.
 *
 * @param groups what belongs together, such as a person, for each row
 * @throws ArgumentError when there are fewer groups than folds
 * @example
 * console.log(groupedFolds(['a', 'b', 'a', 'c'], { folds: 2 })[0]); // training 1, 3; validation 0, 2
 */
export function groupedFolds(groups: ArrayLike<string | number>, options: FoldOptions = {}): Fold[] {
  const { folds, seed } = resolveFolds('groupedFolds', options);
  checkInteger('groupedFolds', 'groups.length', groups?.length, { min: folds });
  const sizes = new Map<string | number, number>();
  for (let row = 0; row < groups.length; row++) sizes.set(groups[row]!, (sizes.get(groups[row]!) ?? 0) + 1);
  if (sizes.size < folds) {
    const expected = `have at least ${folds} different groups`;
    throw new ArgumentError({ where: 'groupedFolds', argument: 'groups', expected, received: String(sizes.size) });
  }
  const names = [...sizes.keys()];
  // The largest first, each to the smallest fold so far.
  const order = [...orderOf(names.length, seed)].sort((a, b) => sizes.get(names[b]!)! - sizes.get(names[a]!)!);
  const filled = new Uint32Array(folds);
  const places = new Map<string | number, number>();
  for (const index of order) {
    const smallest = filled.indexOf(filled.reduce((least, size) => Math.min(least, size), Infinity));
    places.set(names[index]!, smallest);
    filled[smallest]! += sizes.get(names[index]!)!;
  }
  return foldsFrom(
    Uint32Array.from({ length: groups.length }, (_, row) => places.get(groups[row]!)!),
    folds,
  );
}

/**
 * Folds of rows that are ordered in time: each predicts the rows that follow those that it learns from.
 *
 * @param rows how many there are
 * @throws ArgumentError when there are too few rows for the folds
 * @example
 * console.log(timeFolds(6, { folds: 2 })); // training 0, 1; validation 2, 3 — training 0 to 3; validation 4, 5
 */
export function timeFolds(rows: number, options: TimeFoldOptions = {}): Fold[] {
  const where = 'timeFolds';
  const resolved = resolveOptions(where, options, { folds: 5, size: undefined, gap: 0, maxTraining: Infinity });
  const { folds, gap, maxTraining } = resolved;
  checkInteger(where, 'folds', folds, { min: 1 });
  checkInteger(where, 'gap', gap, { min: 0 });
  if (maxTraining !== Infinity) checkInteger(where, 'maxTraining', maxTraining, { min: 1 });
  const size = resolved.size ?? Math.max(1, Math.floor(rows / (folds + 1)));
  checkInteger(where, 'size', size, { min: 1 });
  checkInteger(where, 'rows', rows, { min: folds * size + gap + 1 });
  return Array.from({ length: folds }, (_, i) => {
    const start = rows - (folds - i) * size;
    const end = start - gap;
    return { training: range(Math.max(0, end - maxTraining), end), validation: range(start, start + size) };
  });
}

function resolveFolds(where: string, options: FoldOptions): { folds: number; seed: number | undefined } {
  const { folds, seed } = resolveOptions(where, options, { folds: 5, seed: undefined });
  checkInteger(where, 'folds', folds, { min: 2 });
  return { folds, seed };
}

function orderOf(count: number, seed: number | undefined): Uint32Array {
  return seed === undefined ? range(0, count) : RandomStream.fromSeed(seed).child('folds').permutation(count);
}

/** The first rows % folds of them have one more. */
function foldOf(place: number, rows: number, folds: number): number {
  const size = Math.floor(rows / folds);
  const larger = rows % folds;
  return place < larger * (size + 1) ? Math.floor(place / (size + 1)) : Math.floor((place - larger) / size);
}

function foldsFrom(fold: Uint32Array, folds: number): Fold[] {
  const sizes = new Uint32Array(folds);
  for (let row = 0; row < fold.length; row++) sizes[fold[row]!]!++;
  return Array.from(sizes, (size, own) => {
    const validation = new Uint32Array(size);
    const training = new Uint32Array(fold.length - size);
    let held = 0;
    for (let row = 0; row < fold.length; row++) {
      if (fold[row] === own) validation[held++] = row;
      else training[row - held] = row;
    }
    return { training, validation };
  });
}

function range(start: number, end: number): Uint32Array {
  const indices = new Uint32Array(Math.max(0, end - start));
  for (let i = 0; i < indices.length; i++) indices[i] = start + i;
  return indices;
}
