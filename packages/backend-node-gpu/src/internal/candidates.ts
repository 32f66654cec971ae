import { probeWasm, useWasm } from '@neurite/backend-wasm';
import type { Candidate } from '@neurite/webgpu-kernels/engine-candidate';
import { wasmCandidate } from '@neurite/webgpu-kernels/wasm-candidate';
import type { EngineName } from '../engine-name.js';
import { dawnCandidate } from './dawn/dawn-candidate.js';
import type { Settings } from './settings.js';
import { tensorflowCpuCandidate, tensorflowGpuCandidate } from './tensorflow/tensorflow-candidates.js';

/** What helps when a device was lost. */
export const AFTER_LOSS = 'start the program again';

/** Every candidate by the name of its engine. */
export const candidates: { readonly [Name in EngineName]: Candidate<Name, Settings> } = {
  'tensorflow-gpu': tensorflowGpuCandidate,
  webgpu: dawnCandidate,
  wasm: wasmCandidate({ probeWasm, useWasm }, ({ wasm }: Settings) => wasm),
  'tensorflow-cpu': tensorflowCpuCandidate,
};
