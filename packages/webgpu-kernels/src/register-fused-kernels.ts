import {
  backend,
  getBackend,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  tidy,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { FusedKernel } from './internal/fused-kernel.js';
import { fusedKernels } from './internal/fused-kernels.js';
import type { Target } from './shader.js';

/** Backends that have the kernels; another backend of the same name gets its own. */
const registered = new WeakSet<KernelBackend>();

/**
 * Registers kernels for the fused operations of `@neurite/ops` on the running backend, instead of their compositions of
 * ordinary operations. May be called again.
 *
 * @param createTarget makes what runs the shaders of the kernels on that backend
 */
export function registerFusedKernels(createTarget: (backend: KernelBackend) => Target): void {
  const running = backend();
  if (registered.has(running)) return;
  const target = createTarget(running);
  registered.add(running);
  const backendName = getBackend();
  for (const kernel of fusedKernels) {
    const { kernelName } = kernel.operation;
    // The composition, if the operation ran on this backend before.
    if (getKernel(kernelName, backendName) !== undefined) unregisterKernel(kernelName, backendName);
    registerKernel({ kernelName, backendName, kernelFunc: kernelFunc(kernel, target) });
  }
}

function kernelFunc({ operation: { compose }, run, integers }: FusedKernel, target: Target): KernelFunc {
  return ({ inputs, attrs }) => {
    const given = inputs as Record<string, TensorInfo>; // every operation of the project names its inputs
    const composed = (): TensorInfo | TensorInfo[] =>
      // The engine passes tensors, which are more than infos.
      tidy(() => compose(given as Parameters<typeof compose>[0], attrs as Parameters<typeof compose>[1]));
    const isSupported = Object.entries(given).every(
      ([name, { dtype, shape }]) =>
        (dtype === 'float32' || (dtype === 'int32' && integers.includes(name))) && !shape.includes(0),
    );
    return (isSupported ? run(target, given, { ...attrs }) : undefined) ?? composed();
  };
}
