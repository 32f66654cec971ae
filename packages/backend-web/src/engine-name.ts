/** The engines of a browser: `wasm` is that of `@neurite/backend-wasm`, the others are tfjs's own. */
export type EngineName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** The order in which engines are tried: the fastest first, the one that works everywhere last. */
export const engineOrder: readonly EngineName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];
