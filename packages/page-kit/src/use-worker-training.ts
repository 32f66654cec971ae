import type { EpochRecord } from '@neurite/core';
import { trainInWorker, type WorkerEngine, type WorkerTraining } from '@neurite/training-worker';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

/** The progress of a training. */
export type TrainingState<Result, Picture = unknown> = {
  readonly phase: 'idle' | 'starting' | 'running' | 'paused' | 'finished' | 'failed';
  /** Undefined until it is known. */
  readonly engine: WorkerEngine | undefined;
  /** The loss of each step so far; grows in place. */
  readonly losses: readonly number[];
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** The finished epochs. */
  readonly records: readonly EpochRecord[];
  /** What the worker has shown last. */
  readonly picture: Picture | undefined;
  readonly result: Result | undefined;
  /** Why it failed, in a sentence. */
  readonly problem: string;
};

/** A training and its controls. */
export type Training<Choice, Result, Picture = unknown> = {
  readonly state: TrainingState<Result, Picture>;
  start(choice: Choice): void;
  pause(): void;
  resume(): void;
  stop(): void;
};

/** What is trained, where, and who hears of it. */
export type WorkerTrainingOptions<Choice, Result, Picture = unknown> = {
  /** Starts the worker, by the words `new Worker(new URL(…))`, which bundlers look for. */
  readonly worker: () => Worker;
  /** What goes into the worker; buffers and ports in `transfer` are handed over. */
  readonly job: (choice: Choice) => Promise<{
    readonly input: unknown;
    readonly transfer: readonly Transferable[];
    readonly prefer?: string | undefined;
  }>;
  /** Whether the worker shows anything; then it is told when a picture was drawn. Default: no. */
  readonly pictures?: boolean;
  /** Called with what has come of it. */
  readonly onFinished: (result: Result, epochs: number) => void;
  /** Called when it failed or was ended after its first step. */
  readonly onFailed: (epochs: number) => void;
  readonly onPicture?: (picture: Picture) => void;
};

/** The shortest time between two updates of the curves, in milliseconds; more of them would delay what one draws or types. */
const PAUSE = 100;

/** Trains in a worker, and says how it goes. The training ends with the page. */
export function useWorkerTraining<Choice extends { readonly epochs: number }, Result, Picture = unknown>(
  options: WorkerTrainingOptions<Choice, Result, Picture>,
): Training<Choice, Result, Picture> {
  type State = TrainingState<Result, Picture>;
  const idle: State = {
    phase: 'idle',
    engine: undefined,
    losses: [],
    stepsPerEpoch: 0,
    epochs: 0,
    records: [],
    picture: undefined,
    result: undefined,
    problem: '',
  };
  const [state, setState] = useState(idle);
  const latest = useRef(options);
  latest.current = options;
  const training = useRef<WorkerTraining<Result>>(undefined);
  const change = (part: Partial<State>): void => setState((before) => ({ ...before, ...part }));
  useEffect(() => () => void training.current?.terminate(), []);

  const start = async (choice: Choice): Promise<void> => {
    const { worker, job, pictures = false } = latest.current;
    const losses: number[] = [];
    let finished = 0;
    let shown = 0;
    setState({ ...idle, phase: 'starting', losses, epochs: choice.epochs });
    try {
      const { input, transfer, prefer } = await job(choice);
      const running = trainInWorker<Result, Picture>(worker(), {
        input,
        transfer,
        ...(prefer === undefined ? {} : { prefer }),
        onEngine: (engine) => change({ engine }),
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
        ...(pictures && {
          onPicture: (picture: Picture) => {
            change({ picture });
            latest.current.onPicture?.(picture);
          },
        }),
      });
      training.current = running;
      const result = await running.result;
      change({ phase: 'finished', result });
      latest.current.onFinished(result, finished);
    } catch (error) {
      change({ phase: 'failed', problem: error instanceof Error ? error.message : String(error) });
      if (losses.length > 0) latest.current.onFailed(finished);
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

export function isBusy({ phase }: Pick<TrainingState<unknown>, 'phase'>): boolean {
  return phase === 'starting' || phase === 'running' || phase === 'paused';
}
