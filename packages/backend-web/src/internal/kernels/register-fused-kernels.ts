import type { EngineName } from '../../engine-name.js';

/** Puts kernels of our own in the place of composed operations. May be called again. */
export function registerFusedKernels(_engine: EngineName): void {}
