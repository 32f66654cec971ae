/** Numbers of a word. */
const DEPTH = 4;

/** What the four numbers of a word mean here. A trained network finds its own, and hundreds of them. */
export const MEANINGS = ['is a thing', 'is an action', 'stands for a thing', 'describes'] as const;

/** A few words with numbers made by hand, so that one can see why they attend as they do. */
const WORDS: Readonly<Record<string, readonly number[]>> = {
  the: [0.1, 0, 0, 0.3],
  a: [0.1, 0, 0, 0.3],
  cat: [1, 0, 0, 0],
  dog: [1, 0, 0, 0.1],
  mouse: [0.9, 0, 0, 0],
  sat: [0, 1, 0, 0],
  slept: [0, 0.9, 0, 0.1],
  ate: [0, 1, 0, 0.1],
  was: [0, 0.5, 0, 0.1],
  because: [0, 0, 0, 0.2],
  it: [0.2, 0, 1, 0],
  she: [0.2, 0, 0.9, 0],
  tired: [0, 0.2, 0, 1],
  hungry: [0, 0.2, 0, 0.9],
};

/** What words look for, made by hand too: an action and a pronoun for things, a description for both. */
const QUERY_WEIGHTS: readonly (readonly number[])[] = [
  [1, 1.5, 0, 1],
  [4, 0, 0, 0.5],
  [6, 0, -1, 1],
  [3, 0, 3, 0],
];

/** Most words of a sentence: as many as a row shows. */
export const MOST_WORDS = 10;

/** One head of attention over a sentence, in plain numbers. */
export type Attention = {
  readonly words: readonly string[];
  readonly queries: readonly (readonly number[])[];
  /** What a word offers to be found by, and what it hands on: its own numbers here. */
  readonly keys: readonly (readonly number[])[];
  /** q · k / (√d · temperature); −∞ where the mask forbids it. `[query][key]` */
  readonly scores: readonly (readonly number[])[];
  /** Their softmax, row by row. */
  readonly weights: readonly (readonly number[])[];
  /** The mean of the keys with these weights. */
  readonly outputs: readonly (readonly number[])[];
};

/** @param options.causal whether a word sees only itself and what stands before it */
export function attend(
  sentence: string,
  { causal, temperature }: { readonly causal: boolean; readonly temperature: number },
): Attention {
  const words = wordsOf(sentence);
  const keys = words.map(numbersOf);
  const queries = keys.map((x) =>
    QUERY_WEIGHTS[0]!.map((_, column) => x.reduce((sum, value, row) => sum + value * QUERY_WEIGHTS[row]![column]!, 0)),
  );
  const scores = queries.map((query, i) =>
    keys.map((key, j) => (causal && j > i ? -Infinity : dot(query, key) / (Math.sqrt(DEPTH) * temperature))),
  );
  const weights = scores.map(softmax);
  const outputs = weights.map((row) =>
    Array.from({ length: DEPTH }, (_, d) => row.reduce((sum, weight, j) => sum + weight * keys[j]![d]!, 0)),
  );
  return { words, queries, keys, scores, weights, outputs };
}

/** The words of a sentence, at least one. */
function wordsOf(sentence: string): readonly string[] {
  const words = sentence.trim().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  return words.length === 0 ? ['…'] : words;
}

/** A word that is not known gets numbers that follow from its letters: always the same ones. */
function numbersOf(word: string): readonly number[] {
  const plain = word.toLowerCase().replace(/[^\p{L}]/gu, '');
  const known = WORDS[plain];
  if (known !== undefined) return known;
  return Array.from({ length: DEPTH }, (_, d) => {
    const sum = [...plain].reduce((hash, letter) => (hash * 31 + letter.codePointAt(0)! * (d + 3)) % 997, d * 101);
    return Number((sum / 997).toFixed(1));
  });
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
