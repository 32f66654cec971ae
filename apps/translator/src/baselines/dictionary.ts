import type { Pair } from '@neurite/translator-model/pair';

/** Words, numbers, and signs, each by itself. */
const PARTS = /[\p{L}\p{M}’'-]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu;

/**
 * Each word becomes that word of the translations which goes together with it best, by the Dice coefficient over the phrases of
 * the training; a word that never stood there stays as it is.
 */
export function learnDictionary(train: readonly Pair[]): (phrase: string) => string {
  const [own, others] = [new Map<string, number>(), new Map<string, number>()];
  const together = new Map<string, Map<string, number>>();
  for (const { source, target } of train) {
    const words = new Set(partsOf(target));
    for (const word of words) add(others, word);
    for (const word of new Set(partsOf(source))) {
      add(own, word);
      const counts = together.get(word) ?? new Map<string, number>();
      together.set(word, counts);
      for (const other of words) add(counts, other);
    }
  }
  const best = new Map<string, string>();
  for (const [word, counts] of together) {
    let most = 0;
    for (const [other, count] of counts) {
      const likeness = (2 * count) / (own.get(word)! + others.get(other)!);
      if (likeness <= most) continue;
      most = likeness;
      best.set(word, other);
    }
  }
  return (phrase) =>
    partsOf(phrase)
      .map((word) => best.get(word) ?? word)
      .join(' ');
}

function partsOf(text: string): string[] {
  return text.match(PARTS) ?? [];
}

function add(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
