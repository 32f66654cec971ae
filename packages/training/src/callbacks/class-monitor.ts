import { ArgumentError, type Callback, type MetricValues, type Run, resolveOptions } from '@neurite/core';
import { isTable } from '../internal/run-events.js';

/** What is read, and how classes are called. */
export type ClassMonitorOptions = {
  /** The name of a metric whose value is a confusion matrix: [i][j] counts the samples of class i that were taken for j. Default `confusionMatrix`. */
  readonly matrix?: string;
  /** The names of the classes. Default: their numbers. */
  readonly classes?: readonly string[];
};

/**
 * Logs precision, recall, F1 and support of each class at the end of each epoch, from a confusion matrix among the metrics:
 * `class/<name>/recall`, and with a validation set `validation.class/<name>/recall`. Where nothing was predicted as a class, its
 * precision is 0.
 *
 * @throws ArgumentError when training begins, where the run has no metric of that name; at the end of an epoch, where it is no
 *   square table, or there are not as many names as classes
 * @example
 * // with `metrics: { confusionMatrix: confusionMatrix({ classes: 2 }) }`
 * const callbacks = [classMonitor({ classes: ['cat', 'dog'] })];
 */
export function classMonitor(options: ClassMonitorOptions = {}): Callback {
  const name = 'classMonitor';
  const { matrix, classes } = resolveOptions(name, options, { matrix: 'confusionMatrix', classes: undefined });
  const tell = (run: Run, prefix: string, metrics: MetricValues): void => {
    const table = metrics[matrix];
    if (!isTable(table) || table.some((row) => row.length !== table.length)) {
      const expected = 'name a metric whose value is a square table';
      throw new ArgumentError({ where: name, argument: 'matrix', expected, received: matrix });
    }
    const names = classes ?? table.map((_, i) => String(i));
    if (names.length !== table.length) {
      const expected = `have a name for each of the ${table.length} classes`;
      throw new ArgumentError({ where: name, argument: 'classes', expected, received: `${names.length} names` });
    }
    const taken = table.map((_, j) => total(table.map((row) => row[j]!)));
    const values = table.flatMap((row, i) => {
      const [right, support] = [row[i]!, total(row)];
      const precision = taken[i] === 0 ? 0 : right / taken[i]!;
      const recall = support === 0 ? 0 : right / support;
      const f1 = right === 0 ? 0 : (2 * right) / (taken[i]! + support);
      const of = { precision, recall, f1, support };
      return Object.entries(of).map(([what, value]) => [`${prefix}class/${names[i]}/${what}`, value] as const);
    });
    run.log({ type: 'scalars', values: Object.fromEntries(values) });
  };
  return {
    name,
    trainBegin: ({ monitors }) => {
      if (monitors.includes(matrix)) return;
      const expected = `be among the metrics: ${monitors.filter((one) => !one.startsWith('validation.')).join(', ')}`;
      throw new ArgumentError({ where: name, argument: 'matrix', expected, received: matrix });
    },
    epochEnd: (run, { metrics, validation }) => {
      tell(run, '', metrics);
      if (validation !== undefined) tell(run, 'validation.', validation.metrics);
    },
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
