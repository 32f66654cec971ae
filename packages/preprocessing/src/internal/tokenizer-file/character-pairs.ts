import { Heap } from '../byte-pairs/max-heap.js';
import { bytesOf } from './byte-tokens.js';
import { broken, flag, list, type Part, record, string, tokenNumber, unsupported } from './parts.js';
import type { PieceModel } from './piece-model.js';

/** Two neighbours that may be merged: where the first one is, and what they were when they came here. */
type Candidate = { readonly rank: number; readonly at: number; readonly left: number; readonly right: number };
type Merge = { readonly rank: number; readonly token: number };

/** Neighbours as one number: a vocabulary has fewer tokens than this. */
const STRIDE = 2 ** 24;

/**
 * Byte pairs of characters, as Llama 2, Mistral and Gemma have them: neighbours are merged in the order of the file, and a
 * character that is no token becomes its bytes where the vocabulary has them, else the unknown token, else nothing.
 *
 * @throws FormatError when a part is not supported, or damaged
 * @see Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units", 2016
 */
export function characterPairs(model: Part): PieceModel {
  for (const field of ['continuing_subword_prefix', 'end_of_word_suffix', 'dropout']) {
    if (model[field]) throw unsupported(`model.${field}`, model[field], ['none']);
  }
  const vocabulary = new Map(
    Object.entries(record('model.vocab', model.vocab)).map(([token, number]) => [
      token,
      tokenNumber('model.vocab', number),
    ]),
  );
  const merges = mergesOf(model.merges, vocabulary);
  const isByBytes = flag('model.byte_fallback', model.byte_fallback, false);
  const isFused = flag('model.fuse_unk', model.fuse_unk, false);
  const isWhole = flag('model.ignore_merges', model.ignore_merges, false);
  const unknown = unknownOf(model.unk_token, vocabulary);

  const startsOf = (piece: string): number[] => {
    const numbers: number[] = [];
    // As in Hugging Face's, an unknown character waits for the next known one: bytes between them come first.
    let waits = false;
    for (const character of piece) {
      const own = vocabulary.get(character);
      if (own !== undefined) {
        if (waits) numbers.push(unknown!); // only one that is there waits
        waits = false;
        numbers.push(own);
        continue;
      }
      const bytes = isByBytes ? bytesOf(character, vocabulary) : undefined;
      if (bytes !== undefined) numbers.push(...bytes);
      else if (unknown !== undefined) {
        if (waits && !isFused) numbers.push(unknown);
        waits = true;
      }
    }
    if (waits) numbers.push(unknown!);
    return numbers;
  };
  const encode = (piece: string): readonly number[] => {
    const whole = isWhole ? vocabulary.get(piece) : undefined;
    return whole === undefined ? merged(startsOf(piece), merges) : [whole];
  };
  return { vocabulary, encode };
}

/** Merges the pair of the lowest rank, the first of equal ones, over and over. A piece may be a whole text. */
function merged(numbers: number[], merges: ReadonlyMap<number, Merge>): readonly number[] {
  const count = numbers.length;
  const next = Int32Array.from(numbers, (_, i) => i + 1);
  const before = Int32Array.from(numbers, (_, i) => i - 1);
  const heap = new Heap<Candidate>((a, b) => a.rank < b.rank || (a.rank === b.rank && a.at < b.at));
  const offer = (at: number): void => {
    if (at < 0 || next[at]! >= count) return;
    const [left, right] = [numbers[at]!, numbers[next[at]!]!];
    const merge = merges.get(left * STRIDE + right);
    if (merge !== undefined) heap.push({ rank: merge.rank, at, left, right });
  };
  for (let at = 0; at < count; at++) offer(at);
  for (let best = heap.pop(); best !== undefined; best = heap.pop()) {
    const { at, left, right } = best;
    const second = next[at]!;
    // One of them may have become another since, or nothing.
    if (second >= count || numbers[at] !== left || numbers[second] !== right) continue;
    numbers[at] = merges.get(left * STRIDE + right)!.token; // it was there when it was offered
    numbers[second] = GONE;
    next[at] = next[second]!;
    if (next[at]! < count) before[next[at]!] = at;
    offer(at);
    offer(before[at]!);
  }
  return numbers.filter((number) => number !== GONE);
}

const GONE = -1;

function mergesOf(value: unknown, vocabulary: ReadonlyMap<string, number>): ReadonlyMap<number, Merge> {
  const merges = new Map<number, Merge>();
  for (const [rank, merge] of list('model.merges', value).entries()) {
    const [left, right, ...more] = typeof merge === 'string' ? merge.split(' ') : list('model.merges', merge);
    const pair = [vocabulary.get(left as string), vocabulary.get(right as string)] as const;
    const token = vocabulary.get(`${left}${right}`);
    if (more.length > 0 || pair[0] === undefined || pair[1] === undefined || token === undefined) {
      throw broken('model.merges', 'be pairs of tokens of the vocabulary', merge);
    }
    merges.set(pair[0] * STRIDE + pair[1], { rank, token });
  }
  return merges;
}

function unknownOf(value: unknown, vocabulary: ReadonlyMap<string, number>): number | undefined {
  if (value === null || value === undefined) return undefined;
  const number = vocabulary.get(string('model.unk_token', value));
  if (number === undefined) throw broken('model.unk_token', 'be a token of the vocabulary', value);
  return number;
}
