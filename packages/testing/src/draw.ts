import { RandomStream, sizeOf } from '@neurite/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** float32 draws between `low` and `high`, always the same ones for a shape. */
export function draw(shape: readonly number[], low = -2, high = 2): Tensor {
  const random = RandomStream.fromSeed(11).child(`${shape}`);
  return tensor(random.uniforms(sizeOf(shape), low, high), [...shape], 'float32');
}

/** float32 numbers that differ from each other and from integers by at least 0.1, in random order. */
export function distinct(shape: readonly number[]): Tensor {
  const size = sizeOf(shape);
  const order = RandomStream.fromSeed(12).child(`${shape}`).permutation(size);
  return tensor(
    Float32Array.from(order, (rank) => (rank - Math.floor(size / 2)) * 0.2 + 0.1),
    [...shape],
    'float32',
  );
}
