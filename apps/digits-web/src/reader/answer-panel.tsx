import { Button, Panel } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { percent } from '../training/training-curves.js';
import type { Reading } from './reader.js';

/** How long a hand must rest before the answer is said aloud, in milliseconds. */
const REST = 700;

/** What the network says: the ten probabilities, and the best of them. */
export function AnswerPanel({
  reading,
  trained,
  onTrain,
}: {
  readonly reading: Reading | undefined;
  readonly trained: boolean;
  /** Undefined while a training runs. */
  readonly onTrain: (() => void) | undefined;
}): JSX.Element {
  const drawn = reading?.prepared !== undefined;
  const probabilities = drawn ? [...reading.probabilities] : new Array<number>(10).fill(0);
  const best = probabilities.indexOf(Math.max(...probabilities));
  const spoken = useRest(drawn ? `It reads a ${best}, ${percent(probabilities[best]!)}` : '');
  return (
    <Panel title="It reads" name="answer">
      <p class={drawn ? 'best' : 'best nothing'} aria-hidden="true">
        {drawn ? best : '?'}
      </p>
      <ul class="bars" aria-label="Probabilities">
        {probabilities.map((probability, digit) => (
          <li key={digit} class={drawn && digit === best ? 'first' : ''}>
            <b>{digit}</b>
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

/** A text that has not changed for a while. */
function useRest(text: string): string {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(text), REST);
    return () => window.clearTimeout(timer);
  }, [text]);
  return rested;
}
