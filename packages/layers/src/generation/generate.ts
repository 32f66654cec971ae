import { checkFunction, checkInteger, RandomStream, resolveOptions } from '@neurite/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { Continuation, checkPrompts, type TokenModel } from '../internal/continuation.js';
import { greedy, type Sampler } from './sampler.js';

/** The options of `generate`. */
export type GenerateOptions = {
  /** The largest number of ids of a text, its prompt included: an integer of at least 2. */
  readonly length: number;
  /** How the next id is chosen. Default `greedy()`. */
  readonly sampler?: Sampler;
  /** The id that ends a text: one of those that the model has logits for. Default: none. */
  readonly end?: number | undefined;
  /** Where the draws come from: an integer of at least 0. Each text has its own. Default 0. */
  readonly seed?: number;
  /**
   * What the model takes, from the ids [batch, tokens], e.g. `(x) => ({ x, context })`: new tensors, or ones that stay. Called
   * for each step, and before the first for one id and for two, which tells what grows with the text. Default: the ids.
   */
  readonly input?: (ids: Tensor2D) => unknown;
  /** Called after each step with the texts so far; `false` ends it. */
  readonly onStep?: ((texts: readonly (readonly number[])[]) => boolean | undefined) | undefined;
};

/**
 * Writes texts on, token by token: a causal model with `run` and its state, so that each token costs one step. Each layer must
 * be `continuable`; those that read the same in each step, as an encoder in a branch of `inputs`, may be any.
 *
 * In training such a model reads the texts that it should write, each token from those before it (teacher forcing); see
 * `shiftRight`. Here it reads what it wrote.
 *
 * @param model takes ids [batch, tokens] (see `input`), and gives logits [batch, tokens, ids]
 * @param prompts a list of ids for each text, all of the same number, at least one
 * @returns the texts with their prompts; each ends with `end`, or at the length
 * @throws ArgumentError when an option or a prompt is wrong, or a layer would need the whole text at once: attention that is
 *   not causal, a layer in both directions, a norm over time
 * @throws ShapeError when the model gives something else than logits
 * @throws NumericError when a logit is NaN, as beyond the last position of a `positionalEmbedding`
 * @example
 * const network = sequential(embedding(20, 8), multiHeadAttention({ heads: 2, causal: true }), dense(20));
 * using model = build(network, { input: tokens([null]), seed: 7 });
 * const [text] = await generate(model, [[1, 2, 3]], { length: 10, sampler: sampling({ topK: 5 }), seed: 7 });
 */
export async function generate(
  model: TokenModel,
  prompts: readonly (readonly number[])[],
  options: GenerateOptions,
): Promise<number[][]> {
  const { length, sampler, end, seed, input, onStep } = resolveOptions('generate', options, {
    length: options?.length,
    sampler: greedy(),
    end: undefined,
    seed: 0,
    input: (ids: Tensor2D) => ids,
    onStep: undefined,
  });
  checkInteger('generate', 'length', length, { min: 2 });
  if (end !== undefined) checkInteger('generate', 'end', end, { min: 0 });
  if (onStep !== undefined) checkFunction('generate', 'onStep', onStep);
  checkPrompts('generate', prompts, length);
  const random = RandomStream.fromSeed(seed);
  const streams = prompts.map((_, i) => random.child(String(i)));
  const texts = prompts.map((ids) => [...ids]);
  const ended = texts.map(() => false);
  const reader = new Continuation('generate', model, { prompts, length, input });
  try {
    let next: readonly (readonly number[])[] = texts;
    for (let size = texts[0]!.length; size < length && !ended.every(Boolean); size++) {
      const logits = await reader.read(next);
      const max = logits[0]!.length - 1;
      if (end !== undefined) checkInteger('generate', 'end', end, { min: 0, max });
      // One that has ended goes on reading its last id, and is not written to.
      next = texts.map((text, i) => {
        if (ended[i]) return [text.at(-1)!];
        const id = sampler(logits[i]!, text, streams[i]!);
        checkInteger('generate', 'sampler(…)', id, { min: 0, max });
        text.push(id);
        ended[i] = id === end;
        return [id];
      });
      if (onStep?.(texts) === false) break;
    }
  } finally {
    reader.dispose();
  }
  return texts;
}
