import { type Frame, type HostArray, hostArray } from '@neurite/core';
import { less, maximum, reshape, scalar, type Tensor4D, tensor2d, where } from '@tensorflow/tfjs-core';
import { gatherPixels } from './gather-pixels.js';

/**
 * Gives pixels another place, as the change of a host array does it: that is shown an image of its own indices.
 *
 * @param pixels changes an int32 image [height, width, 1]; what comes from beyond it becomes −1
 * @param fill what stands there
 */
export function copyImages<Params>(
  images: Tensor4D,
  draws: readonly Params[],
  { pixels, fill }: { readonly pixels: (indices: HostArray, draw: Params) => HostArray; readonly fill: number },
): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const own = hostArray(
    Int32Array.from({ length: height * width }, (_, i) => i),
    [height, width, 1],
  );
  const moved = draws.map((draw) => pixels(own, draw));
  const frame = frameOf(moved[0]!);
  const size = frame.height * frame.width;
  const indices = new Int32Array(batch * size);
  for (const [row, { data }] of moved.entries()) indices.set(data, row * size);
  const taken = tensor2d(indices, [batch, size], 'int32');
  const copied = gatherPixels(images, maximum(taken, scalar(0, 'int32')));
  const beyond = indices.some((index) => index < 0)
    ? where(reshape(less(taken, 0), [batch, size, 1]), scalar(fill), copied)
    : copied;
  return reshape(beyond, [batch, frame.height, frame.width, channels]);
}

function frameOf({ shape }: HostArray): Frame {
  return { height: shape[0]!, width: shape[1]! };
}
