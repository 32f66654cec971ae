import { ArgumentError, type BatchValue, inference, type Module, within } from '@neurite/core';
import { concat, dispose, slice, Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Batches } from './batches.js';
import { isDataset, openBatches } from './internal/batch-source.js';
import { describe, loadValue } from './internal/batch-tensors.js';
import { turns } from './internal/yield-to-event-loop.js';

/** How to predict. */
export type PredictOptions = {
  /** How many samples go through the model at once: a whole number of at least 1. A data set brings its own. */
  readonly batchSize?: number;
  /** For a data set that draws random numbers of its own. Default 0. */
  readonly seed?: number;
};

/**
 * What a model says to many samples, batch by batch, so that no more than one batch's activations live at a time.
 *
 * @param x all samples as one value with a leading batch axis (a host array, a tensor, or a record of them), or a data
 *   set of batches `{ x }`
 * @returns predictions with the same batch axis, in the order of the samples; the caller owns them
 * @throws ArgumentError when the data set is empty
 * @throws ShapeError when the samples do not fit the model
 * @example
 * class Double extends Module {
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, 2);
 *   }
 * }
 * const doubled = await predict(new Double(), tensor1d([1, 2, 3]), { batchSize: 2 }); // 2, 4, 6
 */
export async function predict<In, Out extends Tensor>(
  model: Module<In, Out>,
  x: BatchValue | Batches<{ readonly x: BatchValue }>,
  { batchSize = 256, seed = 0 }: PredictOptions = {},
): Promise<Out> {
  const where = 'predict';
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new ArgumentError({
      where,
      argument: 'batchSize',
      expected: 'be a whole number of at least 1',
      received: String(batchSize),
    });
  }
  const parts: Out[] = [];
  const breathe = turns();
  // `In` is the model's own; a value that does not fit is a ShapeError of the model.
  const forward = (value: unknown): Out => tidy(() => model.forward(value as In, inference()));
  try {
    if (isBatches(x)) {
      const source = await openBatches(x, { where, epoch: 0, seed, batches: 0, position: undefined });
      try {
        for (let next = await source.next(); next !== undefined; next = await source.next()) {
          const { value, made } = loadValue(where, 'x', next.batch.x);
          try {
            parts.push(within(`batch ${parts.length + 1}`, () => forward(value)));
          } finally {
            dispose([...made]);
          }
          await breathe();
        }
      } finally {
        await source.close();
      }
    } else {
      const { value, made, size } = loadValue(where, 'x', x);
      try {
        for (let start = 0; start < size; start += batchSize) {
          const count = Math.min(batchSize, size - start);
          parts.push(tidy(() => forward(count === size ? value : sliced(value, start, count))));
          await breathe();
        }
      } finally {
        dispose([...made]);
      }
    }
    if (parts.length === 0) {
      throw new ArgumentError({ where, argument: 'x', expected: 'have at least one batch', received: 'none' });
    }
    const only = parts.length === 1 ? parts.pop() : undefined;
    return only ?? (concat(parts) as Tensor as Out); // of the rank of its parts
  } finally {
    dispose(parts);
  }
}

function isBatches(x: unknown): x is Batches<{ readonly x: BatchValue }> {
  if (typeof x !== 'object' || x === null) {
    throw new ArgumentError({
      where: 'predict',
      argument: 'x',
      expected: 'be a host array, a tensor, a record of these, or a data set of batches',
      received: describe(x),
    });
  }
  if (x instanceof Tensor) return false;
  if (isDataset(x as Batches<unknown>) || Symbol.asyncIterator in x) return true;
  return Symbol.iterator in x && !(Array.isArray(x) && !isBatch(x[0]));
}

/** An array is a list of batches, or the inputs of a model that takes several: only its elements tell. */
function isBatch(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'x' in item && !(item instanceof Tensor);
}

function sliced(value: unknown, start: number, count: number): unknown {
  if (value instanceof Tensor) return slice(value, [start], [count]);
  if (Array.isArray(value)) return value.map((item) => sliced(item, start, count));
  return Object.fromEntries(Object.entries(value as object).map(([name, item]) => [name, sliced(item, start, count)]));
}
