import { type Frame, hostArray, hostLike } from '@neurite/core';
import { resize } from '@neurite/images';
import { matMul, reshape, stack, type Tensor3D, type Tensor4D, tensor2d, transpose } from '@tensorflow/tfjs-core';
import { type Rectangle, rectangleOf } from '../copy-pixels.js';

/** Resizes a part of each image: a product with a matrix for the rows, and one for the columns. */
export function resampleImages(images: Tensor4D, parts: readonly Rectangle[], { height, width }: Frame): Tensor4D {
  const [batch, oldHeight, oldWidth, channels] = images.shape;
  const rows = stack(parts.map(({ top, height: length }) => weights({ top, length, size: oldHeight, count: height })));
  const columns = stack(
    parts.map(({ left, width: length }) => weights({ top: left, length, size: oldWidth, count: width })),
  );
  const down = matMul(rows as Tensor3D, reshape(images, [batch, oldHeight, oldWidth * channels]));
  const turned = transpose(reshape(down, [batch, height, oldWidth, channels]), [0, 2, 1, 3]);
  const across = matMul(columns as Tensor3D, reshape(turned, [batch, oldWidth, height * channels]));
  return transpose(reshape(across, [batch, width, height, channels]), [0, 2, 1, 3]);
}

/** How much of each old row a new one takes, [count, size]: what becomes of an image whose rows are those of the identity. */
function weights({
  top,
  length,
  size,
  count,
}: {
  readonly top: number;
  readonly length: number;
  readonly size: number;
  readonly count: number;
}) {
  const identity = hostLike(hostArray(new Float32Array(0)), [size, size, 1]);
  for (let i = 0; i < size; i++) identity.data[i * size + i] = 1;
  const cut = rectangleOf(identity, { left: 0, top, width: size, height: length }, { border: 'edge', fill: 0 });
  return tensor2d(resize(cut, [count, size]).data as Float32Array, [count, size]);
}
