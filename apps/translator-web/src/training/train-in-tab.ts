import type { Callback } from '@neurite/core';
import type { TrainingJob } from '@neurite/training-worker';
import type { EncoderDecoder } from '@neurite/translator-model/encoder-decoder';
import { knownWords } from '@neurite/translator-model/known-words';
import { makePairs } from '@neurite/translator-model/make-pairs';
import type { Pair } from '@neurite/translator-model/pair';
import { takeParts } from '@neurite/translator-model/take-parts';
import { learnTokens } from '@neurite/translator-model/tokens';
import { trainTranslator } from '@neurite/translator-model/train';
import { translateAll } from '@neurite/translator-model/translate-all';
import { loadTexts } from '../languages/load-texts.js';
import { encodeTranslator } from '../model/translator-bytes.js';
import type { Example, TrainingInput, TrainingPicture, TrainingResult } from './training-job.js';

/** The shortest time between two sets of weights for the translating worker, in milliseconds. */
const PAUSE = 1500;

/** Trains a network on the phrases of two languages, and tests it on others. */
export async function trainInTab({ input, callback, show }: TrainingJob<TrainingInput>): Promise<TrainingResult> {
  const { base, languages, plan, seed, weights } = input;
  const [from, to] = await Promise.all([loadTexts(languages.from, base), loadTexts(languages.to, base)]);
  const all = makePairs({ ...languages, texts: { from, to }, seed, amount: plan.amount });
  const parts = takeParts(all, plan.most);
  const tokenizer = learnTokens(parts.train, plan.tokens);
  const known = knownWords(parts.train);
  const picture: TrainingPicture = { phrases: parts.train.length, examples: examplesOf(all.validation) };
  show(() => picture);
  const encode = (model: EncoderDecoder): Promise<Uint8Array<ArrayBuffer>> =>
    encodeTranslator({ model, tokenizer, languages, known });
  const { model } = await trainTranslator(parts, tokenizer, { plan, seed, callbacks: [sharing(send), callback] });
  try {
    await send(model);
    const translations = await translateAll(
      model,
      tokenizer,
      parts.test.map(({ source }) => source),
    );
    const right = parts.test.filter(({ target }, i) => translations[i] === target).length;
    return { exact: right / parts.test.length, tested: parts.test.length, model: await encode(model) };
  } finally {
    model.dispose();
  }

  async function send(model: EncoderDecoder): Promise<void> {
    const bytes = await encode(model);
    weights.postMessage(bytes, [bytes.buffer]);
  }
}

/** Sends the weights while they are learned, so that what is written is translated with them. */
function sharing(send: (model: EncoderDecoder) => Promise<void>): Callback {
  let sent = 0;
  return {
    name: 'sharing',
    stepEnd: (run) => {
      if (performance.now() - sent < PAUSE) return;
      sent = performance.now();
      return send(run.model as unknown as EncoderDecoder); // what is trained here
    },
  };
}

/** The shortest phrase of each category that has several words: they are read at a glance. */
function examplesOf(pairs: readonly Pair[]): readonly Example[] {
  const shortest = new Map<string, Example>();
  for (const { source, target, category } of pairs) {
    if (!source.includes(' ')) continue;
    const before = shortest.get(category);
    if (before === undefined || source.length < before.source.length)
      shortest.set(category, { source, target, category });
  }
  return [...shortest.values()];
}
