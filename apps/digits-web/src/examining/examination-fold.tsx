import { trainInWorker } from '@neurite/training-worker';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { startWorker } from '../training/start-worker.js';
import type { ExaminationInput, ExaminationResult } from './examination-job.js';

/** What is known of the digits: undefined while they are examined. */
type Known = { readonly found: ExaminationResult } | { readonly problem: string } | undefined;

type ExaminationFoldProps = Pick<ExaminationInput, 'examined' | 'seed'>;

/** Whether the chosen digits are fit to learn from. They are examined in a worker, as soon as somebody wants to know. */
export function ExaminationFold({ examined, seed }: ExaminationFoldProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    if (!open) return;
    setKnown(undefined);
    return examination({ base: document.baseURI, examined, seed }, setKnown);
  }, [open, examined, seed]);
  return (
    <details class="hint examination" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Are these digits fit to learn from?</summary>
      <div role="status">
        {known === undefined ? (
          <p>{examined.toLocaleString('en')} training digits and 1,000 test digits are being examined …</p>
        ) : 'problem' in known ? (
          <p>They could not be examined: {known.problem}</p>
        ) : known.found.length === 0 ? (
          <p>Nothing was found in them that stands in the way of learning.</p>
        ) : (
          <ul>
            {known.found.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

/** @returns a function that ends it; then nothing is said any more */
function examination(input: ExaminationInput, say: (known: Known) => void): () => void {
  let ended = false;
  let terminate = (): void => {};
  const run = async (): Promise<Known> => {
    // Nothing in it is computed by an engine.
    const job = trainInWorker<ExaminationResult>(startWorker('examining'), { input, prefer: 'wasm' });
    terminate = () => job.terminate();
    return { found: await job.result };
  };
  run()
    .catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }))
    .then((known) => {
      if (!ended) say(known);
    });
  return () => {
    ended = true;
    terminate();
  };
}
