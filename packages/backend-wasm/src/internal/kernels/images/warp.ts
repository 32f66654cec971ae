import { assertShape, checkChoice, checkNumber } from '@neurite/core';
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { offset, type Scratch } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { checkIntegers, unsuitable } from '../../checks.js';
import { FillModeCode } from '../../generated/kernel-calls.js';
import { FLOAT, FOUR_BYTES, INTEGER, type KernelCall, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { copyStrided } from '../shape/copy.js';
import { dtypeOf, type FourBytes } from '../shape/copying.js';
import { bitsOf } from '../shape/fill.js';

type Shape4D = [images: number, height: number, width: number, channels: number];
type Size = readonly [height: number, width: number];
type Image = { readonly image: TensorInfo };
type Crop = { readonly cropSize: Size; readonly method: string; readonly extrapolationValue: number };
type Rotation = {
  readonly radians: number;
  readonly fillValue: number | readonly number[];
  readonly center: number | [number, number];
};
type Projection = {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: keyof typeof FillModeCode;
  readonly fillValue: number;
  readonly outputShape?: Size;
};

/** Coefficients of a projection. */
const COEFFICIENTS = 8;
/** The value of a pixel's fourth channel outside of a rotated image. */
const OPAQUE = 255;
/** Nanoseconds for each element that is written, about. */
const NANOSECONDS = 6.4;

const CROP: Signature = shapes(
  { image: 'n h w c', boxes: 'crops 4', boxInd: 'crops' },
  (where, { cropSize, method, extrapolationValue }) => {
    checkIntegers(where, 'cropSize', cropSize, 2, { min: 1 });
    checkChoice(where, 'method', method, ['bilinear', 'nearest']);
    checkNumber(where, 'extrapolationValue', extrapolationValue);
  },
);
const ROTATION: Signature = shapes<Image>({ image: 'n h w c' }, (where, { radians, fillValue, center }, { image }) => {
  checkNumber(where, 'radians', radians);
  // Of a fourth channel, which is opaque, none is given.
  const channels = image.shape[3] === 4 ? 3 : image.shape[3]!;
  const fills: readonly unknown[] = Array.isArray(fillValue) ? fillValue : new Array(channels).fill(fillValue);
  if (fills.length < channels) throw unsuitable(where, 'fillValue', `have ${channels} numbers`, fillValue);
  for (const fill of fills) checkNumber(where, 'fillValue', fill);
  for (const at of Array.isArray(center) ? center : [center]) checkNumber(where, 'center', at);
});
const PROJECTION: Signature = shapes<Readonly<Record<'image' | 'transforms', TensorInfo>>>(
  { image: 'n h w c', transforms: '_ 8' },
  (where, { interpolation, fillMode, outputShape }, { image, transforms }) => {
    if (transforms.shape[0] !== 1) assertShape(where, 'transforms', transforms.shape, [image.shape[0]!, COEFFICIENTS]);
    checkChoice(where, 'interpolation', interpolation, ['nearest', 'bilinear']);
    checkChoice(where, 'fillMode', fillMode, Object.keys(FillModeCode));
    if (outputShape !== undefined && outputShape !== null)
      checkIntegers(where, 'outputShape', outputShape, 2, { min: 0 });
  },
);

/** Crops, rotations, projections and flips of images. */
export const warpKernels: KernelTable = {
  CropAndResize: tfjsKernel(CROP, takes({ image: FLOAT, boxes: FLOAT, boxInd: INTEGER }, cropAndResize)),
  FlipLeftRight: tfjsKernel(shapes({ image: 'n h w c' }), takes({ image: FOUR_BYTES }, flipLeftRight)),
  RotateWithOffset: tfjsKernel(ROTATION, takes({ image: FOUR_BYTES }, rotate)),
  Transform: tfjsKernel(PROJECTION, takes({ image: FLOAT, transforms: FLOAT }, transform)),
};

function flipLeftRight({ inputs: { image }, backend }: KernelCall<Image>): TensorInfo {
  const [images, height, width, channels] = image.shape as Shape4D;
  const output = backend.newTensor(image.shape, dtypeOf(image));
  const [source, target] = backend.pointers(image, output);
  const row = width * channels;
  copyStrided(backend, {
    source: offset(source, row - channels),
    target,
    extents: [images * height, width, channels],
    from: [row, -channels, 1],
    to: [row, channels, 1],
  });
  return output;
}

function cropAndResize({
  inputs: { image, boxes, boxInd },
  attrs: { cropSize, method, extrapolationValue },
  backend,
}: KernelCall<Readonly<Record<'image' | 'boxes' | 'boxInd', TensorInfo>>, Crop>): TensorInfo | undefined {
  const [images, height, width, channels] = image.shape as Shape4D;
  const [rows, columns] = cropSize;
  const corners = backend.readSync(boxes.dataId) as Float32Array; // of this dtype
  const indices = backend.readSync(boxInd.dataId) as Int32Array; // likewise
  if (indices.some((index) => index < 0)) return undefined;
  const output = backend.newTensor([indices.length, rows, columns, channels]);
  const [source, written] = backend.pointers(image, output);
  const size = rows * columns * channels;
  withPixel(backend, Array<number>(channels).fill(extrapolationValue), 'float32', (fill) => {
    indices.forEach((index, i) => {
      const target = offset(written, i * size);
      if (index >= images) {
        backend.kernels.fill({ target, count: size, bits: 0 });
        return;
      }
      const [y1, x1, y2, x2] = corners.subarray(i * 4) as unknown as [number, number, number, number]; // a box
      const [row, down] = steps(y1, y2, height, rows);
      const [column, across] = steps(x1, x2, width, columns);
      backend.kernels.crop({
        image: offset(source, index * height * width * channels),
        target,
        height,
        width,
        channels,
        rows,
        columns,
        row,
        column,
        down,
        across,
        nearest: method === 'nearest',
        fill,
      });
    });
  });
  return output;
}

/** The first index of a crop between two ends, which are relative to `extent`, and the step from each to the next. */
function steps(from: number, to: number, extent: number, count: number): [number, number] {
  if (count <= 1) return [0.5 * (from + to) * (extent - 1), 0];
  return [from * (extent - 1), ((to - from) * (extent - 1)) / (count - 1)];
}

function rotate({
  inputs: { image },
  attrs: { radians, fillValue, center },
  backend,
}: KernelCall<Image, Rotation>): TensorInfo {
  const [images, height, width, channels] = image.shape as Shape4D;
  const output = backend.newTensor(image.shape, dtypeOf(image));
  const [x, target] = backend.pointers(image, output);
  const [centerX, centerY] = backend_util.getImageCenter(center, height, width);
  const pixel = Array.from({ length: channels }, (_, channel) =>
    typeof fillValue === 'number' ? fillValue : channel === 3 ? OPAQUE : fillValue[channel]!,
  );
  withPixel(backend, pixel, dtypeOf(image), (fill) => {
    const angle = { cosine: Math.cos(radians), sine: Math.sin(radians) };
    backend.kernels.rotate({ x, target, images, height, width, channels, centerX, centerY, ...angle, fill });
  });
  return output;
}

function transform({
  inputs: { image, transforms },
  attrs: { interpolation, fillMode, fillValue, outputShape },
  backend,
}: KernelCall<Readonly<Record<'image' | 'transforms', TensorInfo>>, Projection>): TensorInfo {
  const [extent, height, width, channels] = image.shape as Shape4D;
  const [rows, columns] = outputShape ?? [height, width];
  const output = backend.newTensor([extent, rows, columns, channels]);
  const [source, coefficients, target] = backend.pointers(image, transforms, output);
  const size = rows * columns * channels;
  const step = transforms.shape[0] === 1 ? 0 : COEFFICIENTS;
  backend.threads.over({ extent, cost: extent * size * NANOSECONDS }, (kernels, { from, length: images }) =>
    kernels.transform({
      x: offset(source, from * height * width * channels),
      target: offset(target, from * size),
      matrix: offset(coefficients, from * step),
      images,
      height,
      width,
      channels,
      rows,
      columns,
      matrixStep: step * 4,
      nearest: interpolation === 'nearest',
      mode: FillModeCode[fillMode],
      fill: fillValue,
    }),
  );
  return output;
}

/** Lends the elements of one pixel. */
function withPixel(
  backend: WasmBackend,
  values: readonly number[],
  dtype: FourBytes,
  work: <L>(pixel: Scratch<L>) => void,
): void {
  backend.withScratch(values.length, (pixel) => {
    values.forEach((value, channel) => {
      backend.kernels.fill({ target: offset(pixel, channel), count: 1, bits: bitsOf(value, dtype) });
    });
    work(pixel);
  });
}
