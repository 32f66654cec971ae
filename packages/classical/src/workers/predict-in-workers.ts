import type { FittedEstimator } from '@neurite/core';
import { checkChoice, checkKind, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { checkRows, type Rows, rowCount, takeFrom } from '../internal/take-rows.js';
import { checkWorkers } from '../internal/workers/check-workers.js';
import { runInWorkers } from '../internal/workers/run-in-workers.js';
import type { Workers } from './workers.js';

export type PredictInWorkersOptions = {
  /** How many threads predict, and what they run. Default: 2. */
  readonly workers?: Workers;
  /** What `predict` gives, or `predictProbabilities`. Default `'predictions'`. */
  readonly output?: 'predictions' | 'probabilities';
  /** Ends the work early. */
  readonly signal?: AbortSignal;
};

const WHERE = 'predictInWorkers';
/** Parts for each thread, so that none waits long for the last one. */
const PARTS = 2;

/**
 * Predicts parts of the rows in several threads, with the bits of `model.predict(x)`; the page stays usable. It pays where
 * predicting takes longer than copying the model to each thread: nearest neighbors, support vector machines, large forests.
 *
 * @param model of one of these, or of the estimator that the module of `workers` serves
 * @returns what `predict` or `predictProbabilities` gives
 * @throws ArgumentError for models that the threads do not know, for probabilities of a model without classes, and whatever
 *   the model throws
 * @throws BackendError when a thread cannot be started, or ends
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 5, 6) };
 * const model = kNeighborsClassifier({ neighbors: 1 }).fit(x, Int32Array.of(0, 0, 1, 1));
 * console.log(await predictInWorkers(model, x, { workers: 2 })); // 0, 0, 1, 1
 */
export async function predictInWorkers<X extends Rows>(
  model: FittedEstimator<X>,
  x: X,
  options: PredictInWorkersOptions = {},
): Promise<Float64Array> {
  const { workers, output, signal } = resolveOptions(WHERE, options, {
    workers: 2,
    output: 'predictions',
    signal: undefined,
  });
  checkKind(WHERE, 'model', model, { be: 'what an estimator has learned', member: 'save' });
  checkRows(WHERE, x);
  const threads = checkWorkers(WHERE, workers);
  checkChoice(WHERE, 'output', output, ['predictions', 'probabilities']);
  const probabilities = output === 'probabilities';
  if (probabilities && model.predictProbabilities === undefined) {
    const expected = 'be a classifier where `output` is "probabilities"';
    throw new ArgumentError({ where: WHERE, argument: 'model', expected, received: `a ${model.name}` });
  }
  signal?.throwIfAborted();
  const rows = rowCount(x);
  if (threads.count === 1 || rows < 2) return probabilities ? model.predictProbabilities!(x) : model.predict(x);
  const parts = Math.min(rows, PARTS * threads.count);
  const tasks = Array.from({ length: parts }, (_, part) => {
    const [start, end] = [part, part + 1].map((i) => Math.round((i * rows) / parts)) as [number, number]; // two
    return takeFrom(
      x,
      Uint32Array.from({ length: end - start }, (_, i) => start + i),
    );
  });
  const answers = await runInWorkers(
    WHERE,
    { job: 'predict', setup: { saved: model.save(), probabilities }, tasks },
    { ...threads, signal },
  );
  const all = new Float64Array(answers.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const answer of answers) {
    all.set(answer, at);
    at += answer.length;
  }
  return all;
}
