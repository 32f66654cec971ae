import { Choice, NumberInput, Panel } from '@neurite/page-kit/controls';
import { ExaminationFold } from '@neurite/page-kit/examination-fold';
import { memo } from '@neurite/page-kit/memo';
import { TrainingButtons } from '@neurite/page-kit/training-buttons';
import { isBusy } from '@neurite/page-kit/use-worker-training';
import type { WorkerEngine } from '@neurite/training-worker';
import type { FunctionComponent, JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { beginExamination } from '../examining/begin-examination.js';
import { percentOf } from '../ui/percent-of.js';
import { TrainingCurves } from './training-curves.js';
import type { EngineChoice, Training, TrainingChoice, TrainingState } from './use-training.js';

const DIGITS = [
  { value: '500', title: '500' },
  { value: '2000', title: '2,000' },
  { value: '8000', title: '8,000, all' },
] as const;
const EPOCHS = [
  { value: '1', title: '1' },
  { value: '3', title: '3' },
  { value: '5', title: '5' },
  { value: '10', title: '10' },
  { value: '20', title: '20' },
] as const;
const ENGINES = [
  { value: 'auto', title: 'Fastest here' },
  { value: 'webgpu', title: 'WebGPU' },
  { value: 'webgl', title: 'WebGL' },
  { value: 'wasm', title: 'WebAssembly' },
] as const;

export const FIRST_CHOICE: TrainingChoice = { digits: 8000, epochs: 5, seed: 7, engine: 'auto' };

type TrainingPanelProps = { readonly training: Training };

/** Training from scratch: the options, the buttons and the curves. Not rendered again while somebody only draws. */
export const TrainingPanel: FunctionComponent<TrainingPanelProps> = memo(
  ({ training }: TrainingPanelProps): JSX.Element => {
    const { state } = training;
    const [digits, setDigits] = useState(String(FIRST_CHOICE.digits));
    const [epochs, setEpochs] = useState(String(FIRST_CHOICE.epochs));
    const [engine, setEngine] = useState<EngineChoice>(FIRST_CHOICE.engine);
    const [seed, setSeed] = useState(FIRST_CHOICE.seed);
    const examined = Number(digits);
    const examine = useCallback(() => beginExamination({ examined, seed }), [examined, seed]);
    const busy = isBusy(state);
    return (
      <Panel title="Now train it yourself" name="train">
        <p class="hint lead">
          From random weights, in this tab. The drawing above is read with the weights as they are learned.
        </p>
        <fieldset class="row" disabled={busy}>
          <legend class="hidden">What to train on</legend>
          <Choice label="Training digits" value={digits} options={DIGITS} onChange={setDigits} />
          <Choice label="Epochs" value={epochs} options={EPOCHS} onChange={setEpochs} />
          <Choice label="Engine" value={engine} options={ENGINES} onChange={setEngine} />
          <NumberInput label="Seed" value={seed} min={0} step={1} onChange={setSeed} />
        </fieldset>
        <ExaminationFold
          what="digits"
          waiting={`${examined.toLocaleString('en')} training digits and 1,000 test digits are being examined`}
          begin={examine}
        />
        <div class="row">
          <TrainingButtons
            training={training}
            onStart={() => training.start({ digits: Number(digits), epochs: Number(epochs), seed, engine })}
          />
          <p class="standing" role="status">
            {standing(state)}
          </p>
        </div>
        {state.problem !== '' && (
          <p class="problem" role="alert">
            {state.problem}
          </p>
        )}
        {state.phase !== 'idle' && <TrainingCurves state={state} />}
        {state.records.length > 0 && (
          <p class="hint">
            Validation can be better than training: training is measured while the weights still improve, with dropout
            and with changed images.
          </p>
        )}
        {state.engine !== undefined && <EngineNote engine={state.engine} />}
      </Panel>
    );
  },
);

/** The engine, and why it was chosen. */
function EngineNote({ engine: { name, device, reason } }: { readonly engine: WorkerEngine }): JSX.Element {
  // The service worker adds the headers that threads need; a page that was loaded before it has none.
  const hasReloaded = crossOriginIsolated || navigator.serviceWorker?.controller == null;
  return (
    <details class="hint">
      <summary>Computed by {device}</summary>
      <p>{reason}.</p>
      {name === 'wasm' && navigator.hardwareConcurrency > 1 && !hasReloaded && (
        <p>Reload the page, and all {navigator.hardwareConcurrency} cores share the work.</p>
      )}
    </details>
  );
}

/** Read aloud by screen readers, so it changes with the epochs and not with the steps. */
function standing({ phase, records, epochs, result }: TrainingState): string {
  const last = records.at(-1)?.validation;
  const known =
    last === undefined ? '' : `, ${percentOf(Number(last.metrics.accuracy))} of the validation digits read right`;
  switch (phase) {
    case 'idle':
      return '';
    case 'starting':
      return 'Loading the engine and the digits …';
    case 'running':
      return `Epoch ${Math.min(records.length + 1, epochs)} of ${epochs}${known}`;
    case 'paused':
      return `Paused in epoch ${Math.min(records.length + 1, epochs)} of ${epochs}${known}`;
    case 'failed':
      return 'The training failed';
    case 'finished':
      return `Done: ${percentOf(result!.accuracy)} of ${result!.tested.toLocaleString('en')} test digits read right`;
  }
}
