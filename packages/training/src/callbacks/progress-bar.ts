import { type Callback, checkNumber, checkOptions, type Run } from '@neurite/core';
import stringWidth from 'string-width';
import { bar, formatCount, joinParts, type Part } from '../internal/progress-line.js';
import { epochParts, secondsLeft, stepParts } from '../internal/progress-parts.js';
import {
  consoleLines,
  isUnattended,
  type ProgressBarOptions,
  type ProgressStream,
  standardError,
} from '../internal/progress-stream.js';

export type { ProgressBarOptions, ProgressStream } from '../internal/progress-stream.js';

/**
 * Shows how training goes: a live bar with loss, metrics, samples per second and the time left, and one line for each
 * epoch that stays. Where there is no terminal, as in a page, plain lines. It never takes more than one line: what does not fit is
 * left out, the least important first.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const lines: string[] = [];
 * const callbacks = [progressBar({ stream: { write: (text) => lines.push(text) } })];
 */
export function progressBar(options: ProgressBarOptions = {}): Callback {
  checkOptions('progressBar', options, ['stream', 'columns', 'live', 'interval']);
  const { stream, columns, live, interval } = options;
  for (const [argument, value] of Object.entries({ columns, interval })) {
    if (value !== undefined) checkNumber('progressBar', argument, value, { above: 0 });
  }
  let out: ProgressStream;
  let isLive = false;
  let isDrawn = false;
  let lastDrawn = 0;
  let lastStep = 0;
  let epochBegin = { time: 0, samples: 0 };
  let trainBegin = { time: 0, step: 0 };

  // The last column stays free: some terminals wrap when it is written to. Some do not know their width, and say 0.
  const width = (): number => (columns ?? (out.columns || 80)) - 1;
  const printLine = (parts: readonly Part[]): void => {
    const line = joinParts(parts, isLive ? width() : Number.POSITIVE_INFINITY);
    out.write(isLive ? `\r${line}\x1b[K\n` : `${line}\n`);
    isDrawn = false;
  };
  /** Of the steps alone: validation is not in it. */
  const rate = (run: Run): string => {
    const seconds = (lastStep - epochBegin.time) / 1000;
    return `${formatCount((run.samples - epochBegin.samples) / seconds)} samples/s`;
  };
  const draw = (run: Run): void => {
    const head = `epoch ${run.epoch}/${run.epochs}`;
    const count = run.stepsPerEpoch === undefined ? `${run.batch} steps` : `${run.batch}/${run.stepsPerEpoch}`;
    const separator = isLive ? '  ' : ', ';
    const parts = stepParts(run, { count, separator, rate: rate(run), left: secondsLeft(run, trainBegin) });
    if (!isLive) {
      printLine([{ text: `${head}: `, rank: 0 }, ...parts]);
      return;
    }
    const text = joinParts(parts, width() - head.length - 1);
    const free = Math.min(30, width() - head.length - stringWidth(text) - 2);
    const gauge = run.stepsPerEpoch === undefined || free < 6 ? '' : `${bar(run.batch / run.stepsPerEpoch, free)} `;
    out.write(`\r${joinParts([{ text: `${head} ${gauge}${text}`, rank: 0 }], width())}\x1b[K`);
    isDrawn = true;
  };

  return {
    name: 'progressBar',
    firstOnly: true,
    trainBegin: (run) => {
      const terminal = stream ?? standardError();
      out = terminal ?? consoleLines;
      // A console cannot redraw a line.
      isLive = terminal !== undefined && (live ?? (out.isTTY === true && !isUnattended()));
      trainBegin = { time: performance.now(), step: run.step };
      if (run.step > 0) printLine([{ text: `going on after step ${formatCount(run.step)}`, rank: 0 }]);
    },
    epochBegin: (run) => {
      epochBegin = { time: performance.now(), samples: run.samples };
      lastDrawn = isLive ? 0 : epochBegin.time;
    },
    stepEnd: (run) => {
      const now = performance.now();
      lastStep = now;
      if (now - lastDrawn < (interval ?? (isLive ? 0.1 : 30)) * 1000) return;
      lastDrawn = now;
      draw(run);
    },
    epochEnd: (run, record) => printLine([...epochParts(run, record), { text: `, ${rate(run)}`, rank: 6 }]),
    trainEnd: (run) => {
      if (isDrawn) out.write('\r\x1b[K');
      isDrawn = false;
      if (run.stopped === undefined) return;
      printLine([{ text: `stopped after step ${formatCount(run.step)}: ${run.stopped}`, rank: 0 }]);
    },
  };
}
