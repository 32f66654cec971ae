/**
 * The engines of Node: `tensorflow-gpu` is tfjs-node(-gpu) with TensorFlow on CUDA, `webgpu` is tfjs's WebGPU backend on
 * Dawn (Vulkan, Metal, Direct3D 12), `wasm` is that of `@neurite/backend-wasm`, and `tensorflow-cpu` is TensorFlow on the
 * CPU, which is tried only where it is preferred.
 */
export type EngineName = 'tensorflow-gpu' | 'webgpu' | 'wasm' | 'tensorflow-cpu';

/** Every engine. */
export const engineNames: readonly EngineName[] = ['tensorflow-gpu', 'webgpu', 'wasm', 'tensorflow-cpu'];

/** The order in which engines are tried where none is preferred; the last one works everywhere. */
export const engineOrder: readonly EngineName[] = ['tensorflow-gpu', 'webgpu', 'wasm'];
