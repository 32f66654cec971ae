import {
  add,
  clone,
  concat,
  mean,
  mul,
  reshape,
  slice,
  sub,
  sum,
  type Tensor4D,
  tensor1d,
} from '@tensorflow/tfjs-core';

/** Changes the first three channels of images together; a fourth stays, and so do images of fewer. */
export function changeColors(images: Tensor4D, change: (colors: Tensor4D) => Tensor4D): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  if (channels < 3) return clone(images);
  if (channels === 3) return change(images);
  const colors = change(slice(images, 0, [batch, height, width, 3]));
  return concat([colors, slice(images, [0, 0, 0, 3], [batch, height, width, channels - 3])], 3);
}

/** The brightness that is seen of colors [batch, height, width, 3], [batch, height, width, 1]: `luma` of the host. */
export function lumas(colors: Tensor4D): Tensor4D {
  return sum(mul(colors, tensor1d([0.299, 0.587, 0.114])), 3, true);
}

/** The mean of each gray image, [batch, 1, 1, 1]: `meanLuma` of the host. */
export function meanLumas(images: Tensor4D): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const gray = channels < 3 ? slice(images, 0, [batch, height, width, 1]) : lumas(firstThree(images));
  return reshape(mean(gray, [1, 2]), [batch, 1, 1, 1]);
}

/** Blends two images: `share · first + (1 − share) · second`. */
export function blend(share: Tensor4D, first: Tensor4D, second: Tensor4D): Tensor4D {
  return add(second, mul(share, sub(first, second)));
}

function firstThree(images: Tensor4D): Tensor4D {
  const [batch, height, width] = images.shape;
  return slice(images, 0, [batch, height, width, 3]);
}
