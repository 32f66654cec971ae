import type { EngineName } from '../engine-name.js';
import type { Engine } from './engine.js';
import { cpuEngine, wasmEngine } from './host-engines.js';
import { webglEngine } from './webgl-engine.js';
import { webgpuEngine } from './webgpu-engine.js';

/** Every engine by its name. */
export const engines: Readonly<Record<EngineName, Engine>> = {
  webgpu: webgpuEngine,
  webgl: webglEngine,
  wasm: wasmEngine,
  cpu: cpuEngine,
};
