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
import { type ReplacedKernel, waves } from './internal/elementwise/waves.js';
import type { FusedKernel } from './internal/fused-kernel.js';
import { fusedKernels } from './internal/fused-kernels.js';
import type { Target } from './shader.js';

/** Backends that have the kernels; another backend of the same name gets its own. */
const registered = new WeakSet<KernelBackend>();

/**
 * Registers kernels for the fused operations of `@neurite/ops` on the running backend, instead of their compositions of
 * ordinary operations, and exact ones for sine and cosine. May be called again.
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
  for (const kernel of waves) {
    const { kernelName } = kernel;
    const general = getKernel(kernelName, backendName)?.kernelFunc;
    if (general === undefined) continue; // a backend that has few kernels
    unregisterKernel(kernelName, backendName);
    registerKernel({ kernelName, backendName, kernelFunc: replacement(kernel, target, general) });
  }
}

function replacement({ kernelName, steps, formula }: ReplacedKernel, target: Target, general: KernelFunc): KernelFunc {
  return (call) => {
    const x = call.inputs.x as TensorInfo; // the one input of these kernels
    if (x.shape.includes(0)) return general(call);
    return target.elementwise({ name: kernelName, inputs: { x }, constants: {}, steps, formula });
  };
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
