import { ArgumentError, assertBackend, describeValue, type HostArray, ShapeError } from '@neurite/core';
import { dispose, slice, Tensor, tensor } from '@tensorflow/tfjs-core';

/** Tensors made of a value, and those among them that did not exist before. */
export type LoadedValue = { readonly value: unknown; readonly made: readonly Tensor[]; readonly size: number };

/** Some rows of a batch. */
export type Rows = { readonly first: number; readonly count: number };

/**
 * Makes tensors of the inputs, the targets or the weights of a batch; see `BatchValue`.
 *
 * @param rowsOf which rows of so many are wanted. Default: all
 */
export function loadValue(
  where: string,
  argument: string,
  { value: given, rowsOf }: { readonly value: unknown; readonly rowsOf?: ((size: number) => Rows) | undefined },
): LoadedValue {
  assertBackend(where);
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
      const rows = rowsOf?.(size);
      if (value instanceof Tensor && rows === undefined) return value;
      const loaded = value instanceof Tensor ? slice(value, [rows!.first], [rows!.count]) : toTensor(value, rows);
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
      received: describeValue(value),
    });
  };
  try {
    const value = load(argument, given);
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function toTensor({ data, shape }: HostArray, rows: Rows = { first: 0, count: shape[0]! }): Tensor {
  const [, ...sizes] = shape;
  const length = sizes.reduce((product, size) => product * size, 1);
  // A copy: some backends keep the array itself, and a data set may fill the same one again.
  const own = data.slice(rows.first * length, (rows.first + rows.count) * length);
  return own instanceof Float32Array
    ? tensor(own, [rows.count, ...sizes], 'float32')
    : tensor(own instanceof Int32Array ? own : Int32Array.from(own), [rows.count, ...sizes], 'int32');
}
