import { ArgumentError, type Batch, checkOptions, describeValue, type Loaded, ShapeError } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { type LoadedValue, loadValue } from './internal/load-value.js';

/** A batch as tensors; `using` or `dispose()` frees those that were made for it. */
export type TensorBatch<X, Y, W> = Batch<Loaded<X>, Loaded<Y>, Loaded<W>> & {
  /** The number of samples. */
  readonly size: number;
  /** Where in the whole batch they begin, and how many that has. */
  readonly rows: { readonly first: number; readonly of: number };
  /** Frees the tensors that were made, and calls the `dispose` of the batch; others that came as tensors stay. */
  dispose(): void;
  [Symbol.dispose](): void;
};

/** How tensors are made of a batch. */
export type ToTensorsOptions = {
  /** Who asks, for errors. Default `toTensors`. */
  readonly where?: string;
  /** Which rows of a batch of so many samples are wanted, e.g. those of one of several processes. Default: all. */
  readonly rowsOf?: ((size: number) => { readonly first: number; readonly count: number }) | undefined;
};

/**
 * Makes tensors of a batch: float32 of Float32Arrays, int32 of the others. Tensors in it are lent, and stay as they are, unless
 * the batch has a `dispose`, which is called when it is done.
 *
 * @param batch inputs, targets and weights: host arrays, tensors, or lists or records of them, with a leading batch axis
 * @returns the same lists and records, of tensors
 * @throws ShapeError when there is no batch axis, or its sizes differ
 * @throws ArgumentError when the batch is made of something else
 * @example
 * using batch = toTensors({ x: hostArray(Float32Array.of(1, 2)), y: hostArray(Int32Array.of(0, 1)) });
 * batch.size; // 2
 */
export function toTensors<X, Y, W = undefined>(
  batch: Batch<X, Y, W>,
  options: ToTensorsOptions = {},
): TensorBatch<X, Y, W> {
  checkOptions('toTensors', options, ['where', 'rowsOf']);
  const { where = 'toTensors', rowsOf } = options;
  if (typeof batch !== 'object' || batch === null || !('x' in batch) || !('y' in batch)) {
    throw new ArgumentError({
      where,
      argument: 'data',
      expected: 'give batches of the form { x, y } or { x, y, weights }',
      received: describeValue(batch),
    });
  }
  const values: LoadedValue[] = [];
  const free = (): void => {
    dispose(values.flatMap(({ made }) => made));
    batch.dispose?.();
  };
  const load = (argument: 'x' | 'y' | 'weights'): unknown => {
    const loaded = loadValue(where, argument, { value: batch[argument], rowsOf });
    values.push(loaded);
    const size = values[0]!.size;
    if (loaded.size !== size) {
      throw new ShapeError({
        where,
        argument,
        expected: `have as many samples as \`x\`, ${size}`,
        received: String(loaded.size),
        advice: 'The first axis of both is the batch axis',
      });
    }
    return loaded.value;
  };
  try {
    const loaded = { x: load('x'), y: load('y'), weights: batch.weights === undefined ? undefined : load('weights') };
    const of = values[0]!.size;
    const { first, count } = rowsOf?.(of) ?? { first: 0, count: of };
    return {
      ...(loaded as Batch<Loaded<X>, Loaded<Y>, Loaded<W>>), // a tensor for each array
      size: count,
      rows: { first, of },
      dispose: free,
      [Symbol.dispose]: free,
    };
  } catch (error) {
    free();
    throw error;
  }
}
