import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './backend.js';
import type { KernelExports } from './kernel-exports.js';
import type { Kernel } from './run-parts.js';
import type { Extent } from './threads.js';

/** What a kernel reads or writes, a tensor or its address, and how many numbers of it belong to one row; 0: all to each. */
export type OfRows = readonly [tensor: TensorInfo | number, ofRow: number];

/** What a kernel runs over: so many rows, which know nothing of one another. */
export type Rows = Omit<Extent, 'args'> & {
  /** What the kernel takes after the addresses, for so many rows. */
  readonly sizes: (length: number) => readonly number[];
  /** Floats of scratch, whose address is the kernel's last argument; default: it takes none. */
  readonly scratch?: number;
};

/** Runs a kernel over rows, in pieces where that pays. */
export function overRows(
  backend: WasmBackend,
  kernel: keyof KernelExports,
  tensors: readonly OfRows[],
  rows: Rows,
): void {
  const { kernels, threads } = backend;
  const { extent, cost, before, sizes, scratch = 0 } = rows;
  const argsOf = (from: number, length: number): number[] => {
    const args: number[] = [];
    for (const [tensor, ofRow] of tensors) {
      args.push((typeof tensor === 'number' ? tensor : backend.pointer(tensor)) + from * ofRow * 4);
    }
    args.push(...sizes(length));
    return args;
  };
  if (!threads.pays(cost)) {
    // The shortest way for small tensors.
    const args = argsOf(0, extent);
    if (scratch > 0) args.push(backend.scratch.floats(scratch));
    if (before) (kernels[before.kernel] as Kernel)(...before.args);
    (kernels[kernel] as Kernel)(...args);
    return;
  }
  const parts = threads.cut(extent, rows).map(({ from, length }) => {
    const args = argsOf(from, length);
    const call = { kernel, args, fromScratch: scratch && 1 << args.length };
    if (scratch > 0) args.push(0);
    return before ? [before, call] : [call];
  });
  threads.run(parts, scratch * 4);
}
