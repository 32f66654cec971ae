import {
  type Augmentation,
  formatShape,
  type HostArray,
  hostArray,
  type RandomStream,
  ShapeError,
} from '@neurite/core';
import { Tensor, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';

/**
 * Changes the images of a batch one by one on the host, for an augmentation that the engine has no definition of.
 *
 * @param x [batch, height, width, channels]: uint8, or float32 from 0 to 1
 * @returns a tensor, float32 from 0 to 1, which the caller disposes of
 */
export async function imagesOnHost<Params>(
  x: HostArray | Tensor,
  augmentation: Augmentation<Params> & Required<Pick<Augmentation<Params>, 'image'>>,
  random: RandomStream,
): Promise<Tensor4D> {
  const [batch = 0, ...shape] = x.shape;
  if (shape.length !== 3) {
    const expected = 'have shape [batch, height, width, channels]';
    throw new ShapeError({ where: 'augmentBatches', argument: 'x', expected, received: formatShape(x.shape) });
  }
  const values = x instanceof Tensor ? await x.data() : x.data;
  const isBytes = values instanceof Uint8Array;
  const size = shape[0]! * shape[1]! * shape[2]!;
  const changed = Array.from({ length: batch }, (_, i) => {
    const part = values.subarray(i * size, (i + 1) * size);
    const image = hostArray(isBytes ? Uint8Array.from(part) : Float32Array.from(part), shape);
    return augmentation.image(image, augmentation.draw(random, { image: [image] }));
  });
  const after = changed[0]?.shape ?? shape;
  const other = changed.find((image) => formatShape(image.shape) !== formatShape(after));
  if (other !== undefined) {
    const problem = `${augmentation.name} gives images of ${formatShape(after)} and ${formatShape(other.shape)}, which are no batch`;
    throw new ShapeError({ where: 'augmentBatches', problem });
  }
  const all = new Float32Array(batch * after.reduce((product, length) => product * length, 1));
  for (const [i, { data }] of changed.entries())
    all.set(isBytes ? Float32Array.from(data, (v) => v / 255) : data, i * data.length);
  return tensor4d(all, [batch, after[0]!, after[1]!, after[2]!]);
}
