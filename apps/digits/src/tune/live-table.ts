import type { LineStream } from '@neurite/command-kit/progress-line';
import { accuracyOf, columns, type DigitTrial } from './trial-cells.js';

/** How far a search is, for its table. */
export type SearchProgress = {
  readonly trials: readonly DigitTrial[];
  /** Since its beginning, of so many. */
  readonly seconds: number;
  readonly limit: number;
};

export type LiveTable = {
  /** Shows the best trials and what runs; on a terminal in place, as often as it is called. */
  show(progress: SearchProgress): void;
  /** Tells of a trial that has ended, where there is no terminal. */
  ended(trial: DigitTrial): void;
  /** Says something below the table, which stays there; a line of its own where there is no terminal. */
  say(words: string): void;
  /** Leaves the table where it is: what is written next stands below it. */
  close(): void;
};

const BEST = 8;
const GAUGE = 20;

/** A table of the best trials, redrawn in place on a terminal; elsewhere each trial is one line. */
export function liveTable(stream: LineStream = process.stderr): LiveTable {
  const { CI, TERM } = process.env;
  const isLive = stream.isTTY === true && TERM !== 'dumb' && (CI === undefined || CI === '' || CI === 'false');
  const width = (): number => Math.max(40, (stream.columns || 80) - 1);
  let [drawn, hasHead] = [0, false];
  let [shown, said]: [string[], string[]] = [[], []];
  const draw = (): void => {
    const lines = [...shown, ...said.map((words) => cut(words, width()))];
    // Up to its first line, and each line over the old one.
    const up = drawn > 0 ? `\x1b[${drawn}A` : '';
    stream.write(`${up}${lines.map((line) => `\r${line}\x1b[K\n`).join('')}\x1b[J`);
    drawn = lines.length;
  };
  return {
    show: (progress) => {
      if (!isLive) return;
      shown = tableLines(progress, width());
      draw();
    },
    say: (words) => {
      if (!isLive) return void stream.write(`${words}\n`);
      said = [words];
      draw();
    },
    ended: (trial) => {
      if (isLive) return;
      if (!hasHead) stream.write(`${rowOf(({ head }) => head, 120)}\n`);
      hasHead = true;
      stream.write(`${rowOf(({ cell }) => cell(trial), 120)}\n`);
    },
    close: () => {
      drawn = 0;
    },
  };
}

/** The table for a width: the best trials, those that run, and how much of the time is over. */
export function tableLines({ trials, seconds, limit }: SearchProgress, width: number): string[] {
  const ended = trials.filter(({ state }) => state === 'complete' || state === 'pruned');
  // A trial that was pruned is not compared with those that went on.
  const best = ended
    .toSorted((a, b) => b.reports.length - a.reports.length || (accuracyOf(b) ?? 0) - (accuracyOf(a) ?? 0))
    .slice(0, BEST);
  const running = trials.filter(({ state }) => state === 'running');
  const count = (state: DigitTrial['state']): number => trials.filter((trial) => trial.state === state).length;
  const done = Math.round(GAUGE * Math.min(1, seconds / limit));
  const failed = count('failed') > 0 ? `, ${count('failed')} failed` : '';
  const gauge = `${'━'.repeat(done)}${'─'.repeat(GAUGE - done)} ${clock(seconds)} of ${clock(limit)}`;
  return [
    rowOf(({ head }) => head, width),
    ...best.map((trial) => rowOf(({ cell }) => cell(trial), width)),
    ...running.map((trial) => rowOf(({ cell }) => cell(trial), width)),
    cut(`${gauge} · ${count('complete')} complete, ${count('pruned')} pruned${failed}`, width),
  ];
}

function rowOf(text: (column: (typeof columns)[number]) => string, width: number): string {
  const shown = columns.filter(({ from = 0 }) => width + 1 >= from);
  return cut(shown.map((column) => text(column).padStart(column.width)).join('  '), width);
}

function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** Minutes and seconds: 9:05. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
