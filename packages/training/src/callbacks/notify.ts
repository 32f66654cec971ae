import { type Callback, resolveOptions } from '@neurite/core';
import { numbersOf } from '../internal/monitor.js';
import { formatDuration, formatNumber } from '../internal/progress-line.js';
import { endOf } from '../internal/run-events.js';
import { sayWarning } from '../internal/say-warning.js';

/** What somebody is told. */
export type RunNotification = {
  readonly event: 'begin' | 'epoch' | 'end' | 'failed';
  /** One line for people. */
  readonly text: string;
  readonly step: number;
  readonly epoch: number;
  /** Since training began in this process. */
  readonly seconds: number;
};

/** Of what, and what happens when it cannot be told. */
export type NotifyOptions = {
  /** Which events are told. Default `['end', 'failed']`. */
  readonly on?: readonly RunNotification['event'][];
  /** Called when `send` fails: a message that cannot be sent ends no training. Default: a process warning, in a page one of the console. */
  readonly warn?: (message: string) => void;
};

/**
 * Calls a function when training ends or fails, e.g. one that sends a mail or posts to a chat.
 *
 * @param send may be asynchronous; training waits for it
 * @example
 * const callbacks = [
 *   notify(async ({ text }) => void (await fetch('https://chat.example/hook', { method: 'POST', body: text }))),
 * ];
 */
export function notify(
  send: (notification: RunNotification) => void | Promise<void>,
  options: NotifyOptions = {},
): Callback {
  const name = 'notify';
  const { on, warn } = resolveOptions(name, options, {
    on: ['end', 'failed'] as readonly RunNotification['event'][],
    warn: sayWarning,
  });
  let begun = 0;
  const tell = async (
    event: RunNotification['event'],
    { step, epoch }: Pick<RunNotification, 'step' | 'epoch'>,
    text: string,
  ): Promise<void> => {
    if (!on.includes(event)) return;
    try {
      await send({ event, text, step, epoch, seconds: (performance.now() - begun) / 1000 });
    } catch (error) {
      warn(`${name}: \`send\` failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    name,
    firstOnly: true,
    trainBegin: (run) => {
      begun = performance.now();
      return tell('begin', run, `training begins after step ${run.step}`);
    },
    epochEnd: (run, record) => {
      const numbers = numbersOf(record).map(([key, value]) => `${key} ${formatNumber(value)}`);
      return tell('epoch', run, `epoch ${record.epoch}/${run.epochs}: ${numbers.join(', ')}`);
    },
    trainEnd: (run) => {
      const { reason, error } = endOf(run);
      const time = formatDuration((performance.now() - begun) / 1000);
      const last = run.history.at(-1);
      const loss = last === undefined ? '' : `, loss ${formatNumber(last.validation?.loss ?? last.loss)}`;
      const text = `training ${error === undefined ? `ended (${reason})` : `failed (${error})`} after step ${run.step}, ${time}${loss}`;
      return tell(error === undefined ? 'end' : 'failed', run, text);
    },
  };
}
