import { ArgumentError, type BatchValue, type HostArray, ShapeError } from '@neurite/core';
import { dispose, Tensor, tensor } from '@tensorflow/tfjs-core';

/** A batch on its way through the model. */
export type LoadedBatch = {
  readonly x: unknown;
  readonly y: Tensor;
  /** Samples in it. */
  readonly size: number;
  /** Frees the tensors that were made for this batch; those that came as tensors stay. */
  free(): void;
};

/** Tensors made of a value, and those among them that did not exist before. */
export type LoadedValue = { readonly value: unknown; readonly made: readonly Tensor[]; readonly size: number };

/**
 * Makes a batch's tensors.
 *
 * @throws ShapeError when there is no batch axis, or the sizes of it differ
 * @throws ArgumentError when it is made of something else
 */
export function loadBatch(where: string, batch: unknown): LoadedBatch {
  if (typeof batch !== 'object' || batch === null || !('x' in batch) || !('y' in batch)) {
    throw new ArgumentError({
      where,
      argument: 'data',
      expected: 'give batches of the form { x, y }',
      received: describe(batch),
    });
  }
  const x = loadValue(where, 'x', batch.x);
  let y: LoadedValue | undefined;
  try {
    y = loadValue(where, 'y', batch.y);
    if (x.size !== y.size) {
      throw new ShapeError({
        where,
        argument: 'y',
        expected: `have as many samples as \`x\`, ${x.size}`,
        received: String(y.size),
        advice: 'The first axis of both is the batch axis',
      });
    }
  } catch (error) {
    dispose([...x.made, ...(y?.made ?? [])]);
    throw error;
  }
  const made = [...x.made, ...y.made];
  // What `y` may be is between the caller's data set and the caller's loss: types cannot follow it through a data set.
  return { x: x.value, y: y.value as Tensor, size: x.size, free: () => dispose(made) };
}

/** Makes tensors of an input or a truth; see `BatchValue`. */
export function loadValue(where: string, argument: string, given: unknown): LoadedValue {
  const made: Tensor[] = [];
  const sizes: number[] = [];
  const load = (path: string, value: unknown): unknown => {
    if (value instanceof Tensor || isHostArray(value)) {
      const size = value.shape[0];
      if (size === undefined || size === 0) {
        throw new ShapeError({
          where,
          argument: path,
          expected: 'have a batch axis with at least one sample',
          received: `shape [${value.shape.join(', ')}]`,
          advice: 'Call .batch(size) on the dataset',
        });
      }
      if (sizes[0] !== undefined && sizes[0] !== size) {
        throw new ShapeError({ where, argument: path, expected: `have ${sizes[0]} samples`, received: String(size) });
      }
      sizes.push(size);
      if (value instanceof Tensor) return value;
      const loaded = toTensor(value);
      made.push(loaded);
      return loaded;
    }
    if (Array.isArray(value)) return value.map((item, i) => load(`${path}.${i}`, item));
    if (isRecord(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, load(`${path}.${name}`, item)]));
    }
    throw new ArgumentError({
      where,
      argument: path,
      expected: 'be a host array, a tensor, or a list or record of these',
      received: describe(value),
    });
  };
  try {
    const value = load(argument, given as BatchValue);
    if (sizes[0] === undefined) {
      throw new ArgumentError({ where, argument, expected: 'hold at least one tensor', received: 'none' });
    }
    return { value, made, size: sizes[0] };
  } catch (error) {
    dispose(made);
    throw error;
  }
}

function isHostArray(value: unknown): value is HostArray {
  return (
    typeof value === 'object' && value !== null && 'data' in value && ArrayBuffer.isView(value.data) && 'shape' in value
  );
}

function toTensor({ data, shape }: HostArray): Tensor {
  // A copy: some backends keep the array itself, and a data set may fill the same one again.
  return data instanceof Float32Array
    ? tensor(data.slice(), [...shape], 'float32')
    : tensor(Int32Array.from(data), [...shape], 'int32');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

export function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  const name: unknown = value.constructor?.name;
  return name === 'Object'
    ? `an object with ${Object.keys(value).join(', ') || 'nothing'}`
    : `a value of type ${String(name)}`;
}
