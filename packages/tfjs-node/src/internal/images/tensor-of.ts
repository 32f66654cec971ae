import type { HostArray } from '@neurite/core';
import { type Tensor3D, tensor3d } from '@tensorflow/tfjs';

/** An image as a tensor of int32, as TensorFlow.js has images. */
export function tensorOf({ data, shape }: HostArray): Tensor3D {
  const [height = 0, width = 0, channels = 0] = shape;
  return tensor3d(Int32Array.from(data), [height, width, channels], 'int32');
}
