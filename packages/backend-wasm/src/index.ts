export * from './probe-wasm.js';
export * from './use-wasm.js';
export * from './use-wasm-sync.js';
export * from './wasm-kernels.js';
