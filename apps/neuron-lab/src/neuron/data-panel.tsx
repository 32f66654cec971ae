import { Button, Choice, FileButton } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { NeuronState } from './neuron-state.js';
import { MOST_POINTS, middle, type Point, PRESETS, type PresetName, standardize } from './points.js';
import type { CsvResult, XyColumns } from './read-csv.js';
import { writeCsv } from './write-csv.js';

/** The reader comes when somebody writes: most visitors take the examples. */
const csv = (): Promise<typeof import('./read-csv.js')> => import('./read-csv.js');

type DataPanelProps = {
  readonly state: Pick<NeuronState, 'data' | 'points'>;
  readonly onPreset: (name: PresetName) => void;
  readonly onPoints: (points: readonly Point[]) => void;
};

/** Where the examples come from: a preset, a text that one edits or pastes, a file. */
export function DataPanel({ state: { data, points }, onPreset, onPoints }: DataPanelProps): JSX.Element {
  const id = useId();
  const [text, setText] = useState(() => writeCsv(points));
  const [result, setResult] = useState<CsvResult>();
  /** Points that the text has said: while one types fast, those of some keys ago may be shown. */
  const own = useRef(new WeakSet([points]));
  useEffect(() => {
    // What one writes stays as it was written, until its points are changed elsewhere.
    if (own.current.has(points)) return;
    own.current.add(points);
    setText(writeCsv(points));
    setResult(undefined);
  }, [points]);
  const take = async (next: string, columns?: XyColumns): Promise<void> => {
    setText(next);
    const read = (await csv()).readCsv(next, columns);
    setResult(read);
    if (read.problem !== '') return;
    own.current.add(read.points);
    onPoints(read.points);
  };
  const problem = result?.problem ?? '';
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
          if (name !== 'own') onPreset(name);
        }}
      />
      <div class="row">
        <Button disabled={points.length === MOST_POINTS} onClick={() => onPoints([...points, middle(points)])}>
          Add a point
        </Button>
      </div>
      <p class="hint">
        Drag a point, or move it with the arrow keys; a double-click adds one, Delete removes it, Page Up and Page Down
        go to others.
      </p>
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
            onInput={(event) => void take(event.currentTarget.value)}
          />
        </div>
        <p class="problem" role="alert">
          {problem}
        </p>
        {result === undefined || result.note === '' ? null : (
          <p class="hint" role="status">
            {result.note}
          </p>
        )}
        {result === undefined || result.columns.length < 3 ? null : (
          <div class="row">
            {(['x', 'y'] as const).map((name, axis) => (
              <Choice
                key={name}
                label={`Column of ${name}`}
                value={String(result.used[axis])}
                options={result.columns.map((title, i) => ({ value: String(i), title }))}
                onChange={(column) =>
                  void take(text, axis === 0 ? [Number(column), result.used[1]] : [result.used[0], Number(column)])
                }
              />
            ))}
          </div>
        )}
        <div class="row">
          <FileButton accept=".csv,.tsv,.txt,text/csv" onFile={(file) => void file.text().then((next) => take(next))}>
            Load a CSV file
          </FileButton>
          <Button onClick={() => onPoints(standardize(points))}>Standardize</Button>
        </div>
        <p class="hint">
          Standardize moves and stretches x and y to mean 0 and deviation 1: large numbers need tiny rates.
        </p>
      </details>
    </div>
  );
}
