/** The engines of a browser: `wasm` is that of `@neurite/backend-wasm`, the others are those of tfjs. */
export type EngineName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** The order in which engines are tried: the fastest first; the last one works everywhere. */
export const engineOrder: readonly EngineName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];
