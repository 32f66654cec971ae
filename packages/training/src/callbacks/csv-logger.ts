import type { Callback, EpochRecord, Run } from '@neurite/core';
import { writeFileAtomic } from '@neurite/formats';
import { monitored, numbersOf } from '../internal/monitor.js';

/**
 * Writes the history as a CSV file (RFC 4180), one row for each epoch. Node only.
 *
 * The file is written as a whole when training begins, so after a resume it holds exactly the epochs of the history; then each
 * epoch adds its row. It belongs to one run: a new run writes it anew.
 *
 * Columns: epoch, steps, samples, seconds, loss, the metrics, and the same for the validation set as
 * `validation.loss` and so on. Metrics that are tables are left out.
 *
 * @param path where; folders that are missing are made
 * @example
 * const callbacks = [csvLogger('runs/digits/history.csv')];
 */
export function csvLogger(path: string): Callback {
  let columns: readonly string[] = [];
  const textOf = async (rows: readonly (readonly unknown[])[]): Promise<string> => {
    const { stringify } = await import('csv-stringify/sync');
    return stringify(rows.map((row) => [...row]));
  };
  const rowOf = (record: EpochRecord): string[] => [
    ...[record.epoch, record.steps, record.samples].map(String),
    record.seconds.toFixed(3),
    ...columns.map((name) => String(monitored('csvLogger', 'history', name, record))),
  ];
  const writeAll = async ({ history, monitors }: Run): Promise<void> => {
    const last = history.at(-1);
    columns = last === undefined ? monitors : columnsOf(last);
    const header = ['epoch', 'steps', 'samples', 'seconds', ...columns];
    await writeFileAtomic(path, await textOf([header, ...history.map(rowOf)]));
  };
  return {
    name: `csvLogger ${path}`,
    firstOnly: true,
    trainBegin: writeAll,
    epochEnd: async (run, record) => {
      // Which metrics are tables is known after the first epoch.
      if (columnsOf(record).join() !== columns.join()) return writeAll(run);
      const { appendFile } = process.getBuiltinModule('node:fs/promises');
      await appendFile(path, await textOf([rowOf(record)]));
    },
  };
}

function columnsOf(record: EpochRecord): string[] {
  const validation = record.validation === undefined ? [] : numbersOf(record.validation);
  return [...numbersOf(record).map(([name]) => name), ...validation.map(([name]) => `validation.${name}`)];
}
