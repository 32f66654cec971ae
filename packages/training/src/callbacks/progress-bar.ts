import { type Callback, checkNumber, checkOptions, type EpochRecord, type Run } from '@neurite/core';
import stringWidth from 'string-width';
import { numbersOf } from '../internal/monitor.js';
import { bar, formatCount, formatDuration, formatNumber, joinParts, type Part } from '../internal/progress-line.js';

/** What the bar writes to: `process.stdout`, or anything with a `write`. */
export type ProgressStream = {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

/** How progress is shown. */
export type ProgressBarOptions = {
  /** Default: standard error; in a page, the console. */
  readonly stream?: ProgressStream;
  /** The width of the terminal in characters. Default: that of the stream at each update, or 80. */
  readonly columns?: number;
  /**
   * Whether one line is redrawn, which a page's console cannot do. Default: where the stream is a terminal and `CI` is not
   * set.
   */
  readonly live?: boolean;
  /** Seconds between two drawings of the bar, or between two lines of a long epoch where nothing is live. Default 0.1 and 30. */
  readonly interval?: number;
};

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
    const [loss, ...metrics] = numbersOf(run).map(([name, value]) => `${separator}${name} ${formatNumber(value)}`);
    const left = secondsLeft(run, trainBegin);
    const parts: Part[] = [
      { text: count, rank: 0 },
      { text: loss!, rank: 1 },
      ...metrics.map((text) => ({ text, rank: 3 })),
      { text: `${separator}${rate(run)}`, rank: 4 },
      ...(left === undefined ? [] : [{ text: `${separator}${formatDuration(left)} left`, rank: 2 }]),
    ];
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

function epochParts(run: Run, record: EpochRecord): Part[] {
  const values = (part: Parameters<typeof numbersOf>[0]): string[] =>
    numbersOf(part).map(([name, value]) => ` ${name} ${formatNumber(value)}`);
  const [loss, ...metrics] = values(record);
  const [validationLoss, ...validationMetrics] = record.validation === undefined ? [] : values(record.validation);
  return [
    { text: `epoch ${record.epoch}/${run.epochs}:`, rank: 0 },
    { text: loss!, rank: 1 },
    ...metrics.map((text) => ({ text, rank: 5 })),
    ...(validationLoss === undefined ? [] : [{ text: `, validation${validationLoss}`, rank: 2 }]),
    ...validationMetrics.map((text) => ({ text, rank: 3 })),
    { text: `, ${formatDuration(record.seconds)}`, rank: 4 },
  ];
}

/** How long the rest of the run will take at the pace so far, validation included; undefined until that is known. */
function secondsLeft(run: Run, begin: { readonly time: number; readonly step: number }): number | undefined {
  const done = run.step - begin.step;
  if (run.stepsPerEpoch === undefined || done === 0) return undefined;
  const left = (run.epochs - run.epoch + 1) * run.stepsPerEpoch - run.batch;
  return ((performance.now() - begin.time) / 1000 / done) * left;
}

function standardError(): ProgressStream | undefined {
  return typeof process === 'undefined' ? undefined : process.stderr;
}

/** For pages: each line is a message of its own. */
// biome-ignore lint/suspicious/noConsole: a page has no other stream of text.
const consoleLines: ProgressStream = { write: (text) => console.info(text.trimEnd()) };

/** Whether nobody watches: in continuous integration, or on a terminal that cannot redraw a line. */
function isUnattended(): boolean {
  const { CI, TERM } = typeof process === 'undefined' ? {} : process.env;
  return (CI !== undefined && CI !== '' && CI !== 'false') || TERM === 'dumb';
}
