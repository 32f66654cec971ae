import {
  type BackendValues,
  getKernel,
  getKernelsForBackend,
  type KernelBackend,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  engine as tfjs,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

const BACKEND_NAME = 'tensorflow';

/** Kernels of tfjs-node that TensorFlow refuses, whatever they are given. */
const REFUSED = ['SparseToDense'];
/** Those that take no padding but `valid` and `same`, and say so. */
const PADDED = /Conv|Pool/;
const REFUSES_PADDING = /supports only 'valid' and 'same'/;

const told = new Set<string>();

/**
 * Lets the cpu backend's kernels stand in for those that tfjs-node does not have, or that do not take what tfjs-core gives
 * them. Each says so when it runs first.
 */
export function registerMissingKernels(): void {
  for (const { kernelName, kernelFunc } of getKernelsForBackend('cpu')) {
    const own = getKernel(kernelName, BACKEND_NAME);
    if (own === undefined) {
      register(kernelName, onCpu(kernelName, 'tfjs-node has no kernel for it', kernelFunc));
    } else if (REFUSED.includes(kernelName)) {
      register(kernelName, onCpu(kernelName, "TensorFlow refuses tfjs-node's kernel for it", kernelFunc), own);
    } else if (PADDED.test(kernelName)) {
      const instead = onCpu(kernelName, "tfjs-node's kernel takes no such padding", kernelFunc);
      register(kernelName, paddedElse(own.kernelFunc, instead), own);
    }
  }
}

/** @param replaced what is registered; undefined if nothing is */
function register(kernelName: string, kernelFunc: KernelFunc, replaced?: KernelConfig): void {
  if (replaced !== undefined) unregisterKernel(kernelName, BACKEND_NAME);
  registerKernel({ ...replaced, kernelName, backendName: BACKEND_NAME, kernelFunc });
}

function paddedElse(own: KernelFunc, instead: KernelFunc): KernelFunc {
  return (call) => {
    try {
      return own(call);
    } catch (error) {
      if (!(error instanceof Error) || !REFUSES_PADDING.test(error.message)) throw error;
      return instead(call);
    }
  };
}

/** @param why in a clause */
function onCpu(kernelName: string, why: string, kernelFunc: KernelFunc): KernelFunc {
  return ({ inputs, attrs, backend: running }) => {
    if (!told.has(kernelName)) {
      told.add(kernelName);
      process.emitWarning(`${kernelName} runs on the cpu backend, as ${why}.`, 'KernelWarning');
    }
    const own = running as KernelBackend; // the one of this name
    const cpu = tfjs().findBackend('cpu') as KernelBackend; // which @tensorflow/tfjs registers
    const copies = new Set<object>();
    const given = (info: TensorInfo): TensorInfo => {
      const there = copy(info, own, cpu);
      copies.add(there.dataId);
      return there;
    };
    try {
      // An input may be a list.
      const there = Object.entries(inputs as Record<string, TensorInfo | TensorInfo[]>).map(
        ([name, value]) => [name, Array.isArray(value) ? value.map(given) : given(value)] as const,
      );
      const outputs = kernelFunc({ inputs: Object.fromEntries(there) as never, attrs: attrs ?? {}, backend: cpu });
      const all = [outputs].flat() as TensorInfo[]; // one or several
      for (const { dataId } of all) copies.add(dataId);
      const results = all.map((info) => copy(info, cpu, own));
      return Array.isArray(outputs) ? results : results[0]!;
    } finally {
      for (const dataId of copies) cpu.disposeData(dataId, true);
    }
  };
}

function copy({ dataId, shape, dtype }: TensorInfo, from: KernelBackend, to: KernelBackend): TensorInfo {
  const values = from.readSync(dataId) as BackendValues; // of a tensor that was written
  // Some kernels of the cpu backend make floats of indices, which TensorFlow does not take.
  const right = dtype === 'int32' && values instanceof Float32Array ? Int32Array.from(values) : values;
  return { dataId: to.write(right, shape, dtype), shape, dtype };
}
