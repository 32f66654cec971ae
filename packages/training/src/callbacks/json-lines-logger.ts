import { type Callback, type Json, type Run, type RunEvent, resolveOptions } from '@neurite/core';
import { AppendFile, savedFile } from '../internal/append-file.js';
import {
  checkEvery,
  type EverySteps,
  endOf,
  epochEvents,
  isDue,
  stepEvent,
  validationEvent,
} from '../internal/run-events.js';

/** What is written down. */
export type JsonLinesLoggerOptions = {
  /** After every how many steps the loss of a step is written: an integer of at least 1. Default 1. */
  readonly every?: EverySteps;
  /** What the run was given, to compare it with others by: any JSON object. Default none. */
  readonly hyperparameters?: Readonly<Record<string, Json>>;
  /** Of the run. Default: the name of the folder that the file is in. */
  readonly name?: string;
};

/**
 * Writes all that a run has to tell into a file of JSON lines: the loss of steps, the history, and what other callbacks log
 * (norms, times, histograms, images). `npm run watch` shows such files live. Node only.
 *
 * Each line has `type`, `step`, `epoch` and `time` (seconds since 1970). The first is of type `run`, with the
 * `hyperparameters`; then `scalars`, `histogram`, `image` (base64), `text` and `table`; the last is `end`. NaN and infinities
 * are strings. The file grows line by line, and a resumed run cuts it back to where its checkpoint stands; a new run writes
 * it anew.
 *
 * @param path of the file; folders that are missing are made
 * @throws ArgumentError for options out of range; the error of the file system, when training begins or goes on
 * @example
 * const callbacks = [jsonLinesLogger('runs/digits/events.jsonl', { hyperparameters: { learningRate: 2e-3 } })];
 */
export function jsonLinesLogger(path: string, options: JsonLinesLoggerOptions = {}): Callback {
  const where = 'jsonLinesLogger';
  const { every, hyperparameters, name } = resolveOptions(where, options, {
    every: { steps: 1 },
    hyperparameters: {},
    name: undefined,
  });
  checkEvery(where, every);
  let file: AppendFile | undefined;
  const encoder = new TextEncoder();
  const write = ({ step, epoch }: Run, { type, ...fields }: { readonly type: string }): void => {
    const line = JSON.stringify({ type, step, epoch, time: Date.now() / 1000, ...fields }, writable);
    file?.write(encoder.encode(`${line}\n`));
  };
  return {
    name: `${where} ${path}`,
    firstOnly: true,
    trainBegin: (run, saved) => {
      const { basename, dirname, resolve } = process.getBuiltinModule('node:path');
      file = new AppendFile(path, savedFile(saved)?.bytes ?? 0);
      const { seed, epochs } = run;
      const of = name ?? basename(dirname(resolve(path)));
      write(run, { type: 'run', version: 1, name: of, seed, epochs, hyperparameters } as { type: string });
      file.flush();
    },
    stepEnd: (run, report) => {
      if (isDue(run, every)) write(run, stepEvent(run, report));
    },
    validationEnd: (run, record) => write(run, validationEvent(record)),
    log: (run, event) => write(run, event.type === 'image' ? withText(event) : event),
    epochEnd: (run, record) => {
      for (const event of epochEvents(record)) write(run, event);
      file?.flush();
    },
    trainEnd: (run) => {
      write(run, { type: 'end', ...endOf(run) } as { type: string });
      file?.close();
      file = undefined;
    },
    save: () => file!.state, // `trainBegin` has opened it
  };
}

function withText({ bytes, media = 'image/png', ...event }: Extract<RunEvent, { type: 'image' }>): { type: string } {
  return { ...event, media, data: Buffer.from(bytes).toString('base64') } as { type: string };
}

/** JSON has no NaN and no infinities. */
function writable(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
