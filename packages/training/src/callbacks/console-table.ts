import { type Callback, checkInteger, type EpochRecord, resolveOptions } from '@neurite/core';
import { numbersOf } from '../internal/monitor.js';
import { formatDuration, formatNumber } from '../internal/progress-line.js';

/** How the table looks. */
export type ConsoleTableOptions = {
  /** After how many rows the names of the columns come again: an integer of at least 1. Default 20. */
  readonly repeat?: number;
  /** Called with each line. Default: it goes to the console. */
  readonly print?: (line: string) => void;
};

/**
 * Prints the history as a table: one row for each epoch, one column for each number. `progressBar` shows an epoch while it goes
 * on; this one is for logs that somebody reads afterwards.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const lines: string[] = [];
 * const callbacks = [consoleTable({ print: (line) => lines.push(line) })];
 */
export function consoleTable(options: ConsoleTableOptions = {}): Callback {
  const where = 'consoleTable';
  const { repeat, print } = resolveOptions(where, options, { repeat: 20, print: toConsole });
  checkInteger(where, 'repeat', repeat, { min: 1 });
  let header = '';
  let rows = 0;
  return {
    name: where,
    firstOnly: true,
    trainBegin: () => {
      header = '';
    },
    epochEnd: ({ epochs }, record) => {
      const cells = cellsOf(record, epochs);
      const names = cells.map(([name, value]) => name.padStart(Math.max(value.length, LEAST)));
      const next = names.join('  ');
      if (next !== header || rows === repeat) {
        print(next);
        print('─'.repeat(next.length));
        [header, rows] = [next, 0];
      }
      print(cells.map(([, value], i) => value.padStart(names[i]!.length)).join('  '));
      rows++;
    },
  };
}

/** The least width of a column: that of most numbers, so that rows stay aligned. */
const LEAST = 8;

function cellsOf({ epoch, validation, seconds, ...record }: EpochRecord, epochs: number): [string, string][] {
  const text = (prefix: string, part: Parameters<typeof numbersOf>[0]): [string, string][] =>
    numbersOf(part).map(([name, value]) => [prefix + name, formatNumber(value)]);
  return [
    ['epoch', `${epoch}/${epochs}`],
    ...text('', record),
    ...(validation === undefined ? [] : text('validation.', validation)),
    ['time', formatDuration(seconds)],
  ];
}

function toConsole(line: string): void {
  // biome-ignore lint/suspicious/noConsole: it is what the callback is for.
  console.log(line);
}
