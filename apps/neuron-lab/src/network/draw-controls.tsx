import { Button, FileButton } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { MOST_CLASSES, MOST_DRAWN } from './network-config.js';
import type { Sample } from './samples.js';

const NAMES = ['orange', 'blue', 'green', 'pink'];

/** Which class is drawn, and taking points back. */
export function DrawControls({
  brush,
  points,
  onBrush,
  onPoints,
}: {
  readonly brush: number;
  readonly points: readonly Sample[];
  readonly onBrush: (brush: number) => void;
  readonly onPoints: (points: readonly Sample[]) => void;
}): JSX.Element {
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState('');
  const load = async (file: File): Promise<void> => {
    const { readClassPoints } = await import('./read-class-points.js');
    const read = readClassPoints(await file.text());
    setNote(read.note);
    setProblem(read.problem);
    if (read.problem === '') onPoints(read.points);
  };
  return (
    <fieldset class="draw">
      <legend class="hint">Draw into the output, with the color</legend>
      <div class="row">
        {Array.from({ length: MOST_CLASSES }, (_, label) => (
          <Button key={label} pressed={brush === label} onClick={() => onBrush(label)}>
            <span class={`swatch class-${label}`} aria-hidden="true" />
            {NAMES[label]}
          </Button>
        ))}
      </div>
      <div class="row">
        <Button disabled={points.length === 0} onClick={() => onPoints(points.slice(0, -1))}>
          Take the last one back
        </Button>
        <Button disabled={points.length === 0} onClick={() => onPoints([])}>
          Clear
        </Button>
      </div>
      <div class="row">
        <FileButton
          accept=".csv,.tsv,.txt,text/csv"
          name="Load a CSV file with two columns of numbers and one of classes"
          onFile={(file) => void load(file)}
        >
          Load a CSV file
        </FileButton>
      </div>
      <p class="problem" role="alert">
        {problem}
      </p>
      {note === '' ? null : (
        <p class="hint" role="status">
          {note}
        </p>
      )}
      <p class="hint">
        {points.length} of at most {MOST_DRAWN} points
      </p>
    </fieldset>
  );
}
