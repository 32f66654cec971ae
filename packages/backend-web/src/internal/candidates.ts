import type { EngineName } from '../engine-name.js';
import type { Candidate } from './candidate.js';
import { cpuCandidate, wasmCandidate } from './host-candidates.js';
import { webglCandidate } from './webgl-candidate.js';
import { webgpuCandidate } from './webgpu-candidate.js';

/** Every candidate by the name of its engine. */
export const candidates: Readonly<Record<EngineName, Candidate>> = {
  webgpu: webgpuCandidate,
  webgl: webglCandidate,
  wasm: wasmCandidate,
  cpu: cpuCandidate,
};
