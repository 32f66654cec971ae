import { type Memory, offset, type Pointer } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { joinAxes } from '../strides.js';

/** A copy of elements of four bytes. Strides are in elements, for each axis of `extents`. */
export type StridedCopy = {
  readonly source: Pointer;
  readonly target: Pointer;
  readonly extents: readonly number[];
  /** Strides of the source; 0 repeats, a negative one goes backwards. */
  readonly from: readonly number[];
  /** Strides of the target. */
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
  const walk = (axis: number, read: Pointer, write: Pointer): void => {
    if (n.length - axis > block) {
      for (let i = 0; i < n[axis]!; i++) walk(axis + 1, offset(read, i * s[axis]!), offset(write, i * t[axis]!));
    } else if (transposed) {
      kernels.transpose({ source: read, target: write, rows: n[last]!, columns: n[last - 1]! });
    } else {
      kernels.copyStrided({
        source: read,
        target: write,
        n0: n[last - 3] ?? 1,
        n1: n[last - 2] ?? 1,
        n2: n[last - 1] ?? 1,
        n3: n[last]!,
        s0: s[last - 3] ?? 0,
        s1: s[last - 2] ?? 0,
        s2: s[last - 1] ?? 0,
        s3: s[last]!,
        t0: t[last - 3] ?? 0,
        t1: t[last - 2] ?? 0,
        t2: t[last - 1] ?? 0,
        t3: t[last]!,
      });
    }
  };
  walk(0, source, target);
}

/** Copies contiguous elements of four bytes. */
export function copyElements({ kernels }: WasmBackend, source: Memory, target: Pointer, count: number): void {
  const outer = { n0: 1, n1: 1, n2: 1, s0: 0, s1: 0, s2: 0, t0: 0, t1: 0, t2: 0 };
  kernels.copyStrided({ source, target, n3: count, s3: 1, t3: 1, ...outer });
}
