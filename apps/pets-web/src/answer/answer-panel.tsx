import { percent } from '@neurite/command-kit/words';
import { Panel } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import type { Looked } from './use-looking.js';

/** Classes with a bar of their own: the most probable ones. */
const MOST_BARS = 8;

/** What the photograph shows, how sure that is, and whether to doubt it. */
export function AnswerPanel({
  looked,
  waiting,
  live,
}: {
  readonly looked: Looked | undefined;
  /** Why there is no answer, in words; while the camera is on nothing is read aloud. */
  readonly waiting: string;
  readonly live: boolean;
}): JSX.Element {
  if (looked === undefined) {
    return (
      <Panel title="It shows" name="answer">
        <p class="best nothing" aria-hidden="true">
          ?
        </p>
        <p class="hint" role="status">
          {waiting}
        </p>
      </Panel>
    );
  }
  const { probabilities, card, answer } = looked;
  const { label, probability, doubt } = answer;
  const name = card.classes[label]!;
  const rows = Array.from(probabilities, (share, i) => ({ share, name: card.classes[i]! }))
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_BARS);
  const words = doubt === undefined ? '' : `Doubt it: ${doubt}.`;
  return (
    <Panel title="It shows" name="answer">
      <p class={`best ${doubt === undefined ? '' : 'doubtful'}`} aria-hidden="true">
        {name} <span class="numbers">{percent(probability)}</span>
      </p>
      {words !== '' && (
        <p class="doubt" aria-hidden="true">
          {words}
        </p>
      )}
      <ul class="bars" aria-label="Probabilities">
        {rows.map(({ share, name }, i) => (
          <li key={name} class={i === 0 ? 'first' : ''}>
            <b>{name}</b>
            <span class="bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${share})` }} />
            </span>
            <span class="numbers">{percent(share)}</span>
          </li>
        ))}
      </ul>
      <p class="hint">
        Calibrated: of answers with such a probability, about that share is right, where photographs are like those that
        it learned from.
      </p>
      <p class="hidden" role="status">
        {live ? '' : `It shows ${name}, ${percent(probability)}. ${words}`}
      </p>
    </Panel>
  );
}
