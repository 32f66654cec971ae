import type { CurveRow } from '@neurite/charts';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Pace, ToWorker } from './messages.js';
import { canRetune, type NetworkConfig } from './network-config.js';
import { type RunClient, startRun } from './run-client.js';
import type { Snapshot } from './snapshot.js';

/** A run in a worker, as components see it. */
export type Run = {
  readonly snapshot: Snapshot | undefined;
  /** The losses so far. */
  readonly rows: readonly CurveRow[];
  readonly engine: string;
  readonly problem: string;
  readonly send: (message: ToWorker) => void;
  /** Takes a file of weights. */
  readonly load: (bytes: Uint8Array) => void;
};

type RunOptions = {
  /** Undefined for no run. */
  readonly config: NetworkConfig | undefined;
  /** Steps to begin with when the address has just been read. */
  readonly steps: number;
  /** Grows with each address that was read. */
  readonly arrivals: number;
  /** Grows with each start from the beginning. */
  readonly restarts: number;
  readonly playing: boolean;
  readonly pace: Pace;
  readonly onConfig: (config: NetworkConfig) => void;
  readonly onSaved: (bytes: Uint8Array<ArrayBuffer>) => void;
};

/** More rows than this are thinned out: no chart shows more. */
const MOST_ROWS = 2000;

/** A worker that follows the configuration: it takes over what it can, and begins anew for the rest. */
export function useRun({ config, steps, arrivals, restarts, playing, pace, ...handlers }: RunOptions): Run {
  const [shown, setShown] = useState<{ snapshot?: Snapshot; rows: readonly CurveRow[] }>({ rows: [] });
  const [engine, setEngine] = useState('');
  const [problem, setProblem] = useState('');
  const client = useRef<RunClient>(undefined);
  const before = useRef<{ config: NetworkConfig; arrivals: number; restarts: number }>(undefined);
  const pending = useRef<Uint8Array>(undefined);
  const latest = useRef(handlers);
  latest.current = handlers;
  const running = config !== undefined;

  useEffect(() => {
    if (!running) return;
    client.current = startRun({
      engine: ({ text }) => setEngine(text),
      problem: ({ text }) => setProblem(text),
      saved: ({ bytes }) => latest.current.onSaved(bytes),
      snapshot: ({ snapshot }) => setShown(({ rows }) => ({ snapshot, rows: extended(rows, snapshot) })),
      'other-network': ({ config: saved, bytes }) => {
        pending.current = bytes;
        latest.current.onConfig(saved);
      },
    });
    return () => {
      client.current?.close();
      client.current = undefined;
      before.current = undefined;
      setShown({ rows: [] });
    };
  }, [running]);

  useEffect(() => {
    if (config === undefined) return;
    const last = before.current;
    before.current = { config, arrivals, restarts };
    const same = last !== undefined && last.arrivals === arrivals && last.restarts === restarts;
    setProblem('');
    if (same && canRetune(last.config, config)) {
      if (last.config !== config) client.current?.send({ type: 'retune', config });
      return;
    }
    setShown(({ snapshot }) => (snapshot === undefined ? { rows: [] } : { snapshot, rows: [] }));
    const arrived = last === undefined || last.arrivals !== arrivals;
    client.current?.send({ type: 'begin', config, steps: arrived ? steps : 0 });
    if (pending.current !== undefined) client.current?.send({ type: 'load', bytes: pending.current });
    pending.current = undefined;
    // `steps` says how to begin; afterwards it follows the run.
  }, [config, arrivals, restarts]);

  useEffect(() => {
    if (running) client.current?.send(playing ? { type: 'play', pace } : { type: 'pause' });
  }, [running, playing, pace]);

  const send = useCallback((message: ToWorker) => client.current?.send(message), []);
  const load = useCallback((bytes: Uint8Array) => {
    setProblem('');
    client.current?.send({ type: 'load', bytes });
  }, []);
  return { snapshot: shown.snapshot, rows: shown.rows, engine, problem, send, load };
}

function extended(rows: readonly CurveRow[], { step, train, test }: Snapshot): readonly CurveRow[] {
  const row: CurveRow = {
    epoch: step,
    loss: train.loss,
    ...(test === undefined ? {} : { validation: { loss: test.loss } }),
  };
  const earlier = rows.filter(({ epoch }) => epoch < step);
  const kept = earlier.length < MOST_ROWS ? earlier : earlier.filter((_, i) => i % 2 === 0);
  return [...kept, row];
}
