import { probeWasm, useWasm, type WasmOptions } from '@neurite/backend-wasm';
import { type Candidate, unavailable } from '@neurite/webgpu-kernels/engine-candidate';
import { startBackend } from '@neurite/webgpu-kernels/start-backend';

/** The engine of `@neurite/backend-wasm`. */
export const wasmCandidate: Candidate<'wasm', WasmOptions> = {
  name: 'wasm',
  backendName: 'wasm',
  findDevice: async () => {
    const { available, simd, reason } = probeWasm();
    if (!available) return unavailable(reason);
    return { available, device: `WebAssembly with ${simd} SIMD`, software: false, reason, remedy: undefined };
  },
  findPackage: async () => ({ available: true, reason: '@neurite/backend-wasm is installed', remedy: undefined }),
  start: async (wasm) => {
    const { simd, threads } = await useWasm(wasm);
    return `WebAssembly with ${simd} SIMD${threads > 1 ? ` and ${threads} threads` : ''}`;
  },
};

/** tfjs's cpu backend. */
export const cpuCandidate: Candidate<'cpu'> = {
  name: 'cpu',
  backendName: 'cpu',
  findDevice: async () => ({
    available: true,
    device: 'JavaScript',
    software: false,
    reason: 'it works everywhere, slowly',
    remedy: undefined,
  }),
  findPackage: async () => ({
    available: true,
    reason: '@tensorflow/tfjs-backend-cpu is installed',
    remedy: undefined,
  }),
  start: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await startBackend('useWeb', 'cpu');
    return undefined;
  },
};
