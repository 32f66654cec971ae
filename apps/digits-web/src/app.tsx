import { Panel } from '@neurite/page-kit/controls';
import { latest } from '@neurite/page-kit/latest';
import { ThemeSwitch } from '@neurite/page-kit/theme-switch';
import { isBusy } from '@neurite/page-kit/use-worker-training';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Board } from './board/board.js';
import type { Sheet } from './board/sheet.js';
import { useCorrection } from './correcting/use-correction.js';
import { ModelPanel } from './model/model-panel.js';
import { useModel } from './model/use-model.js';
import { keepOffline } from './offline.js';
import { AnswerPanel } from './reader/answer-panel.js';
import { LayersPanel } from './reader/layers-panel.js';
import { PreparedPanel } from './reader/prepared-panel.js';
import type { Reading } from './reader/reader.js';
import { startReader } from './reader/reader-client.js';
import { FIRST_CHOICE, TrainingPanel } from './training/training-panel.js';
import { useTraining } from './training/use-training.js';

/** The page. */
export function App(): JSX.Element {
  const reader = useMemo(startReader, []);
  const sheet = useRef<Sheet>(undefined);
  const [reading, setReading] = useState<Reading>();
  const [problem, setProblem] = useState('');
  const [engine, setEngine] = useState('');

  const read = useMemo(
    () =>
      latest(async (drawn: Sheet) => {
        const ink = drawn.ink();
        await reader.ask('read', ink, [ink.data.buffer]).then(setReading, (reason) => setProblem(String(reason)));
      }),
    [],
  );
  const readAgain = (): void => {
    if (sheet.current !== undefined) read(sheet.current);
  };
  const model = useModel(reader, readAgain);
  const training = useTraining(reader, model.learned);
  const correction = useCorrection(reader, model.corrected);
  const busy = isBusy(training.state) || correction.busy;
  // The drawing has been read with the weights that the page opens with: `npm run check -- start` measures until then.
  const usable = reading !== undefined && !model.loading;
  useEffect(() => {
    if (usable) performance.mark('usable');
    if (usable || problem !== '') keepOffline();
  }, [usable, problem]);
  useEffect(() => {
    reader.onChanged = readAgain;
    reader.ask('start', undefined).then(setEngine, (reason) => setProblem(String(reason)));
  }, []);

  return (
    <>
      <header class="top">
        <span class="brand">
          <img src="./icon.svg" alt="" width="28" height="28" />
          Handwritten digits
        </span>
        <ThemeSwitch name="digits-web" />
      </header>
      <main>
        <div class="intro">
          <h1>A network reads your handwriting</h1>
          <p>
            Draw a digit and watch what each layer computes. Then train the network yourself, from scratch, in this tab.
          </p>
        </div>
        {problem !== '' && (
          <p class="problem banner" role="alert">
            {problem}
          </p>
        )}
        <Panel title="Draw" name="draw">
          <Board
            onInk={(drawn) => {
              sheet.current = drawn;
              read(drawn);
            }}
          />
        </Panel>
        <AnswerPanel
          reading={reading}
          trained={model.trained || busy}
          correction={correction}
          busy={busy}
          onTrain={busy ? undefined : () => training.start(FIRST_CHOICE)}
        />
        <PreparedPanel reading={reading} ink={sheet.current?.canvas} />
        <ModelPanel model={model} busy={busy} onForget={correction.forget} />
        <TrainingPanel training={training} />
        <LayersPanel reading={reading} />
      </main>
      <footer>
        <p>
          Everything is computed in this page by the packages of neurite; nothing leaves your device, and it works
          offline.
        </p>
        <p>{engine === '' ? 'The engine is starting …' : `Engine of the reader: ${engine}`}</p>
      </footer>
    </>
  );
}
