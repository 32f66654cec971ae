export * from './load-safetensors.js';
export * from './read-safetensors.js';
export * from './safetensors.js';
export * from './safetensors-to-tensors.js';
export * from './save-safetensors.js';
export * from './tensors-to-safetensors.js';
export * from './write-file-atomic.js';
export * from './write-safetensors.js';
