import { Button, Panel } from '@neurite/page-kit/controls';
import type { Languages } from '@neurite/translator-model/pair';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { DirectionRow } from '../languages/direction-row.js';
import { samplePhrases } from '../languages/sample-phrases.js';
import type { LanguageOption } from '../languages/use-languages.js';
import { MOST_CHARACTERS } from './use-translation.js';

/** The languages, and the field that one writes a phrase into. */
export function PhrasePanel({
  languages,
  options,
  phrase,
  busy,
  onLanguages,
  onPhrase,
}: {
  readonly languages: Languages;
  readonly options: readonly LanguageOption[];
  readonly phrase: string;
  /** The network is learning these languages. */
  readonly busy: boolean;
  readonly onLanguages: (languages: Languages) => void;
  readonly onPhrase: (phrase: string) => void;
}): JSX.Element {
  const id = useId();
  const samples = useMemo(() => samplePhrases(languages.from), [languages.from]);
  return (
    <Panel title="Write" name="write">
      <DirectionRow languages={languages} options={options} disabled={busy} onChange={onLanguages} />
      <div class="field">
        <label for={id}>
          <span>A phrase: a date, a number with a unit, a list, the name of an emoji</span>
          <span class="numbers">
            {phrase.length}/{MOST_CHARACTERS}
          </span>
        </label>
        <textarea
          id={id}
          rows={3}
          lang={languages.from}
          dir="auto"
          spellcheck={false}
          value={phrase}
          onInput={({ currentTarget }) => onPhrase(currentTarget.value)}
        />
      </div>
      <ul class="samples" aria-label="Phrases to try">
        {samples.map((sample) => (
          <li key={sample}>
            <Button pressed={sample === phrase} onClick={() => onPhrase(sample)}>
              <span lang={languages.from} dir="auto">
                {sample}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
