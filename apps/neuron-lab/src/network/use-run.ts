import type { CurveRow } from '@neurite/charts';
import { TrainingWorkerError, trainInWorker, type WorkerEngine, type WorkerTraining } from '@neurite/training-worker';
import type { RefObject } from 'preact';
import { type Dispatch, type StateUpdater, useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { takeWorker } from '../training/training-workers.js';
import { canRetune, type NetworkConfig } from './network-config.js';
import { play } from './play.js';
import type { EngineChoice, Pace } from './room-codec.js';
import type { Snapshot } from './snapshot.js';
import type { NetworkEnd, NetworkInput, NetworkQuestion } from './train-network.js';

/** A run in a worker, as components see it. */
export type Run = {
  readonly snapshot: Snapshot | undefined;
  /** The losses so far. */
  readonly rows: readonly CurveRow[];
  /** What it trains on; undefined while that starts. */
  readonly engine: WorkerEngine | undefined;
  readonly problem: string;
  /** Whether it cannot go on: its numbers are lost, or its worker is. */
  readonly over: boolean;
  /** Takes so many steps and holds. */
  readonly step: (count: number) => void;
  /** Asks the run; undefined where it fails, which is then the problem. */
  readonly ask: <Answer>(question: NetworkQuestion) => Promise<Answer | undefined>;
  /** Takes a file of weights; answers why not, or nothing. */
  readonly load: (bytes: Uint8Array) => Promise<string>;
};

type RunOptions = {
  /** Undefined for no run. */
  readonly config: NetworkConfig | undefined;
  readonly engine: EngineChoice;
  /** Steps to begin with when the address has just been read. */
  readonly steps: number;
  /** Grows with each address that was read. */
  readonly arrivals: number;
  /** Grows with each start from the beginning. */
  readonly restarts: number;
  readonly playing: boolean;
  readonly pace: Pace;
  readonly onConfig: (config: NetworkConfig) => void;
};

type Training = WorkerTraining<NetworkEnd | undefined>;

/** A run, and what it was begun for. */
type BegunRun = {
  readonly config: NetworkConfig;
  readonly arrivals: number;
  readonly restarts: number;
  readonly training: Training;
};

/** What is known of a run; another run begins with another one. */
type Shown = { readonly snapshot?: Snapshot; readonly rows: readonly CurveRow[]; readonly over: boolean };

/** More rows than this are thinned out: no chart shows more. */
const MOST_ROWS = 2000;
const WHY: Readonly<Record<NetworkEnd, string>> = {
  diverged: 'Training diverged: the learning rate is too large. Set a smaller one and start again.',
  overflow: 'The loss exceeds what float32 can hold: the weights that were set or loaded are too large. Start again.',
};
/** Milliseconds between two steps at the calm pace. */
const CALM_PAUSE = 120;

/** A worker that follows the configuration: it takes over what it can, and begins anew for the rest. */
export function useRun({ config, engine, steps, arrivals, restarts, playing, pace, onConfig }: RunOptions): Run {
  const [{ snapshot, rows, over }, setShown] = useState<Shown>({ rows: [], over: false });
  const [running, setRunning] = useState<WorkerEngine>();
  const [problem, setProblem] = useState('');
  const [training, setTraining] = useState<Training>();
  const worker = useRef<Worker>(undefined);
  const before = useRef<BegunRun>(undefined);
  const pending = useRef<Uint8Array>(undefined);
  const arrivedAt = useRef(0);
  const there = config !== undefined;

  // An engine whose device was lost works again in another worker.
  useEffect(() => {
    if (!there) return;
    worker.current = takeWorker();
    return () => {
      before.current?.training.terminate();
      worker.current?.terminate();
      before.current = undefined;
      setTraining(undefined);
      setRunning(undefined);
      setShown({ rows: [], over: false });
    };
  }, [there, engine]);

  useEffect(() => {
    if (config === undefined) return;
    const last = before.current;
    const same = last !== undefined && last.arrivals === arrivals && last.restarts === restarts;
    setProblem('');
    if (same && !over && canRetune(last.config, config)) {
      before.current = { ...last, config };
      if (last.config !== config) void ask({ type: 'retune', config });
      return;
    }
    last?.training.stop();
    const input: NetworkInput = { config, weights: pending.current };
    pending.current = undefined;
    const next = beginRun(worker.current!, { input, engine, current: before, setShown, setRunning, setProblem });
    before.current = { config, arrivals, restarts, training: next };
    setShown(({ snapshot: known }) => ({ ...(known === undefined ? {} : { snapshot: known }), rows: [], over: false }));
    if (arrivedAt.current !== arrivals && steps > 0) void next.step(steps);
    arrivedAt.current = arrivals;
    setTraining(next);
    // `steps` says how to begin; afterwards it follows the run.
  }, [config, arrivals, restarts, engine]);

  const epoch = useRef(1);
  epoch.current = snapshot?.stepsPerEpoch ?? 1;
  useEffect(() => {
    if (training === undefined || !playing || over) return;
    let on = true;
    if (pace === 'fast') training.resume();
    else if (pace === 'calm') void play(training, { playing: () => on, count: () => 1, pause: CALM_PAUSE });
    else void play(training, { playing: () => on, count: () => epoch.current });
    return () => {
      on = false;
      training.pause();
    };
  }, [training, playing, pace, over]);

  const ask = useCallback(async <Answer>(question: NetworkQuestion): Promise<Answer | undefined> => {
    const asked = before.current?.training;
    try {
      return await asked?.ask<Answer>(question);
    } catch (error) {
      // What another run has taken the place of concerns nobody.
      // Why the run has ended says more than that it has.
      if (before.current?.training === asked) setProblem((known) => (known === '' ? wordsFor(error) : known));
      return undefined;
    }
  }, []);
  const ended = useRef(over);
  ended.current = over;
  const load = useCallback(async (bytes: Uint8Array): Promise<string> => {
    if (ended.current || before.current === undefined) return 'No run is there to take them: start again first.';
    try {
      const question: NetworkQuestion = { type: 'load', bytes };
      const other = await before.current.training.ask<NetworkConfig | undefined>(question);
      if (other !== undefined) {
        pending.current = bytes;
        latest.current(other);
      }
      return '';
    } catch (error) {
      return wordsFor(error);
    }
  }, []);
  const latest = useRef(onConfig);
  latest.current = onConfig;
  const step = useCallback((count: number) => void before.current?.training.step(count), []);
  return { snapshot, rows, engine: running, problem, over, step, ask, load };
}

type BeginRunOptions = {
  readonly input: NetworkInput;
  readonly engine: EngineChoice;
  /** The run that is shown; what another one says is not. */
  readonly current: RefObject<BegunRun | undefined>;
  readonly setShown: Dispatch<StateUpdater<Shown>>;
  readonly setRunning: (engine: WorkerEngine) => void;
  readonly setProblem: (problem: string) => void;
};

/**
 * Begins a run, held before its first step. It stands outside of the hook: functions that a run keeps would keep what was
 * there when they were made, with the run before it, and so all runs of a visit.
 */
function beginRun(
  worker: Worker,
  { input, engine, current, setShown, setRunning, setProblem }: BeginRunOptions,
): Training {
  const training: Training = trainInWorker<NetworkEnd | undefined, Snapshot>(worker, {
    input,
    // A GPU takes longer to be told what to do than wasm takes for networks of this size.
    prefer: engine === 'auto' ? 'wasm' : engine,
    paused: true,
    keep: true,
    onEngine: setRunning,
    onPicture: (image) => {
      if (current.current?.training === training) setShown(({ rows }) => shownWith(image, rows));
    },
  });
  const finish = (why: string): void => {
    if (current.current?.training !== training) return;
    setShown((known) => ({ ...known, over: true }));
    setProblem(why);
  };
  training.result.then(
    (why) => finish(why === undefined ? '' : WHY[why]),
    (error: unknown) => finish(wordsFor(error)),
  );
  return training;
}

/** A row for each image: what the network knows of its points. */
function shownWith(snapshot: Snapshot, rows: readonly CurveRow[]): Shown {
  const { step, train, test } = snapshot;
  const row: CurveRow = {
    epoch: step,
    loss: train.loss,
    ...(test === undefined ? {} : { validation: { loss: test.loss } }),
  };
  const earlier = rows.filter(({ epoch }) => epoch < step);
  const kept = earlier.length < MOST_ROWS ? earlier : earlier.filter((_, i) => i % 2 === 0);
  return { snapshot, rows: [...kept, row], over: false };
}

function wordsFor(error: unknown): string {
  if (error instanceof TrainingWorkerError) return error.remoteMessage;
  return error instanceof Error ? error.message : String(error);
}
