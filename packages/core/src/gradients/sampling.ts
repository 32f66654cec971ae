import {
  abs,
  add,
  cast,
  clipByValue,
  div,
  equal,
  expandDims,
  floor,
  type GradConfig,
  gather,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  matMul,
  mul,
  range,
  relu,
  reshape,
  slice,
  sub,
  type Tensor,
  type Tensor1D,
  tensor,
  tensor1d,
  transpose,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { composedGradient } from '../internal/fused-gradient.js';

type CropAttrs = { readonly cropSize: [number, number]; readonly method: 'bilinear' | 'nearest' };
type TransformAttrs = {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: 'constant' | 'reflect' | 'wrap' | 'nearest';
  readonly fillValue: number;
  readonly outputShape: [number, number] | null;
};
type RotateAttrs = { readonly radians: number; readonly center: number | [number, number] };
type ImageShape = [batch: number, height: number, width: number, channels: number];

/** Gradients of cropping, warping and rotating images: by the image, and by the boxes or transforms. */
export const samplingGradients: readonly GradConfig[] = [
  composedGradient('CropAndResize', ['image', 'boxes', 'boxInd'], crop),
  composedGradient('Transform', ['image', 'transforms'], warp),
  composedGradient('RotateWithOffset', ['image'], rotate),
];

/** Each crop is a product with one matrix along each axis: rows · image · columnsᵀ; out of bounds its rows are 0. */
function crop(
  { image, boxes, boxInd }: { readonly image: Tensor; readonly boxes: Tensor; readonly boxInd: Tensor },
  { cropSize: [cropHeight, cropWidth], method }: CropAttrs,
): Tensor {
  const [, height, width, channels] = image.shape as ImageShape; // the op takes rank 4
  const count = boxes.shape[0]!;
  const rows = cropWeights(boxes, { axis: 0, size: height, outputs: cropHeight, method });
  const columns = cropWeights(boxes, { axis: 1, size: width, outputs: cropWidth, method });
  const images = gather(image, boxInd as Tensor1D); // one for each box
  const low = reshape(matMul(rows, reshape(images, [count, height, width * channels])), [
    count,
    cropHeight,
    width,
    channels,
  ]);
  const transposed = reshape(transpose(low, [0, 2, 1, 3]), [count, width, cropHeight * channels]);
  const small = reshape(matMul(columns, transposed), [count, cropWidth, cropHeight, channels]);
  return transpose(small, [0, 2, 1, 3]);
}

/** [boxes, outputs, size]: what each element of an axis adds to each output. */
function cropWeights(
  boxes: Tensor,
  { axis, size, outputs, method }: { axis: 0 | 1; size: number; outputs: number; method: CropAttrs['method'] },
): Tensor {
  const [from, to] = [slice(boxes, [0, axis], [-1, 1]), slice(boxes, [0, axis + 2], [-1, 1])];
  // A single output is in the middle.
  const parts = Float32Array.from({ length: outputs }, (_, i) => (outputs > 1 ? i / (outputs - 1) : 0.5));
  const positions = mul(add(from, mul(sub(to, from), tensor(parts, [1, outputs]))), size - 1);
  const inside = cast(logicalAnd(greaterEqual(positions, 0), lessEqual(positions, size - 1)), 'float32');
  const elements = reshape(range(0, size), [1, 1, size]);
  const wide = expandDims(positions, 2);
  const weights =
    method === 'bilinear'
      ? relu(sub(1, abs(sub(wide, elements))))
      : cast(equal(floor(add(wide, 0.5)), elements), 'float32');
  return mul(weights, expandDims(inside, 2));
}

/** Each output comes from (a₀x + a₁y + a₂, b₀x + b₁y + b₂) / (c₀x + c₁y + 1). */
function warp(
  { image, transforms }: { readonly image: Tensor; readonly transforms: Tensor },
  { interpolation, fillMode, fillValue, outputShape }: TransformAttrs,
): Tensor {
  const [batch, height, width, channels] = image.shape as ImageShape; // the op takes rank 4
  const [outHeight, outWidth] = outputShape ?? [height, width];
  const x = reshape(range(0, outWidth), [1, 1, outWidth]);
  const y = reshape(range(0, outHeight), [1, outHeight, 1]);
  const part = (k: number): Tensor => reshape(slice(transforms, [0, k], [-1, 1]), [-1, 1, 1]);
  const plane = (k: number): Tensor => add(mul(part(k), x), mul(part(k + 1), y));
  const depth = add(plane(6), 1);
  // One row of transforms is broadcast to all images.
  const shared = (positions: Tensor): Tensor => mul(positions, tensor(new Float32Array(batch).fill(1), [batch, 1, 1]));
  const column = shared(mapped(div(add(plane(0), part(2)), depth), width, fillMode));
  const row = shared(mapped(div(add(plane(3), part(5)), depth), height, fillMode));

  const flat = reshape(image, [batch * height * width, channels]);
  const firsts = reshape(mul(range(0, batch), height * width), [batch, 1, 1]);
  const pick = (i: Tensor, j: Tensor): Tensor => {
    const inside = logicalAnd(
      logicalAnd(greaterEqual(i, 0), less(i, height)),
      logicalAnd(greaterEqual(j, 0), less(j, width)),
    );
    const indices = add(add(mul(clipByValue(i, 0, height - 1), width), clipByValue(j, 0, width - 1)), firsts);
    const mask = expandDims(cast(inside, 'float32'), 3);
    return add(mul(gather(flat, cast(indices, 'int32') as Tensor1D), mask), mul(sub(1, mask), fillValue)); // of any rank
  };
  if (interpolation === 'nearest') return pick(floor(add(row, 0.5)), floor(add(column, 0.5)));
  const [top, left] = [floor(row), floor(column)];
  const [down, right] = [expandDims(sub(row, top), 3), expandDims(sub(column, left), 3)];
  const between = (i: Tensor): Tensor => add(mul(pick(i, left), sub(1, right)), mul(pick(i, add(left, 1)), right));
  return add(mul(between(top), sub(1, down)), mul(between(add(top, 1)), down));
}

/** Maps a position that is out of bounds to one in bounds. */
function mapped(position: Tensor, size: number, mode: TransformAttrs['fillMode']): Tensor {
  if (mode === 'constant') return position;
  if (mode === 'nearest') return clipByValue(position, 0, size - 1);
  if (size <= 1) return zerosLike(position);
  const [below, above] = [less(position, 0), greater(position, size - 1)];
  if (mode === 'wrap') {
    const laps = (from: Tensor): Tensor => mul(truncated(div(from, size - 1)), size);
    const forth = add(position, add(laps(sub(0, position)), size));
    return clipByValue(where(below, forth, where(above, sub(position, laps(position)), position)), 0, size - 1);
  }
  const period = 2 * size;
  const near = add(position, mul(truncated(div(sub(0, position), period)), period));
  const back = where(less(near, -size), add(near, period), sub(-1, near));
  const far = sub(position, mul(truncated(div(position, period)), period));
  const reflected = where(greaterEqual(far, size), sub(period - 1, far), far);
  return clipByValue(where(below, back, where(above, reflected, position)), 0, size - 1);
}

/** The integer part, of numbers that are not negative. */
function truncated(x: Tensor): Tensor {
  return floor(relu(x));
}

/** Each output is the nearest element of the rotated image: the indices do not depend on it. */
function rotate({ image }: { readonly image: Tensor }, { radians, center }: RotateAttrs): Tensor {
  const [batch, height, width, channels] = image.shape as ImageShape; // the op takes rank 4
  const [centerX, centerY] = typeof center === 'number' ? [center, center] : center;
  const [pivotX, pivotY] = [width * centerX, height * centerY];
  const inside = new Float32Array(height * width);
  const indices = Int32Array.from(inside, (_, i) => {
    const [x, y] = [(i % width) - pivotX, Math.floor(i / width) - pivotY];
    const column = Math.round(x * Math.cos(radians) - y * Math.sin(radians) + pivotX);
    const row = Math.round(x * Math.sin(radians) + y * Math.cos(radians) + pivotY);
    if (row < 0 || row >= height || column < 0 || column >= width) return 0;
    inside[i] = 1;
    return row * width + column;
  });
  const rows = gather(reshape(image, [batch, height * width, channels]), tensor1d(indices, 'int32'), 1);
  return reshape(mul(rows, tensor(inside, [height * width, 1])), [batch, height, width, channels]);
}
