import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** An examination that has begun. */
export type Examining = {
  /** What was found, in a line each. */
  readonly result: Promise<readonly string[]>;
  readonly terminate: () => void;
};

/** What is known of the data: undefined while they are examined. */
type Known = { readonly found: readonly string[] } | { readonly problem: string } | undefined;

/** Milliseconds in which nothing changes: while somebody draws, nothing is examined. */
const PAUSE = 250;

type ExaminationFoldProps = {
  /** What it says of, e.g. `digits`. */
  readonly what: string;
  /** What is said while they are examined. */
  readonly waiting: string;
  /** Begins to examine the data as they are; another function where they are others. */
  readonly begin: () => Examining;
};

/** Whether data are fit to learn from. They are examined as soon as somebody wants to know, and again when they change. */
export function ExaminationFold({ what, waiting, begin }: ExaminationFoldProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    if (!open) return;
    setKnown(undefined);
    return examination(begin, setKnown);
  }, [open, begin]);
  return (
    <details class="hint examination" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Are these {what} fit to learn from?</summary>
      <div role="status">
        {known === undefined ? (
          <p>{waiting} …</p>
        ) : 'problem' in known ? (
          <p>They could not be examined: {known.problem}</p>
        ) : known.found.length === 0 ? (
          <p>Nothing was found in them that stands in the way of learning.</p>
        ) : (
          <ul class="findings">
            {known.found.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

/** @returns a function that ends it; then nothing is said any more */
function examination(begin: () => Examining, say: (known: Known) => void): () => void {
  let ended = false;
  let terminate = (): void => {};
  const run = async (): Promise<Known> => {
    const examining = begin();
    terminate = examining.terminate;
    return { found: await examining.result };
  };
  const timer = setTimeout(() => {
    run()
      .catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }))
      .then((known) => {
        if (!ended) say(known);
      });
  }, PAUSE);
  return () => {
    ended = true;
    clearTimeout(timer);
    terminate();
  };
}
