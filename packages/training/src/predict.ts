import {
  ArgumentError,
  type BatchValue,
  checkInteger,
  describeValue,
  inference,
  type Module,
  mapTensors,
  memoryScope,
  resolveOptions,
  tensorsOf,
  within,
} from '@neurite/core';
import { concat, dispose, slice, Tensor } from '@tensorflow/tfjs-core';
import type { Batches } from './batches.js';
import { isDataset, openBatches } from './internal/batch-source.js';
import { assertModel } from './internal/check-arguments.js';
import { assertFirstInput } from './internal/first-input.js';
import { loadValue } from './internal/load-value.js';
import { ModelSnapshot } from './internal/model-snapshot.js';
import { turns } from './internal/yield-to-event-loop.js';

/** How to predict. */
export type PredictOptions = {
  /** How many samples go through the model at once: an integer of at least 1. A data set brings its own. */
  readonly batchSize?: number;
  /** For a data set that draws random numbers of its own. Default 0. */
  readonly seed?: number;
};

/**
 * Predicts for many samples, batch by batch, so that only the activations of one batch are in memory at a time. Uses the
 * parameters as they are at the call, even if training continues meanwhile.
 *
 * @param x all samples as one value with a leading batch axis (a host array, a tensor, or a record of them), or a data
 *   set of batches `{ x }`
 * @returns predictions with the same batch axis, in the order of the samples: a tensor, or a list or record of tensors, as
 *   the model gives it; the caller owns them
 * @throws ArgumentError when the data set is empty
 * @throws ShapeError, DtypeError when the samples do not fit the model
 * @example
 * class Double extends Module {
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, 2);
 *   }
 * }
 * const doubled = await predict(new Double(), tensor1d([1, 2, 3]), { batchSize: 2 }); // 2, 4, 6
 */
export async function predict<In, Out>(
  model: Module<In, Out>,
  x: BatchValue | Batches<{ readonly x: BatchValue }>,
  options: PredictOptions = {},
): Promise<Out> {
  const { batchSize, seed } = resolveOptions(where, options, { batchSize: 256, seed: 0 });
  assertModel(where, model);
  checkInteger(where, 'batchSize', batchSize, { min: 1 });
  checkInteger(where, 'seed', seed, { min: 0 });
  const isDataOfBatches = isBatches(x);
  const batches = isDataOfBatches ? batchesOf(x, seed) : slicesOf(x, batchSize);
  // Bytes that have become int32 tensors are no bytes any more.
  if (!isDataOfBatches) assertFirstInput(where, model, { x });
  const parts: Out[] = [];
  const breathe = turns();
  const snapshot = new ModelSnapshot(model);
  // `In` is the model's own; a value that does not fit is an error of the first check, or of the model.
  const forward = (value: unknown): Out => snapshot.run(() => model.forward(value as In, inference()));
  try {
    for await (const batch of batches) {
      const predictBatch = (): Out => {
        if (isDataOfBatches && parts.length === 0) assertFirstInput(where, model, batch);
        const loaded = loadValue(where, 'x', { value: batch.x });
        try {
          return memoryScope(where, () => forward(loaded.value));
        } finally {
          dispose([...loaded.made]);
        }
      };
      parts.push(isDataOfBatches ? within(`batch ${parts.length + 1}`, predictBatch) : predictBatch());
      await breathe();
    }
    if (parts.length === 0) {
      throw new ArgumentError({ where, argument: 'x', expected: 'have at least one batch', received: 'none' });
    }
    return parts.length === 1 ? parts.pop()! : joined(parts);
  } finally {
    snapshot.dispose();
    dispose(parts.flatMap((part) => [...tensorsOf(part).values()]));
  }
}

const where = 'predict';

/** A batch of which the inputs alone are wanted. */
type Inputs = { readonly x: BatchValue; readonly dispose?: (() => void) | undefined };

async function* batchesOf(data: Batches<Inputs>, seed: number): AsyncGenerator<{ x: unknown }> {
  const source = await openBatches(data, { where, epoch: 0, seed, batches: 0, position: undefined });
  try {
    for (let next = await source.next(); next !== undefined; next = await source.next()) {
      try {
        yield next.batch;
      } finally {
        next.batch.dispose?.();
      }
    }
  } finally {
    await source.close();
  }
}

async function* slicesOf(x: BatchValue, batchSize: number): AsyncGenerator<{ x: unknown }> {
  const { value, made, size } = loadValue(where, 'x', { value: x });
  try {
    for (let start = 0; start < size; start += batchSize) {
      const count = Math.min(batchSize, size - start);
      const part = count === size ? value : mapTensors(value, (tensor) => slice(tensor, [start], [count]));
      try {
        yield { x: part };
      } finally {
        if (part !== value) dispose([...tensorsOf(part).values()]);
      }
    }
  } finally {
    dispose([...made]);
  }
}

function joined<Out>(parts: readonly Out[]): Out {
  const leaves = parts.map((part) => tensorsOf(part));
  return mapTensors(parts[0]!, (_, path) => concat(leaves.map((tensors) => tensors.get(path)!)));
}

function isBatches(x: unknown): x is Batches<{ readonly x: BatchValue }> {
  if (typeof x !== 'object' || x === null) {
    throw new ArgumentError({
      where,
      argument: 'x',
      expected: 'be a host array, a tensor, a record of these, or a data set of batches',
      received: describeValue(x),
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
