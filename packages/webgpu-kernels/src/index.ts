export * from './register-fused-kernels.js';
export * from './register-webgpu-kernels.js';
export * from './shader.js';
