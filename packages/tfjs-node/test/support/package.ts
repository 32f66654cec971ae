import { type Tensor3D, tensor3d } from '@tensorflow/tfjs';

// The whole package, so that its engine is on.
export * from '../../src/index.js';

/** Bytes as an image. */
export function int32(values: Uint8Array, shape: [number, number, number]): Tensor3D {
  return tensor3d(Int32Array.from(values), shape, 'int32');
}
