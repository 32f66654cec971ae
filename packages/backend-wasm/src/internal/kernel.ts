import type { KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './backend.js';

/** What a kernel is called with. `Inputs` and `Attributes` are those that tfjs-core documents for its name. */
export type KernelCall<Inputs, Attributes = unknown> = {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: WasmBackend;
};

/**
 * A kernel of ours.
 *
 * @returns undefined where it does not take these inputs: then the cpu backend's kernel runs
 */
export type OwnKernel = (call: KernelCall<NamedTensorInfoMap, NamedAttrMap>) => TensorInfo | TensorInfo[] | undefined;

/** Our kernels by their name in tfjs's registry. */
export type KernelTable = Readonly<Record<string, OwnKernel>>;

/** States what tfjs-core guarantees: a kernel of this name is called with these inputs and attributes. */
export function ownKernel<Inputs, Attributes = unknown>(
  kernel: (call: KernelCall<Inputs, Attributes>) => TensorInfo | TensorInfo[] | undefined,
): OwnKernel {
  return kernel as unknown as OwnKernel;
}

/** The same for a kernel that takes nothing but float32. */
export function floatKernel<Inputs, Attributes = unknown>(
  kernel: (call: KernelCall<Inputs, Attributes>) => TensorInfo | TensorInfo[] | undefined,
): OwnKernel {
  const own = ownKernel(kernel);
  return (call) => (areFloats(call.inputs) ? own(call) : undefined);
}

/** The function to register: ours, and where that declines, the cpu backend's. */
export function withFallback(own: OwnKernel, fallback: KernelFunc): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const call = { inputs, attrs: attrs ?? {}, backend: backend as WasmBackend };
    return own(call) ?? fallback({ inputs, ...(attrs === undefined ? {} : { attrs }), backend });
  };
}

/** One table of several: where a kernel declines, the next one of its name is tried. */
export function inTurn(...tables: readonly KernelTable[]): KernelTable {
  const merged: Record<string, OwnKernel> = {};
  for (const [name, kernel] of tables.flatMap((table) => Object.entries(table))) {
    const earlier = merged[name];
    merged[name] = earlier === undefined ? kernel : (call) => earlier(call) ?? kernel(call);
  }
  return merged;
}

/** Whether a kernel for float32 takes all of these. */
export function areFloats(inputs: NamedTensorInfoMap): boolean {
  return Object.values(inputs).every((input) => input!.dtype === 'float32'); // none is left undefined
}
