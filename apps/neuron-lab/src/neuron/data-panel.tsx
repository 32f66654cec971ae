import { Button, Choice, FileButton } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { NeuronState } from './neuron-state.js';
import { MOST_POINTS, middle, type Point, PRESETS, type PresetName, standardise } from './points.js';
import { readCsv, writeCsv } from './read-csv.js';

type DataPanelProps = {
  readonly state: Pick<NeuronState, 'data' | 'points'>;
  readonly onPreset: (name: PresetName) => void;
  readonly onPoints: (points: readonly Point[]) => void;
};

/** Where the examples come from: a preset, a text that one edits or pastes, a file. */
export function DataPanel({ state: { data, points }, onPreset, onPoints }: DataPanelProps): JSX.Element {
  const id = useId();
  const [text, setText] = useState(() => writeCsv(points));
  const [problem, setProblem] = useState('');
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    // What one is writing is not rewritten under the hands.
    if (!editing) setText(writeCsv(points));
  }, [points, editing]);
  const take = (next: string): void => {
    const result = readCsv(next);
    if ('problem' in result) setProblem(result.problem);
    else {
      setProblem('');
      onPoints(result.points);
    }
  };
  const presets = (Object.keys(PRESETS) as PresetName[]).map((value) => ({ value, title: PRESETS[value].title }));
  return (
    <div class="examples-data">
      <Choice
        label="Examples"
        value={data}
        options={[
          ...presets,
          { value: 'own' as const, title: `Your own (${points.length} points)`, disabled: data !== 'own' },
        ]}
        onChange={(name) => {
          setProblem('');
          if (name !== 'own') onPreset(name);
        }}
      />
      <div class="row">
        <Button disabled={points.length === MOST_POINTS} onClick={() => onPoints([...points, middle(points)])}>
          Add a point
        </Button>
      </div>
      <p class="hint">Drag a point, or move it with the arrow keys; a double-click adds one, Delete removes it.</p>
      <details>
        <summary>Type, paste or load the numbers</summary>
        <div class="field">
          <label for={id}>One point a line: x, y</label>
          <textarea
            id={id}
            rows={7}
            spellcheck={false}
            value={text}
            aria-invalid={problem !== ''}
            onFocus={() => setEditing(true)}
            onBlur={() => setEditing(false)}
            onInput={(event) => {
              setText(event.currentTarget.value);
              take(event.currentTarget.value);
            }}
          />
        </div>
        <p class="problem" role="alert">
          {problem}
        </p>
        <div class="row">
          <FileButton accept=".csv,.tsv,.txt,text/csv" onFile={(file) => void file.text().then(take)}>
            Load a CSV file
          </FileButton>
          <Button onClick={() => onPoints(standardise(points))}>Standardise</Button>
        </div>
        <p class="hint">
          Standardise moves and stretches x and y to mean 0 and deviation 1: large numbers need tiny rates.
        </p>
      </details>
    </div>
  );
}
