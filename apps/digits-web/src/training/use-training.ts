import type { EngineName } from '@neurite/backend-web';
import type { EpochRecord } from '@neurite/core';
import { trainInWorker, type WorkerEngine, type WorkerTraining } from '@neurite/training-worker';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ReaderClient } from '../reader/reader-client.js';
import { startWorker } from './start-worker.js';
import type { TrainingInput, TrainingResult } from './training-job.js';

/** The engines to choose from; `auto` is the fastest that computes correctly here. */
export type EngineChoice = 'auto' | Exclude<EngineName, 'cpu'>;

export type TrainingChoice = {
  readonly digits: number;
  readonly epochs: number;
  readonly seed: number;
  readonly engine: EngineChoice;
};

/** The progress of a training. */
export type TrainingState = {
  readonly phase: 'idle' | 'starting' | 'running' | 'paused' | 'finished' | 'failed';
  /** Undefined until it is known. */
  readonly engine: WorkerEngine | undefined;
  /** The loss of each step so far; grows in place. */
  readonly losses: readonly number[];
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** The finished epochs. */
  readonly records: readonly EpochRecord[];
  readonly result: TrainingResult | undefined;
  /** Why it failed, in a sentence. */
  readonly problem: string;
};

/** A training and its controls. */
export type Training = {
  readonly state: TrainingState;
  start(choice: TrainingChoice): void;
  pause(): void;
  resume(): void;
  stop(): void;
};

/** The shortest time between two updates of the curves, in milliseconds; more of them would delay the drawing. */
const PAUSE = 100;

const IDLE: TrainingState = {
  phase: 'idle',
  engine: undefined,
  losses: [],
  stepsPerEpoch: 0,
  epochs: 0,
  records: [],
  result: undefined,
  problem: '',
};

/** Trains in a worker, which sends its weights to the reading worker as it learns. */
export function useTraining(
  reader: ReaderClient,
  onFinished: (model: Uint8Array<ArrayBuffer>, epochs: number) => void,
): Training {
  const [state, setState] = useState(IDLE);
  const training = useRef<WorkerTraining<TrainingResult>>(undefined);
  const change = (part: Partial<TrainingState>): void => setState((before) => ({ ...before, ...part }));
  // The training ends with the page.
  useEffect(() => () => void training.current?.terminate(), []);

  const start = async ({ digits, epochs, seed, engine }: TrainingChoice): Promise<void> => {
    const losses: number[] = [];
    let finished = 0;
    let shown = 0;
    setState({ ...IDLE, phase: 'starting', losses, epochs });
    const { port1, port2 } = new MessageChannel();
    try {
      await reader.ask('follow', port1, [port1]);
    } catch (error) {
      change({ phase: 'failed', problem: String(error) });
      return;
    }
    const input: TrainingInput = { base: document.baseURI, digits, epochs, seed, weights: port2 };
    const worker = startWorker('training');
    const running = trainInWorker<TrainingResult>(worker, {
      input,
      transfer: [port2],
      ...(engine === 'auto' ? {} : { prefer: engine }),
      onEngine: (found) => change({ engine: found }),
      onStep: ({ losses: news, stepsPerEpoch = 0 }) => {
        losses.push(...news);
        if (performance.now() - shown < PAUSE) return;
        shown = performance.now();
        setState((before) => ({
          ...before,
          stepsPerEpoch,
          phase: before.phase === 'starting' ? 'running' : before.phase,
        }));
      },
      onEpoch: (record) => {
        finished++;
        setState((before) => ({ ...before, records: [...before.records, record] }));
      },
    });
    training.current = running;
    try {
      const result = await running.result;
      change({ phase: 'finished', result });
      onFinished(result.model, finished);
    } catch (error) {
      change({ phase: 'failed', problem: error instanceof Error ? error.message : String(error) });
      // The weights that were learned until then are those that read now.
      if (losses.length > 0) onFinished(await reader.ask('save', undefined), finished);
    }
  };

  // What it calls are refs and setters, so it is another one only where the state is.
  return useMemo(
    () => ({
      state,
      start: (choice) => void start(choice),
      pause: () => {
        training.current?.pause();
        change({ phase: 'paused' });
      },
      resume: () => {
        training.current?.resume();
        change({ phase: 'running' });
      },
      stop: () => training.current?.stop('the page asked for it'),
    }),
    [state],
  );
}
