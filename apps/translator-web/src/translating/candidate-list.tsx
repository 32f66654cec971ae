import { percent } from '@neurite/command-kit/words';
import type { Translation } from '@neurite/translator-model/translate-phrase';
import type { JSX } from 'preact';

/** Below this, a share would be written as 0. */
const LEAST = 0.001;

/** The translations that beam search found, each with the probability that the network gives it; one is looked at more closely. */
export function CandidateList({
  translation: { candidates },
  chosen,
  language,
  onChoose,
}: {
  readonly translation: Translation;
  readonly chosen: string;
  readonly language: string;
  readonly onChoose: (translation: string) => void;
}): JSX.Element {
  // Tokens of two texts may differ where the texts do not.
  const different = candidates.filter(({ text }, i) => candidates.findIndex((other) => other.text === text) === i);
  return (
    <ol class="candidates" aria-label="Translations, the likeliest first">
      {different.map(({ text, confidence }) => (
        <li key={text}>
          <button type="button" class="candidate" aria-pressed={text === chosen} onClick={() => onChoose(text)}>
            <span class="text" lang={language} dir="auto">
              {text === '' ? '–' : text}
            </span>
            <span class="numbers">{confidence < LEAST ? `< ${percent(LEAST)}` : percent(confidence)}</span>
            <span class="bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${confidence})` }} />
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
