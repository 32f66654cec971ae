import type { Steps } from '../steps.js';
import { Heap } from './max-heap.js';

/** A pair of tokens, by their numbers. */
export type Pair = readonly [left: number, right: number];

/** Tokens, and which pairs become one, the first ones first. */
export type Merges = { readonly tokens: readonly string[]; readonly merges: readonly Pair[] };

/** Words of a step. */
const WORDS = 1024;

/** Numbers of tokens stay below this. */
const STRIDE = 2 ** 24;

export function keyOf(left: number, right: number): number {
  return left * STRIDE + right;
}

/** A pair that may be merged: how often it was there when it came here, and the words in which it was found. */
type Candidate = { count: number; readonly key: number; readonly words: ReadonlySet<number> };

/**
 * Merges the most frequent pair of neighbours, over and over; of equally frequent ones the pair of the smallest numbers.
 *
 * A token that comes of two different pairs keeps its number. Its new pairs are then merged apart from those it had before,
 * as Hugging Face's trainer does.
 *
 * @param counts how often each word is there
 * @param options.tokens those that are there before: each letter of a word is one
 */
export function* learnMerges(
  counts: ReadonlyMap<string, number>,
  {
    tokens: given,
    size,
    minCount,
  }: { readonly tokens: readonly string[]; readonly size: number; readonly minCount: number },
): Steps<Merges> {
  const tokens = [...given];
  const numbers = new Map(tokens.map((token, number) => [token, number]));
  const words = Array.from(counts.keys(), (word) => Array.from(word, (letter) => numbers.get(letter)!));
  const weights = [...counts.values()];
  const pairCounts = new Map<number, number>();
  let found = new Map<number, Set<number>>();
  const count = (key: number, word: number, change: number): void => {
    pairCounts.set(key, (pairCounts.get(key) ?? 0) + change * weights[word]!);
    if (change < 0) return;
    const where = found.get(key);
    if (where === undefined) found.set(key, new Set([word]));
    else where.add(word);
  };
  for (const [w, word] of words.entries()) {
    if (w % WORDS === 0) yield;
    for (let i = 1; i < word.length; i++) count(keyOf(word[i - 1]!, word[i]!), w, 1);
  }
  const queue = new Heap<Candidate>((a, b) => a.count > b.count || (a.count === b.count && a.key < b.key));
  const enqueue = (): void => {
    for (const [key, where] of found) {
      const own = pairCounts.get(key)!;
      if (own > 0) queue.push({ key, count: own, words: where });
    }
    found = new Map();
  };
  enqueue();
  const merges: Pair[] = [];
  while (tokens.length < size) {
    yield;
    const best = queue.pop();
    if (best === undefined) break;
    const now = pairCounts.get(best.key)!;
    if (best.count !== now) {
      best.count = now;
      queue.push(best);
      continue;
    }
    if (best.count <= 0 || best.count < minCount) break;
    const [left, right] = [Math.floor(best.key / STRIDE), best.key % STRIDE];
    const token = tokens[left]! + tokens[right]!;
    let number = numbers.get(token);
    if (number === undefined) {
      number = tokens.push(token) - 1;
      numbers.set(token, number);
    }
    merges.push([left, right]);
    let done = 0;
    for (const w of best.words) {
      if (++done % WORDS === 0) yield;
      mergeIn(words[w]!, [left, right], { number, changed: (key, change) => count(key, w, change) });
    }
    enqueue();
  }
  return { tokens, merges };
}

/** Merges a pair in a word, and tells which pairs went and came. */
function mergeIn(
  word: number[],
  [left, right]: Pair,
  { number, changed }: { readonly number: number; readonly changed: (key: number, change: 1 | -1) => void },
): void {
  for (let i = 0; i + 1 < word.length; i++) {
    if (word[i] !== left || word[i + 1] !== right) continue;
    if (i > 0) {
      changed(keyOf(word[i - 1]!, left), -1);
      changed(keyOf(word[i - 1]!, number), 1);
    }
    word.splice(i, 2, number);
    if (i + 1 < word.length) {
      changed(keyOf(right, word[i + 1]!), -1);
      changed(keyOf(number, word[i + 1]!), 1);
    }
  }
}
