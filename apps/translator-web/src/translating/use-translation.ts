import { latest } from '@neurite/page-kit/latest';
import type { Translation } from '@neurite/translator-model/translate-phrase';
import type { WordAttention } from '@neurite/translator-model/word-attention';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TranslatorClient } from './translator-client.js';

/** What came of a phrase. */
export type Translated = {
  /** Undefined while nothing is written, and until the first phrase is translated. */
  readonly translation: Translation | undefined;
  /** The translation that `attention` is of: the best one, or the one that was chosen. */
  readonly chosen: string;
  readonly attention: WordAttention | undefined;
  /** Why there is no translation, in a sentence. */
  readonly problem: string;
};

/** The most characters of a phrase: several times what a network learns from. */
export const MOST_CHARACTERS = 200;

/** Milliseconds without a key until what is written is translated. */
const PAUSE = 120;

const NOTHING: Translated = { translation: undefined, chosen: '', attention: undefined, problem: '' };

/**
 * Translates what is written, one phrase at a time; of those that are written meanwhile only the newest.
 *
 * @param phrase as it is written
 * @param version another number whenever the network is another
 */
export function useTranslation(
  client: TranslatorClient,
  phrase: string,
  version: number,
): Translated & { choose(translation: string): void } {
  const [state, setState] = useState(NOTHING);
  const { translate, look } = useMemo(() => {
    const fail = (problem: unknown): void => setState((before) => ({ ...before, problem: String(problem) }));
    const look = latest(async (texts: { readonly phrase: string; readonly translation: string }) => {
      await client
        .ask('look', texts)
        .then(
          (attention) =>
            setState((before) => (before.chosen === texts.translation ? { ...before, attention } : before)),
          fail,
        );
    });
    const translate = latest(async (text: string) => {
      if (text.trim() === '') return setState(NOTHING);
      await client.ask('translate', text).then((translation) => {
        // What another network wrote, and looked at, goes with it.
        if (translation === undefined) return setState(NOTHING);
        const best = translation.candidates[0]?.text ?? '';
        setState((before) => ({ ...before, translation, chosen: best, problem: '' }));
        look({ phrase: translation.phrase, translation: best });
      }, fail);
    });
    return { translate, look };
  }, []);
  const isLong = phrase.length > MOST_CHARACTERS;
  useEffect(() => {
    if (isLong) return;
    const timer = setTimeout(() => translate(phrase), PAUSE);
    return () => clearTimeout(timer);
  }, [phrase, version, isLong]);
  const choose = (translation: string): void => {
    setState((before) => ({ ...before, chosen: translation }));
    look({ phrase: state.translation?.phrase ?? phrase, translation });
  };
  if (!isLong) return { ...state, choose };
  const problem = `The phrase has ${phrase.length.toLocaleString('en')} characters; at most ${MOST_CHARACTERS} are translated, as the network has learned from short phrases.`;
  return { ...NOTHING, problem, choose };
}
