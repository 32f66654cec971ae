import type { EngineAttempt, EngineReport } from '@neurite/webgpu-kernels/choose-engine';
import type { EngineName } from './engine-name.js';

export type { SelfTest } from '@neurite/webgpu-kernels/self-test';

/** What came of trying an engine. */
export type Attempt = EngineAttempt<EngineName>;

/** What `useNodeGpu` turned on. */
export type NodeGpuReport = EngineReport<EngineName>;
