import { checkInteger, checkNumber, type RandomStream, resolveOptions } from '@neurite/core';

/**
 * Chooses the next id from the scores of all of them.
 *
 * @param logits one for each id; may be changed
 * @param history the ids so far
 */
export type Sampler = (logits: Float32Array, history: readonly number[], random: RandomStream) => number;

/** The options of `sampling`. */
export type SamplingOptions = {
  /** Divides the logits, above 0: below 1 the likely becomes likelier. Default 1. */
  readonly temperature?: number;
  /** Only so many of the likeliest ids can be drawn: an integer of at least 1; more than there are is all. Default: all. */
  readonly topK?: number;
  /** Only the likeliest ids whose probabilities sum up to this can be drawn, in (0, 1]. Default 1. */
  readonly topP?: number;
  /** The logits of ids that have been used are divided by this, or multiplied where they are below 0; of at least 1. Default 1. */
  readonly repetitionPenalty?: number;
};

/**
 * Always takes the likeliest id; among equals the first.
 *
 * @returns a sampler that draws nothing
 * @example
 * const next = greedy()(new Float32Array([0.1, 2, 2]), [], RandomStream.fromSeed(7)); // 1
 */
export function greedy(): Sampler {
  return (logits) => logits.reduce((best, logit, id) => (logit > logits[best]! ? id : best), 0);
}

/**
 * Draws an id by its probability, of those that are left: first repetitions are made less likely, then the temperature is
 * applied, then all but the `topK` likeliest are left out, then all that are not among the first that sum up to `topP`.
 *
 * @returns a sampler that draws one number for each id
 * @throws ArgumentError when an option is out of its range or unknown
 * @example
 * const sampler = sampling({ temperature: 0.8, topK: 40, topP: 0.95, repetitionPenalty: 1.1 });
 * @see Holtzman et al., "The curious case of neural text degeneration", 2019, for `topP`; Keskar et al., "CTRL", 2019, for the
 * penalty
 */
export function sampling(options: SamplingOptions = {}): Sampler {
  const { temperature, topK, topP, repetitionPenalty } = resolveOptions('sampling', options, {
    temperature: 1,
    topK: undefined,
    topP: 1,
    repetitionPenalty: 1,
  });
  checkNumber('sampling', 'temperature', temperature, { above: 0 });
  if (topK !== undefined) checkInteger('sampling', 'topK', topK, { min: 1 });
  checkNumber('sampling', 'topP', topP, { above: 0, atMost: 1 });
  checkNumber('sampling', 'repetitionPenalty', repetitionPenalty, { atLeast: 1 });
  return (logits, history, random) => {
    for (const id of new Set(history)) {
      const logit = logits[id]!;
      logits[id] = logit > 0 ? logit / repetitionPenalty : logit * repetitionPenalty;
    }
    const order = Array.from(logits.keys())
      .sort((a, b) => logits[b]! - logits[a]!)
      .slice(0, topK ?? logits.length);
    const largest = logits[order[0]!]!;
    const weights = order.map((id) => Math.exp((logits[id]! - largest) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let kept = 0;
    let left = 0;
    while (kept < order.length && (kept === 0 || left < topP * total)) left += weights[kept++]!;
    let draw = random.uniform() * left;
    for (let i = 0; i < kept; i++) {
      draw -= weights[i]!;
      if (draw < 0) return order[i]!;
    }
    return order[kept - 1]!;
  };
}
