import { count, percent } from '@neurite/command-kit/words';
import { Choice, NumberInput, Panel } from '@neurite/page-kit/controls';
import { LossFigure } from '@neurite/page-kit/loss-figure';
import { memo } from '@neurite/page-kit/memo';
import { TrainingButtons } from '@neurite/page-kit/training-buttons';
import { isBusy } from '@neurite/page-kit/use-worker-training';
import type { Languages } from '@neurite/translator-model/pair';
import type { FunctionComponent, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { languageName } from '../languages/language-name.js';
import type { TranslatorClient } from '../translating/translator-client.js';
import { ExampleTable } from './example-table.js';
import { FIRST_CHOICE } from './plan-choice.js';
import type { Training, TrainingState } from './use-training.js';

const PHRASES = [
  { value: '1000', title: '1,000' },
  { value: '6000', title: '6,000' },
  { value: '1000000', title: 'All, about 183,000' },
] as const;
const NETWORKS = [
  { value: 'small', title: 'Small' },
  { value: 'whole', title: 'Whole' },
] as const;
const EPOCHS = ['1', '4', '8', '16', '30'].map((value) => ({ value, title: value }));

type TrainingPanelProps = {
  readonly training: Training;
  readonly client: TranslatorClient;
  readonly languages: Languages;
  /** Another number whenever the network is another. */
  readonly version: number;
};

/** Training from scratch: the options, the buttons, the curve of the loss and examples. Not rendered again while somebody types. */
export const TrainingPanel: FunctionComponent<TrainingPanelProps> = memo(
  ({ training, client, languages, version }: TrainingPanelProps): JSX.Element => {
    const { state } = training;
    const [phrases, setPhrases] = useState(String(FIRST_CHOICE.phrases));
    const [network, setNetwork] = useState(FIRST_CHOICE.network);
    const [epochs, setEpochs] = useState(String(FIRST_CHOICE.epochs));
    const [seed, setSeed] = useState(FIRST_CHOICE.seed);
    const busy = isBusy(state);
    const start = (): void => training.start({ phrases: Number(phrases), network, epochs: Number(epochs), seed });
    return (
      <Panel title="Train it yourself" name="train">
        <p class="hint">
          From random weights, in this tab, from {languageName(languages.from)} to {languageName(languages.to)}: on what
          Unicode’s translators call signs, territories and languages, and on the dates, numbers and lists of this
          browser. Your phrase is translated with the weights as they are learned.
        </p>
        <fieldset class="row" disabled={busy}>
          <legend class="hidden">What to train</legend>
          <Choice label="Phrases" value={phrases} options={PHRASES} onChange={setPhrases} />
          <Choice label="Network" value={network} options={NETWORKS} onChange={setNetwork} />
          <Choice label="Epochs" value={epochs} options={EPOCHS} onChange={setEpochs} />
          <NumberInput label="Seed" value={seed} min={0} step={1} onChange={setSeed} />
        </fieldset>
        <div class="row">
          <TrainingButtons training={training} onStart={start} />
          <p class="standing" role="status">
            {standing(state)}
          </p>
        </div>
        {state.problem !== '' && (
          <p class="problem" role="alert">
            {state.problem}
          </p>
        )}
        {state.phase !== 'idle' && (
          <div class="curves">
            <LossFigure state={state} validated="phrases that it does not learn from" />
            <ExampleTable
              client={client}
              examples={state.picture?.examples ?? []}
              languages={languages}
              version={version}
            />
          </div>
        )}
        {state.engine !== undefined && (
          <details class="hint">
            <summary>Computed by {state.engine.device}</summary>
            <p>{state.engine.reason}.</p>
          </details>
        )}
      </Panel>
    );
  },
);

/** Read aloud by screen readers, so it changes with the epochs and not with the steps. */
function standing({ phase, records, epochs, picture, result }: TrainingState): string {
  const epoch = Math.min(records.length + 1, epochs);
  const of = picture === undefined ? '' : `, ${count(picture.phrases)} phrases`;
  switch (phase) {
    case 'idle':
      return '';
    case 'starting':
      return 'Loading the engine and the phrases …';
    case 'running':
      return `Epoch ${epoch} of ${epochs}${of}`;
    case 'paused':
      return `Paused in epoch ${epoch} of ${epochs}${of}`;
    case 'failed':
      return 'The training failed';
    case 'finished':
      return `Done: ${percent(result!.exact)} of ${count(result!.tested)} phrases that it has never read come out right to the letter`;
  }
}
