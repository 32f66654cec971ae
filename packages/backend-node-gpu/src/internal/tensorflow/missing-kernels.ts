import {
  type BackendValues,
  getKernel,
  getKernelsForBackend,
  type KernelBackend,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  engine as tfjs,
} from '@tensorflow/tfjs-core';

const BACKEND_NAME = 'tensorflow';
const told = new Set<string>();

/** Lets the cpu backend's kernels stand in for those that tfjs-node does not have; each says so when it runs first. */
export function registerMissingKernels(): void {
  for (const { kernelName, kernelFunc } of getKernelsForBackend('cpu')) {
    if (getKernel(kernelName, BACKEND_NAME) !== undefined) continue;
    registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc: onCpu(kernelName, kernelFunc) });
  }
}

function onCpu(kernelName: string, kernelFunc: KernelFunc): KernelFunc {
  return ({ inputs, attrs, backend: running }) => {
    if (!told.has(kernelName)) {
      told.add(kernelName);
      process.emitWarning(`${kernelName} runs on the cpu backend, as tfjs-node has no kernel for it.`, 'KernelWarning');
    }
    const own = running as KernelBackend; // the one of this name
    const cpu = tfjs().findBackend('cpu') as KernelBackend; // which @tensorflow/tfjs registers
    const copies: TensorInfo[] = [];
    const copy = ({ dataId, shape, dtype }: TensorInfo, from: KernelBackend, to: KernelBackend): TensorInfo => {
      const info = { dataId: to.write(from.readSync(dataId) as BackendValues, shape, dtype), shape, dtype };
      if (to === cpu) copies.push(info);
      return info;
    };
    try {
      const given = Object.fromEntries(
        Object.entries(inputs as Record<string, TensorInfo>).map(([name, info]) => [name, copy(info, own, cpu)]),
      );
      const outputs = kernelFunc({ inputs: given, attrs: attrs ?? {}, backend: cpu });
      const all = [outputs].flat() as TensorInfo[]; // one or several
      copies.push(...all);
      const results = all.map((info) => copy(info, cpu, own));
      return Array.isArray(outputs) ? results : results[0]!;
    } finally {
      for (const { dataId } of new Set(copies)) cpu.disposeData(dataId, true);
    }
  };
}
