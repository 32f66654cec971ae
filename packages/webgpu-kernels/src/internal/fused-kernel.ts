import type { Operation } from '@neurite/core/operation';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Target } from '../shader.js';

/** A kernel that runs instead of the composition of an operation. */
export type FusedKernel = {
  readonly operation: Pick<Operation, 'kernelName' | 'compose'>;
  /** Inputs that may be int32; all others are float32. */
  readonly integers: readonly string[];
  /** @returns undefined if it does not support these inputs: then the composition runs */
  run(
    target: Target,
    inputs: Readonly<Record<string, TensorInfo>>,
    attrs: Readonly<Record<string, unknown>>,
  ): TensorInfo | TensorInfo[] | undefined;
};

/**
 * Declares a kernel with the inputs and attributes of its operation.
 *
 * @param run as in `FusedKernel`, with the operation's own names
 */
export function fusedKernel<Inputs extends string, Attrs extends object>(
  operation: { readonly kernelName: string; readonly compose: unknown },
  run: (
    target: Target,
    inputs: Readonly<Record<Inputs, TensorInfo>>,
    attrs: Attrs,
  ) => TensorInfo | TensorInfo[] | undefined,
  integers: readonly Inputs[] = [],
): FusedKernel {
  return { operation, run, integers } as FusedKernel; // the engine passes what the operation was called with
}
