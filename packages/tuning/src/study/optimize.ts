import { ArgumentError, checkFunction, checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import type { Terminator } from '../terminators/terminator.js';
import type { Study } from './study.js';
import type { Objectives, Result, RunningTrial, Trial } from './trial.js';

export type OptimizeOptions<S, O> = {
  /** Ends after so many trials of this call: at least 1. Default: no bound. */
  readonly trials?: number | undefined;
  /** Begins no trial after so many seconds: above 0. Default: no bound. */
  readonly seconds?: number | undefined;
  /** How many trials run at a time, for work that waits elsewhere: at least 1. Default 1. */
  readonly concurrency?: number;
  /** End the search when they find that more trials are not worth it. Default: none. */
  readonly terminators?: readonly Terminator[];
  /** Ends the search: no trial begins any more, and the signals of those that run are aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each trial that has ended. */
  readonly onTrial?: ((trial: Trial<S, O>) => void | Promise<void>) | undefined;
};

/** Why a search has ended. */
export type SearchEnd = 'trials' | 'seconds' | 'signal' | 'exhausted' | `terminator ${string}`;

/** So many failures before the first success, and the objective is at fault, not the values. */
const HOPELESS = 10;

/**
 * Runs trials one after another until a bound is reached. A trial whose objective throws counts as failed, and the search goes
 * on; the trial keeps the message. One that throws because the signal was aborted counts as lost: whoever goes on with the study
 * tries its values again.
 *
 * @param objective what a trial results in: a number, or one for each objective by name. It may report, and stop when it is
 *   told so
 * @returns why it ended
 * @throws ArgumentError without any bound, and for options out of range
 * @throws what the objective threw, when none of the first 10 trials succeeded
 * @example
 * const study = await createStudy({ x: float(-5, 5) });
 * await optimize(study, ({ values }) => (values.x - 2) ** 2, { trials: 20 });
 * console.log(study.best?.values?.x); // about 2
 */
export async function optimize<S, O extends Objectives>(
  study: Study<S, O>,
  objective: (trial: RunningTrial<S>) => Result<O> | Promise<Result<O>>,
  options: OptimizeOptions<S, O>,
): Promise<SearchEnd> {
  const { trials, seconds, concurrency, terminators, signal, onTrial } = resolveOptions('optimize', options, {
    trials: undefined,
    seconds: undefined,
    concurrency: 1,
    terminators: [],
    signal: undefined,
    onTrial: undefined,
  });
  checkFunction('optimize', 'objective', objective);
  if (trials !== undefined) checkInteger('optimize', 'trials', trials, { min: 1 });
  if (seconds !== undefined) checkNumber('optimize', 'seconds', seconds, { above: 0 });
  checkInteger('optimize', 'concurrency', concurrency, { min: 1 });
  if (trials === undefined && seconds === undefined && signal === undefined && terminators.length === 0) {
    const problem = 'it would never end: it needs `trials`, `seconds`, `terminators` or a `signal`';
    throw new ArgumentError({ where: 'optimize', problem });
  }
  const started = performance.now();
  let [begun, ended, succeeded] = [0, undefined as SearchEnd | undefined, false];
  const endOf = (): SearchEnd | undefined => {
    if (signal?.aborted === true) return 'signal';
    if (trials !== undefined && begun >= trials) return 'trials';
    if (seconds !== undefined && performance.now() - started >= seconds * 1000) return 'seconds';
    const terminator = begun === 0 ? undefined : terminators.find((one) => one.shouldStop(study));
    return terminator && `terminator ${terminator.name}`;
  };
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (;;) {
      ended ??= endOf();
      if (ended !== undefined) return;
      begun++;
      const trial = await study.ask({ signal });
      if (trial === undefined) {
        ended ??= 'exhausted';
        return;
      }
      try {
        const result = await objective(trial);
        await study.tell(trial, result);
        succeeded ||= trialOf(study, trial.number)?.state !== 'failed';
      } catch (error) {
        // What is thrown because the search ends says nothing about the values.
        const retry = signal?.aborted === true;
        await study.tell(trial, { problem: error instanceof Error ? error.message : String(error), retry });
        if (!retry) failures.push(error);
        if (!succeeded && failures.length >= HOPELESS) throw failures[0];
      }
      await onTrial?.(trialOf(study, trial.number)!);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return ended!; // no lane returns before
}

function trialOf<S, O extends Objectives>(study: Study<S, O>, number: number): Trial<S, O> | undefined {
  return study.trials.findLast((trial) => trial.number === number);
}
