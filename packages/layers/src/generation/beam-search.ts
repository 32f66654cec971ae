import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { Continuation, checkPrompts, type TokenModel } from '../internal/continuation.js';

/** The options of `beamSearch`. */
export type BeamSearchOptions = {
  /** The number of texts that are written at once: an integer of at least 1. */
  readonly beams: number;
  /** The largest number of ids of a text, its prompt included: an integer of at least 2. */
  readonly length: number;
  /** The id that ends a text: one of those that the model has logits for. Default: none. */
  readonly end?: number | undefined;
  /** Scores are divided by the number of written ids to this power, of at least 0: 0 prefers short texts. Default 1. */
  readonly lengthPenalty?: number;
  /** What the model takes, from the ids [beams, tokens], as for `generate`. Default: the ids. */
  readonly input?: (ids: Tensor2D) => unknown;
};

/** A text that was found. */
export type Beam = {
  /** The prompt and what follows. */
  readonly ids: readonly number[];
  /** Σ ln p of what follows, divided by its length to the power of the penalty. */
  readonly score: number;
};

type Open = { readonly ids: readonly number[]; readonly total: number; readonly row: number };

/**
 * Writes the likeliest texts on: in each step the best continuations of all texts so far are kept. With as many beams as there are
 * texts it finds the best of all; with one it is `greedy()`. It ends once no text that goes on can be among them.
 *
 * @param model takes ids [batch, tokens] (see `input`), and gives logits [batch, tokens, ids]
 * @param prompt ids, at least one
 * @returns at most `beams` texts, the best first
 * @throws ArgumentError when an option or the prompt is wrong, or a layer would need the whole text at once, as for `generate`
 * @throws ShapeError when the model gives something else than logits
 * @throws NumericError when a logit is NaN, as beyond the last position of a `positionalEmbedding`
 * @example
 * const network = sequential(embedding(20, 8), gru(8, { returnSequences: true }), dense(20));
 * using model = build(network, { input: tokens([null]), seed: 7 });
 * const [best] = await beamSearch(model, [1, 2], { beams: 3, length: 8, end: 0 });
 * @see Graves, "Sequence transduction with recurrent neural networks", 2012; Wu et al., "Google's neural machine translation
 * system", 2016, for the length
 */
export async function beamSearch(
  model: TokenModel,
  prompt: readonly number[],
  options: BeamSearchOptions,
): Promise<Beam[]> {
  const { beams, length, end, lengthPenalty, input } = resolveOptions('beamSearch', options, {
    beams: options?.beams,
    length: options?.length,
    end: undefined,
    lengthPenalty: 1,
    input: (ids: Tensor2D) => ids,
  });
  checkInteger('beamSearch', 'beams', beams, { min: 1 });
  checkInteger('beamSearch', 'length', length, { min: 2 });
  if (end !== undefined) checkInteger('beamSearch', 'end', end, { min: 0 });
  checkNumber('beamSearch', 'lengthPenalty', lengthPenalty, { atLeast: 0 });
  checkPrompts('beamSearch', [prompt], length);
  const score = ({ ids, total }: Omit<Open, 'row'>): number => total / (ids.length - prompt.length) ** lengthPenalty;
  const reader = new Continuation('beamSearch', model, { prompts: [prompt], length, input });
  const found: Beam[] = [];
  try {
    let open: readonly Open[] = [{ ids: prompt, total: 0, row: 0 }];
    let next: readonly (readonly number[])[] = [prompt];
    while (open.length > 0) {
      const logits = await reader.read(next);
      if (end !== undefined) checkInteger('beamSearch', 'end', end, { min: 0, max: logits[0]!.length - 1 });
      const candidates = open.flatMap(({ ids, total }, row): Open[] =>
        best(logProbabilities(logits[row]!), beams + 1).map(([id, logarithm]) => ({
          ids: [...ids, id],
          total: total + logarithm,
          row,
        })),
      );
      candidates.sort((a, b) => b.total - a.total);
      const going: Open[] = [];
      for (const candidate of candidates) {
        if (going.length === beams) break;
        const isOver = candidate.ids.at(-1) === end || candidate.ids.length === length;
        if (isOver) found.push({ ids: candidate.ids, score: score(candidate) });
        else going.push(candidate);
      }
      found.sort((a, b) => b.score - a.score);
      found.length = Math.min(found.length, beams);
      if (going.length === 0) break;
      // What goes on gets no likelier, and divided by the most it can be divided by its score is the largest.
      const reachable = going[0]!.total / (length - prompt.length) ** lengthPenalty;
      if (found.length === beams && reachable <= found[beams - 1]!.score) break;
      open = going;
      reader.choose(going.map(({ row }) => row));
      next = going.map(({ ids }) => [ids.at(-1)!]);
    }
  } finally {
    reader.dispose();
  }
  return found;
}

function logProbabilities(logits: Float32Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) largest = Math.max(largest, logit);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - largest);
  const logarithm = Math.log(total);
  const found = new Float64Array(logits.length);
  for (let id = 0; id < found.length; id++) found[id] = logits[id]! - largest - logarithm;
  return found;
}

/** The largest, with their indices; of equal ones the first. */
function best(values: Float64Array, count: number): (readonly [index: number, value: number])[] {
  const found: (readonly [index: number, value: number])[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (found.length === count && !(value > found[count - 1]![1])) continue;
    let at = found.length;
    while (at > 0 && value > found[at - 1]![1]) at--;
    found.splice(at, 0, [index, value]);
    if (found.length > count) found.pop();
  }
  return found;
}
