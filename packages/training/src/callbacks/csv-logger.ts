import type { Callback, EpochRecord, Run } from '@neurite/core';
import { writeFileAtomic } from '@neurite/formats';
import { monitored, numbersOf } from '../internal/monitor.js';

/**
 * Writes the history as a CSV file (RFC 4180), one row for each epoch. Node only.
 *
 * The file is replaced as a whole after every epoch, so a reader never sees half a row, and after a resume it holds
 * exactly the epochs of the history. It belongs to one run: a new run writes it anew.
 *
 * Columns: epoch, steps, samples, seconds, loss, the metrics, and the same for the validation set as
 * `validation.loss` and so on. Metrics that are tables are left out.
 *
 * @param path where; folders that are missing are made
 * @example
 * const callbacks = [csvLogger('runs/digits/history.csv')];
 */
export function csvLogger(path: string): Callback {
  const write = async ({ history, monitors }: Run): Promise<void> => {
    const { stringify } = await import('csv-stringify/sync');
    const last = history.at(-1);
    const reported = last === undefined ? [...monitors] : columnsOf(last);
    const rows = history.map((record) => [
      ...[record.epoch, record.steps, record.samples, record.seconds.toFixed(3)],
      ...reported.map((name) => String(monitored('csvLogger', 'history', name, record))),
    ]);
    await writeFileAtomic(path, stringify([['epoch', 'steps', 'samples', 'seconds', ...reported], ...rows]));
  };
  return { name: `csvLogger ${path}`, trainBegin: write, epochEnd: write };
}

function columnsOf(record: EpochRecord): string[] {
  const validation = record.validation === undefined ? [] : numbersOf(record.validation);
  return [...numbersOf(record).map(([name]) => name), ...validation.map(([name]) => `validation.${name}`)];
}
