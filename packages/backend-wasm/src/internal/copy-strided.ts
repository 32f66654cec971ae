import type { WasmBackend } from './backend.js';
import { joinAxes } from './strides.js';

/** A copy of numbers of four bytes between two addresses. Distances are in elements, for each axis of `extents`. */
export type StridedCopy = {
  readonly source: number;
  readonly target: number;
  readonly extents: readonly number[];
  /** Distances in the source; 0 repeats, a negative one goes backwards. */
  readonly from: readonly number[];
  /** Distances in the target. */
  readonly to: readonly number[];
};

/** Copies along any number of axes. */
export function copyStrided(backend: WasmBackend, { source, target, extents, from, to }: StridedCopy): void {
  if (extents.includes(0)) return;
  const { kernels } = backend;
  const loop = joinAxes(extents, [from, to]);
  const n = loop.extents;
  const [s, t] = loop.strides as [number[], number[]]; // of source and target
  const last = n.length - 1;
  // A transpose, or a batch of them: read along columns, written along rows.
  const transposed =
    last >= 1 && t[last] === 1 && s[last - 1] === 1 && t[last - 1] === n[last] && s[last] === n[last - 1];
  const block = transposed ? 2 : 4;
  const walk = (axis: number, read: number, write: number): void => {
    if (n.length - axis > block) {
      for (let i = 0; i < n[axis]!; i++) walk(axis + 1, read + i * s[axis]! * 4, write + i * t[axis]! * 4);
    } else if (transposed) {
      kernels.transpose(read, write, n[last]!, n[last - 1]!);
    } else {
      kernels.copyStrided(
        read,
        write,
        n[last - 3] ?? 1,
        n[last - 2] ?? 1,
        n[last - 1] ?? 1,
        n[last]!,
        s[last - 3] ?? 0,
        s[last - 2] ?? 0,
        s[last - 1] ?? 0,
        s[last]!,
        t[last - 3] ?? 0,
        t[last - 2] ?? 0,
        t[last - 1] ?? 0,
        t[last]!,
      );
    }
  };
  walk(0, source, target);
}
