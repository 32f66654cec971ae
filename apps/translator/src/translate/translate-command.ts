import { useWasm } from '@neurite/backend-wasm';
import { list, percent } from '@neurite/command-kit/words';
import { ArgumentError } from '@neurite/core/errors';
import { writeFileAtomic } from '@neurite/formats/write-file-atomic';
import { normalize } from '@neurite/translator-model/normalize';
import { type Translation, translatePhrase } from '@neurite/translator-model/translate-phrase';
import { loadTranslator } from '../run/translator-file.js';

export type TranslateOptions = {
  readonly run: string;
  /** Where the attention is drawn, an SVG file. Default: nowhere. */
  readonly picture?: string;
};

/** Below this the network is in doubt. */
const DOUBT = 0.5;

/** Translates a phrase by the saved model of a run. */
export async function translateCommand(phrase: string, { run, picture }: TranslateOptions): Promise<void> {
  if (normalize(phrase) === '') {
    throw new ArgumentError({
      where: 'npm run translate',
      argument: 'phrase',
      expected: 'have a word',
      received: 'none',
    });
  }
  // So short a text is not worth the start of more threads; the engine has kernels of its own for all that is done.
  await useWasm({ threads: 1, fallback: false });
  const { model, tokenizer, known } = await loadTranslator(run);
  const translation = await translatePhrase({ model, tokenizer, known }, phrase);
  process.stdout.write(`${linesOf(translation).join('\n')}\n`);
  if (picture !== undefined) {
    const { phrase: read, candidates } = translation;
    // Loaded where it is asked for: charts take longer to load than a translation.
    const [{ attentionMap, toSvg }, { attentionOf }] = await Promise.all([
      import('@neurite/charts'),
      import('@neurite/translator-model/attention'),
    ]);
    const attention = await attentionOf(model, tokenizer, { phrase: read, translation: candidates[0]!.text });
    const chart = attentionMap(attention.weights, { queries: attention.written, keys: attention.read, width: 640 });
    await writeFileAtomic(picture, toSvg(chart, { theme: 'light' }));
    process.stdout.write(`What it looked at: ${picture}\n`);
  }
  model.dispose();
}

/** A translation for people: the best one first, then what to think of it. */
function linesOf({ candidates: [best, ...others], unknown }: Translation): readonly string[] {
  const { text, confidence } = best!;
  const alternatives = others.filter((other) => other.text !== text && other.confidence >= 0.01);
  const words = unknown.map((word) => `“${word}”`);
  return [
    text,
    `confidence ${percent(confidence)}${confidence < DOUBT ? ', a guess' : ''}`,
    ...alternatives.map((other) => `or, ${percent(other.confidence)}: ${other.text}`),
    ...(words.length === 0
      ? []
      : [`It does not know ${list(words)}, which it never read: the translation of that is a guess.`]),
  ];
}
