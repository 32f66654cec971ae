/** A tensor of the references: float64 numbers in row-major order. */
export type Nd = {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly dtype: Dtype;
  /** Nothing is differentiated by it, although it is float32. */
  readonly constant?: boolean;
};

/** What a tensor made of an `Nd` is. */
export type Dtype = 'float32' | 'int32' | 'bool';

/** The product of all sizes. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The index on each axis of the element at an offset in row-major order. */
export function indexAt(offset: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  let rest = offset;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}

/** Makes an array element by element, from the index on each axis; `f` gets the same array of them each time. */
export function fill(shape: readonly number[], f: (index: number[]) => number, dtype: Dtype = 'float32'): Nd {
  const data = new Float64Array(sizeOf(shape));
  const index = new Array<number>(shape.length).fill(0);
  for (let offset = 0; offset < data.length; offset++) {
    data[offset] = f(index);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return { shape, data, dtype };
}

/** The offset of an index in row-major order. */
function offsetOf(index: readonly number[], shape: readonly number[]): number {
  let offset = 0;
  for (let axis = 0; axis < shape.length; axis++) offset = offset * shape[axis]! + index[axis]!;
  return offset;
}

/** The element at an index. */
export function at(x: Nd, index: readonly number[]): number {
  return x.data[offsetOf(index, x.shape)]!;
}

/** The element at an index, or `outside` where the index is out of bounds. */
export function atOr(x: Nd, index: readonly number[], outside: number): number {
  const inside = index.every((i, axis) => i >= 0 && i < x.shape[axis]!);
  return inside ? at(x, index) : outside;
}

/** The same elements in another shape. */
export function reshaped(x: Nd, shape: readonly number[]): Nd {
  return { ...x, shape };
}

/** Applies a function to each element. */
export function mapped(x: Nd, f: (value: number) => number, dtype: Dtype = 'float32'): Nd {
  return { shape: x.shape, data: x.data.map(f), dtype };
}

/** The shape of what is broadcast together. */
export function broadcastShape(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
}

/** The element of an array that is repeated along its missing axes and those of size 1. */
export function broadcastAt(x: Nd, index: readonly number[]): number {
  const skipped = index.length - x.shape.length;
  return at(
    x,
    x.shape.map((size, axis) => (size === 1 ? 0 : index[axis + skipped]!)),
  );
}

/** Applies a function to the elements of arrays that are broadcast together. */
export function zipped(xs: readonly Nd[], f: (...values: number[]) => number, dtype: Dtype = 'float32'): Nd {
  const shape = broadcastShape(...xs.map((x) => x.shape));
  return fill(shape, (index) => f(...xs.map((x) => broadcastAt(x, index))), dtype);
}

/** Every index of a shape, in row-major order. */
export function indices(shape: readonly number[]): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, offset) => indexAt(offset, shape));
}

/** For each element of what is left after `axes` are taken out: all elements along them, in order. */
export function gathered(x: Nd, axes: readonly number[]): { shape: number[]; rows: number[][] } {
  const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const shape = kept.map((axis) => x.shape[axis]!);
  const inner = axes.map((axis) => x.shape[axis]!);
  const rows = indices(shape).map((outer) =>
    indices(inner).map((along) => {
      const index = new Array<number>(x.shape.length);
      kept.forEach((axis, i) => {
        index[axis] = outer[i]!;
      });
      axes.forEach((axis, i) => {
        index[axis] = along[i]!;
      });
      return at(x, index);
    }),
  );
  return { shape, rows };
}
