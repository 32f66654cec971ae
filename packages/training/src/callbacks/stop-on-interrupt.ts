import { BackendError, type Callback, resolveOptions } from '@neurite/core';

/** What an interrupt does. */
export type StopOnInterruptOptions = {
  /** Which signal asks for the end. `SIGTERM` is what process managers send. Default `['SIGINT']`. */
  readonly signals?: readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[];
  /**
   * Whether the process exits when training has ended, with code 128 + the signal's number: 130 for Ctrl-C. Otherwise
   * `fit` returns, and `history.stopped` has the reason. Default true.
   */
  readonly exit?: boolean;
  /** Called with a line for people when the signal comes. Default: it goes to standard error. */
  readonly say?: (line: string) => void;
};

/** Signals that come within so many milliseconds are one. */
const TOGETHER = 500;
const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Lets Ctrl-C end training in order: the step is finished, `checkpoints` are written, every callback ends, and the
 * process exits with code 130. A second Ctrl-C, half a second after the first or later, ends the process at once: one
 * press of the keys may arrive several times, from the terminal and from programs that forward it. Node only.
 *
 * The process is only listened to while `fit` runs. Without this callback, Ctrl-C does what it always does.
 *
 * @throws BackendError when training begins where there are no signals, as in a browser
 * @example
 * const callbacks = [checkpoints('runs/digits'), stopOnInterrupt()];
 */
export function stopOnInterrupt(options: StopOnInterruptOptions = {}): Callback {
  const { signals, exit, say } = resolveOptions('stopOnInterrupt', options, {
    signals: ['SIGINT'],
    exit: true,
    say: sayOnStandardError,
  });
  let stopListening = (): void => {};
  let interrupted = false;
  return {
    name: 'stopOnInterrupt',
    trainBegin: (run) => {
      if (typeof process === 'undefined' || typeof process.on !== 'function') {
        throw new BackendError({
          where: 'stopOnInterrupt',
          problem: 'there are no signals here',
          advice: 'Leave it out',
        });
      }
      interrupted = false;
      const listeners = signals.map((signal) => {
        const listener = (): void => {
          if (interrupted) return;
          interrupted = true;
          // With nobody listening, the next signal does what the system does with it, even in the middle of a step.
          setTimeout(stopListening, TOGETHER).unref();
          run.stop(
            `interrupted by ${signal}`,
            exit ? { afterwards: () => process.exit(128 + numbers[signal]) } : undefined,
          );
          say('Stopping after this step. Once more ends it at once, without a checkpoint.');
        };
        process.on(signal, listener);
        return () => process.off(signal, listener);
      });
      stopListening = () => {
        for (const remove of listeners) remove();
      };
    },
    trainEnd: () => {
      // Where the process exits next, the same press may still arrive while other callbacks end.
      if (!interrupted || !exit) stopListening();
    },
  };
}

function sayOnStandardError(line: string): void {
  // On a terminal the cursor may stand behind a progress bar and the ^C.
  process.stderr.write(process.stderr.isTTY ? `\n${line}\n` : `${line}\n`);
}
