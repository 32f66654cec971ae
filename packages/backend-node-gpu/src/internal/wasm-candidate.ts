import { probeWasm, useWasm } from '@neurite/backend-wasm';
import { type Candidate, unavailable } from '@neurite/webgpu-kernels/engine-candidate';
import type { Settings } from './settings.js';

/** The engine of `@neurite/backend-wasm`. */
export const wasmCandidate: Candidate<'wasm', Settings> = {
  name: 'wasm',
  backendName: 'wasm',
  findDevice: async () => {
    const { available, simd, reason } = probeWasm();
    if (!available) return unavailable(reason);
    return { available, device: `WebAssembly with ${simd} SIMD`, software: false, reason, remedy: undefined };
  },
  findPackage: async () => ({ available: true, reason: '@neurite/backend-wasm is installed', remedy: undefined }),
  start: async ({ wasm }) => {
    const { simd, threads } = await useWasm(wasm);
    return `WebAssembly with ${simd} SIMD${threads > 1 ? ` and ${threads} threads` : ''}`;
  },
};
