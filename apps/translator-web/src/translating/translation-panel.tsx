import { list, percent } from '@neurite/command-kit/words';
import { Button, Panel } from '@neurite/page-kit/controls';
import { useRest } from '@neurite/page-kit/use-rest';
import type { Languages } from '@neurite/translator-model/pair';
import { phraseParts } from '@neurite/translator-model/phrase-parts';
import type { JSX } from 'preact';
import { CandidateList } from './candidate-list.js';
import type { Translated } from './use-translation.js';

/** Below this the network is in doubt. */
const DOUBT = 0.5;

/** The translation, how sure the network is of it, others that it thinks possible, and the words that it never read. */
export function TranslationPanel({
  translated,
  languages,
  phrase,
  trained,
  onChoose,
  onTrain,
}: {
  readonly translated: Translated;
  readonly languages: Languages;
  /** As it is written. */
  readonly phrase: string;
  readonly trained: boolean;
  readonly onChoose: (translation: string) => void;
  /** Undefined while it learns. */
  readonly onTrain: (() => void) | undefined;
}): JSX.Element {
  const { translation, chosen, problem } = translated;
  const [best] = translation?.candidates ?? [];
  const spoken = useRest(best === undefined ? '' : `${best.text}, ${percent(best.confidence)}`);
  const unknown = translation?.unknown ?? [];
  return (
    <Panel title="It translates" name="translation">
      {!trained ? (
        <div class="untrained">
          <p>The network has learned nothing of these two languages yet.</p>
          <Button kind="main" disabled={onTrain === undefined} onClick={() => onTrain?.()}>
            Train it now
          </Button>
        </div>
      ) : problem !== '' ? (
        <p class="problem" role="alert">
          {problem}
        </p>
      ) : phrase.trim() === '' ? (
        <p class="hint">Write a phrase, and it is translated while you type.</p>
      ) : best === undefined ? (
        <p class="hint">The first translation is on its way …</p>
      ) : (
        <>
          <p class="best" lang={languages.to} dir="auto" aria-hidden="true">
            {best.text === '' ? '–' : best.text}
          </p>
          {best.confidence < DOUBT && <p class="doubt">The network is not sure of it: this is a guess.</p>}
          <CandidateList translation={translation!} chosen={chosen} language={languages.to} onChoose={onChoose} />
          {unknown.length > 0 && (
            <div class="doubt">
              <p lang={languages.from} dir="auto">
                {phraseParts(translation!.phrase, unknown).map(({ text, unknown }, i) =>
                  unknown ? <mark key={i}>{text}</mark> : text,
                )}
              </p>
              <p>It has never read {list(unknown.map((word) => `“${word}”`))}: what it makes of that is a guess.</p>
            </div>
          )}
        </>
      )}
      <p class="hidden" role="status" lang={languages.to}>
        {spoken}
      </p>
    </Panel>
  );
}
