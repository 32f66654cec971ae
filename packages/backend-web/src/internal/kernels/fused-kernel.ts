import type { Operation } from '@neurite/core/operation';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Target } from './shader.js';

/** A kernel in the place of an operation that core composes. */
export type FusedKernel = {
  readonly operation: Pick<Operation, 'kernelName' | 'compose'>;
  /** Inputs that may be int32; all others are float32. */
  readonly whole: readonly string[];
  /** @returns undefined where it does not take these inputs; then the composed operation runs */
  run(
    target: Target,
    inputs: Readonly<Record<string, TensorInfo>>,
    attrs: Readonly<Record<string, unknown>>,
  ): TensorInfo | TensorInfo[] | undefined;
};

/**
 * Declares a kernel with the inputs and attributes of its operation.
 *
 * @param run as in `FusedKernel`, with the names that the operation has
 */
export function fusedKernel<Inputs extends string, Attrs extends object>(
  operation: { readonly kernelName: string; readonly compose: unknown },
  run: (
    target: Target,
    inputs: Readonly<Record<Inputs, TensorInfo>>,
    attrs: Attrs,
  ) => TensorInfo | TensorInfo[] | undefined,
  whole: readonly Inputs[] = [],
): FusedKernel {
  return { operation, run, whole } as FusedKernel; // the engine passes what the operation was called with
}
