import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import type { OwnKernel } from '../kernel.js';
import { disposeAll } from './elementwise/convert.js';
import { shapeKernels } from './shape/shape.js';

/** Runs a kernel inside of another. Its inputs must be such that it does not decline. */
export type Run = (
  kernel: OwnKernel | undefined,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs?: object,
) => TensorInfo;

/** Makes a kernel of kernels: what they make is disposed of, but for the result. */
export function compose(backend: WasmBackend, steps: (run: Run) => TensorInfo): TensorInfo {
  const made: TensorInfo[] = [];
  const run: Run = (kernel, inputs, attrs = {}) => {
    const output = kernel!({ inputs, attrs: attrs as NamedAttrMap, backend }) as TensorInfo; // one output, by the rule above
    made.push(output);
    return output;
  };
  const result = steps(run);
  // An alias, because the result may be what a step made, or an input.
  const kept = backend.makeAlias(result, result.shape);
  disposeAll(backend, made);
  return kept;
}

/** The same numbers under another shape. */
export function reshaped(run: Run, x: TensorInfo, shape: readonly number[]): TensorInfo {
  return run(shapeKernels.Reshape, { x }, { shape });
}
