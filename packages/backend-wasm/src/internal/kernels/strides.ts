/** Axes of a loop over one or more tensors: extents from the outermost to the innermost, and for each tensor its strides. */
export type Loop = { readonly extents: number[]; readonly strides: readonly number[][] };

/** The strides of a contiguous tensor, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, size = 1; axis >= 0; axis--) {
    strides[axis] = size;
    size *= shape[axis]!;
  }
  return strides;
}

/** The strides of a contiguous tensor that is broadcast to a shape: 0 along axes where it is repeated. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const strides = new Array<number>(target.length).fill(0);
  const lead = target.length - shape.length;
  for (let axis = shape.length - 1, size = 1; axis >= 0; axis--) {
    if (shape[axis] !== 1) strides[lead + axis] = size;
    size *= shape[axis]!;
  }
  return strides;
}

/** The same loop with as few axes as possible, at least one: adjacent axes are joined where every tensor allows it. */
export function joinAxes(extents: readonly number[], strides: readonly (readonly number[])[]): Loop {
  const joined: number[] = [];
  const distances: number[][] = strides.map(() => []);
  // Plain loops: calling functions would take longer than copying a small tensor.
  for (let axis = 0; axis < extents.length; axis++) {
    const extent = extents[axis]!;
    if (extent === 1) continue;
    const last = joined.length - 1;
    let together = last >= 0;
    for (let i = 0; together && i < strides.length; i++) together = distances[i]![last] === strides[i]![axis]! * extent;
    const at = together ? last : last + 1;
    joined[at] = together ? joined[last]! * extent : extent;
    for (let i = 0; i < strides.length; i++) distances[i]![at] = strides[i]![axis]!;
  }
  if (joined.length === 0) return { extents: [1], strides: strides.map(() => [1]) };
  return { extents: joined, strides: distances };
}
