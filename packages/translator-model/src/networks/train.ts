import { build, type Callback, type EpochRecord } from '@neurite/core';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics/accuracy';
import { adamW, chain, clipByGlobalNorm, warmupCosine } from '@neurite/optimizers';
import type { FittedTokenizer } from '@neurite/preprocessing';
import { earlyStopping, fit } from '@neurite/training';
import type { Parts } from '../data/split.js';
import { batchesOf } from './batches.js';
import type { EncoderDecoder } from './encoder-decoder.js';
import type { Plan } from './plan.js';
import { encoderDecoder, INPUT } from './translator.js';

const WARMUP = 200;
const WEIGHT_DECAY = 1e-2;

/** How networks learn, for people. */
export const TRAINING: readonly (readonly [name: string, value: string])[] = [
  ['loss', 'cross entropy of the next token, where the network has read the right ones before it'],
  [
    'optimizer',
    `adamW with weight decay ${WEIGHT_DECAY}, a warm-up of ${WARMUP} steps, then a cosine to 0; gradients clipped at 1`,
  ],
  ['epoch', 'the best by the share of tokens of the validation phrases that it takes for the likeliest'],
];

/** Trains a network; the caller owns it. The same seed gives the same weights. */
export async function trainTranslator(
  parts: Parts,
  tokenizer: FittedTokenizer,
  { plan, seed, callbacks }: { readonly plan: Plan; readonly seed: number; readonly callbacks: readonly Callback[] },
): Promise<{ readonly model: EncoderDecoder; readonly epochs: readonly EpochRecord[] }> {
  const { batch, epochs, peak } = plan;
  const { batches, steps: perEpoch } = batchesOf(parts.train, tokenizer, { batch, drawn: plan.drawn });
  const validation = batchesOf(parts.validation, tokenizer, { batch }).batches;
  const network = encoderDecoder({ ...plan.network, vocabulary: tokenizer.tokens.length });
  const model = build(network, { input: INPUT, seed }) as EncoderDecoder; // what its blueprint makes
  const steps = epochs * perEpoch;
  const schedule = warmupCosine({ peak, steps, warmup: Math.min(WARMUP, steps >> 2) });
  try {
    const history = await fit(model, batches, {
      epochs,
      validation,
      loss: softmaxCrossEntropy,
      metrics: { accuracy },
      optimizer: chain(clipByGlobalNorm(1), adamW({ learningRate: schedule, weightDecay: WEIGHT_DECAY })),
      callbacks: [...callbacks, earlyStopping({ monitor: 'validation.accuracy', mode: 'max', patience: epochs })],
      seed,
    });
    return { model, epochs: history.epochs };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
