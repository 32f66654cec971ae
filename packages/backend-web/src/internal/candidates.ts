import { probeWasm, useWasm, type WasmOptions } from '@neurite/backend-wasm';
import type { Candidate } from '@neurite/webgpu-kernels/engine-candidate';
import { wasmCandidate } from '@neurite/webgpu-kernels/wasm-candidate';
import type { EngineName } from '../engine-name.js';
import { cpuCandidate } from './cpu-candidate.js';
import { webglCandidate } from './webgl-candidate.js';
import { webgpuCandidate } from './webgpu-candidate.js';

/** What helps when a device was lost. */
export const AFTER_LOSS = 'reload the page';

/** Every candidate by the name of its engine; options that only wasm takes are handed to all. */
export const candidates: { readonly [Name in EngineName]: Candidate<Name, WasmOptions> } = {
  webgpu: webgpuCandidate,
  webgl: webglCandidate,
  wasm: wasmCandidate({ probeWasm, useWasm }, (options: WasmOptions) => options),
  cpu: cpuCandidate,
};
