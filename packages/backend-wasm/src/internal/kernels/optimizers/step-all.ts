import type { PartKernels } from '../../module-kernels.js';
import { LINE_FLOATS, type Part, type Range, type Threads } from '../../threads.js';

/** For each element, about: limited by the memory, with up to seven tensors. */
const NANOSECONDS = 1;

/** The step of one parameter: how many elements it has, and what steps some of them. */
export type Step = { readonly extent: number; readonly run: (kernels: PartKernels, range: Range) => void };

/** Steps all parameters in one job, as if they were one tensor: a piece is a part of one or of several. */
export function stepAll(threads: Threads, steps: readonly Step[]): void {
  let total = 0;
  const starts = steps.map(({ extent }) => {
    const start = total;
    total += Math.ceil(extent / LINE_FLOATS) * LINE_FLOATS;
    return start;
  });
  const parts = threads.cut(total, { unit: LINE_FLOATS, cost: total * NANOSECONDS }).map(({ from, length }): Part => {
    return (kernels) => {
      steps.forEach(({ extent, run }, i) => {
        const first = Math.max(0, from - starts[i]!);
        const end = Math.min(extent, from + length - starts[i]!);
        if (first < end) run(kernels, { from: first, length: end - first });
      });
    };
  });
  threads.run(parts);
}

/** The inputs of an operation on one parameter as those of one on several, whose names are numbered. */
export function numbered<T>(inputs: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return { ...inputs, ...Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [`${name} 0`, tensor])) };
}
