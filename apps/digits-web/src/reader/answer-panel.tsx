import { percent, toAnswer, withArticle } from '@neurite/digits-model/answer';
import { CLASSES, NO_DIGIT } from '@neurite/digits-model/classes';
import { doubtOf } from '@neurite/digits-model/doubt';
import { Button, Panel } from '@neurite/page-kit/controls';
import { useRest } from '@neurite/page-kit/use-rest';
import type { JSX } from 'preact';
import { CorrectionRow } from '../correcting/correction-row.js';
import type { Correction } from '../correcting/use-correction.js';
import type { Reading } from './reader.js';

/** The digit that the network reads, the probabilities of all ten and of none, and what it should have read. */
export function AnswerPanel({
  reading,
  trained,
  onTrain,
  correction,
  busy,
}: {
  readonly reading: Reading | undefined;
  readonly trained: boolean;
  /** Undefined while a training runs. */
  readonly onTrain: (() => void) | undefined;
  readonly correction: Correction;
  /** The network is learning. */
  readonly busy: boolean;
}): JSX.Element {
  // Finite weights can still be so large that their sums are not.
  const overflown = reading?.probabilities.some(Number.isNaN) === true;
  const drawn = reading?.prepared !== undefined && !overflown;
  const probabilities = drawn ? [...reading.probabilities] : new Array<number>(CLASSES + 1).fill(0);
  const { digit: best, probability } = toAnswer(probabilities);
  // An untrained network doubts everything; it says so itself.
  const doubt = drawn && trained ? doubtOf(reading.image, reading.probabilities) : undefined;
  const words =
    doubt === undefined
      ? ''
      : `This does not look like a digit it learned from: ${doubt}. If it is one, then ${withArticle(best)}.`;
  // Half of a digit may look like none: doubt comes when the hand rests.
  const doubted = useRest(words);
  const spoken = useRest(words !== '' ? words : drawn ? `It reads ${withArticle(best)}, ${percent(probability)}` : '');
  return (
    <Panel title="It reads" name="answer">
      <p class={`best ${drawn ? '' : 'nothing'} ${doubted === '' ? '' : 'doubtful'}`} aria-hidden="true">
        {drawn ? best : '?'}
      </p>
      {doubted !== '' && (
        <p class="doubt" aria-hidden="true">
          {doubted}
        </p>
      )}
      <ul class="bars" aria-label="Probabilities">
        {probabilities.map((probability, digit) => (
          <li key={digit} class={drawn && digit === best ? 'first' : ''}>
            <b>{digit === NO_DIGIT ? 'none' : digit}</b>
            <span class="bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${probability})` }} />
            </span>
            <span class="numbers">{drawn ? percent(probability) : '–'}</span>
          </li>
        ))}
      </ul>
      <p class="hidden" role="status">
        {spoken}
      </p>
      {trained && (
        <CorrectionRow correction={correction} image={drawn ? reading.image : undefined} disabled={busy || !drawn} />
      )}
      {overflown && (
        <p class="problem" role="alert">
          The numbers of this network overflow, so it reads nothing. Load other weights, or train it from scratch.
        </p>
      )}
      {!trained && (
        <div class="untrained">
          <p>This network has learned nothing yet, so it only guesses.</p>
          <Button kind="main" disabled={onTrain === undefined} onClick={() => onTrain?.()}>
            Train it now
          </Button>
        </div>
      )}
    </Panel>
  );
}
