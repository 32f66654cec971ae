import { byNames, type KernelArguments, type KernelResults } from './generated/kernel-calls.js';
import type { Kernel } from './run-parts.js';

/** The name of a kernel in the module. */
export type KernelName = keyof KernelArguments;

/** What the module exports: functions that take their arguments in order. */
export type KernelExports = { readonly [K in KernelName]: (...numbers: readonly number[]) => number };

type Result<K extends KernelName> = K extends keyof KernelResults ? KernelResults[K] : undefined;

/** A kernel that is generated while the program runs: what runs it on this thread, and its number for others. */
export type GeneratedKernel = { readonly run: Kernel; readonly number: number };

/** Calls generated kernels, which take their arguments in order. */
type CallGenerated = { readonly generated: (kernel: GeneratedKernel, numbers: readonly number[]) => void };

/** The kernels, taking their arguments by name. */
export type Kernels = CallGenerated & {
  readonly [K in KernelName]: keyof KernelArguments[K] extends never
    ? () => Result<K>
    : (args: KernelArguments[K]) => Result<K>;
};

/** The kernels for work that any thread may do, of which results are not asked. */
export type PartKernels = CallGenerated & {
  readonly [K in KernelName]: keyof KernelArguments[K] extends never ? () => void : (args: KernelArguments[K]) => void;
};

/** The kernels of a module on this thread. */
export function kernelsOf(exports: KernelExports): Kernels {
  const generated: Kernels['generated'] = ({ run }, numbers) => void run(...numbers);
  return { ...byNames(exports), generated } as unknown as Kernels; // the results are those of the assembly
}

/** Kernels that do not run, but tell which was called and with which arguments, in order. */
export function recorder(
  exports: KernelExports,
  record: (kernel: KernelName | GeneratedKernel, numbers: readonly number[]) => void,
): PartKernels {
  const names = Object.keys(exports) as KernelName[]; // the module exports nothing else
  const recording = names.map((name) => [name, (...numbers: readonly number[]): void => record(name, numbers)]);
  return { ...byNames(Object.fromEntries(recording)), generated: record } as unknown as PartKernels; // one of each name
}
