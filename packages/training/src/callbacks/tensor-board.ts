import { type Callback, type Json, type Run, type RunEvent, resolveOptions } from '@neurite/core';
import { AppendFile, savedFile } from '../internal/append-file.js';
import { eventMessage, versionMessage } from '../internal/event-message.js';
import { checkEvery, type EverySteps, epochEvents, isDue, stepEvent, validationEvent } from '../internal/run-events.js';
import { tfRecord } from '../internal/tf-record.js';

/** What is written down. */
export type TensorBoardOptions = {
  /** After every how many steps the loss of a step is written: an integer of at least 1. Default 1. */
  readonly every?: EverySteps;
  /** What the run was given; shown as text. Default none. */
  readonly hyperparameters?: Readonly<Record<string, Json>>;
};

/**
 * Writes event files that TensorBoard reads: the loss of steps as `step.loss`, the numbers of epochs under their names, and what
 * other callbacks log, but for tables. Node only.
 *
 * Each new run makes a file of its own, `events.out.tfevents.…`; a resumed one goes on in its file, cut back to where its
 * checkpoint stands. Give each run a folder of its own, and TensorBoard the folder above: `tensorboard --logdir runs`.
 *
 * @param folder of the run; it is made when it is missing
 * @throws ArgumentError for options out of range; the error of the file system, when training begins or goes on
 * @example
 * const callbacks = [tensorBoard('runs/digits', { every: { steps: 10 } })];
 */
export function tensorBoard(folder: string, options: TensorBoardOptions = {}): Callback {
  const name = 'tensorBoard';
  const { every, hyperparameters } = resolveOptions(name, options, { every: { steps: 1 }, hyperparameters: undefined });
  checkEvery(name, every);
  let file: AppendFile | undefined;
  const write = ({ step }: Pick<Run, 'step'>, event: RunEvent): void => {
    const message = eventMessage({ step, time: Date.now() / 1000 }, event);
    if (message !== undefined) file?.write(tfRecord(message));
  };
  return {
    name: `${name} ${folder}`,
    firstOnly: true,
    trainBegin: (run, saved) => {
      const { join } = process.getBuiltinModule('node:path');
      const { hostname } = process.getBuiltinModule('node:os');
      const time = Date.now() / 1000;
      const before = savedFile(saved);
      const fresh = join(folder, `events.out.tfevents.${time.toFixed(3)}.${hostname()}.${process.pid}`);
      file = new AppendFile(before?.path ?? fresh, before?.bytes ?? 0);
      if (before !== undefined) return;
      file.write(tfRecord(versionMessage({ time })));
      if (hyperparameters === undefined) return;
      const text = `\`\`\`json\n${JSON.stringify(hyperparameters, undefined, 2)}\n\`\`\``;
      write(run, { type: 'text', name: 'hyperparameters', text });
    },
    stepEnd: (run, report) => {
      if (isDue(run, every)) write(run, stepEvent(run, report));
    },
    validationEnd: (run, record) => write(run, validationEvent(record)),
    log: write,
    epochEnd: (run, record) => {
      for (const event of epochEvents(record)) write(run, event);
      file?.flush();
    },
    trainEnd: () => {
      file?.close();
      file = undefined;
    },
    save: () => file!.state, // `trainBegin` has opened it
  };
}
