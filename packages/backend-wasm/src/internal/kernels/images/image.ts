import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { areFloats, floatKernel, type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { overRows } from '../../over-rows.js';
import { fourBytes } from '../shape/copying.js';
import { bitsOf } from '../shape/shape.js';

type Shape = [images: number, height: number, width: number, channels: number];
type Size = readonly [height: number, width: number];
type Corners = { readonly alignCorners: boolean; readonly halfPixelCenters?: boolean };
type Crop = { readonly cropSize: Size; readonly method: string; readonly extrapolationValue: number };
type Rotation = {
  readonly radians: number;
  readonly fillValue: number | readonly number[];
  readonly center: number | [number, number];
};

type Projection = {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: string;
  readonly fillValue: number;
  readonly outputShape?: Size;
};

/** By the numbers of assembly/images/image.ts; what is none of them is `nearest`. */
const FILL_MODES: readonly string[] = ['constant', 'reflect', 'wrap'];
/** Numbers of a projection. */
const MATRIX = 8;

/** The numbers of assembly/images/image.ts. */
const BILINEAR = 0;
const FLOOR = 1;
const ROUND = 2;

/** Nanoseconds for each number that is written, about. */
const NANOSECONDS = 0.8;

/** Pictures made larger or smaller, cut out, turned and mirrored. */
export const imageKernels: KernelTable = {
  ResizeBilinear: resize(() => BILINEAR),
  ResizeNearestNeighbor: resize(({ alignCorners }) => (alignCorners ? ROUND : FLOOR)),
  ResizeBilinearGrad: resizeGradient(() => BILINEAR),
  ResizeNearestNeighborGrad: resizeGradient(({ alignCorners }) => (alignCorners ? ROUND : FLOOR)),

  FlipLeftRight: ownKernel<{ readonly image: TensorInfo }>(({ inputs: { image }, backend }) => {
    const dtype = fourBytes(image);
    if (dtype === undefined) return undefined;
    const [images, height, width, channels] = image.shape as Shape;
    const output = backend.newTensor(image.shape, dtype);
    const last = backend.pointer(image) + (width - 1) * channels * 4;
    const [rows, step] = [images * height, width * channels];
    backend.kernels.copyStrided(
      ...([last, backend.pointer(output), 1, rows, width, channels] as const),
      ...([0, step, -channels, 1, 0, step, channels, 1] as const),
    );
    return output;
  }),

  CropAndResize: ownKernel<Readonly<Record<'image' | 'boxes' | 'boxInd', TensorInfo>>, Crop>(
    ({ inputs: { image, boxes, boxInd }, attrs: { cropSize, method, extrapolationValue }, backend }) => {
      if (!areFloats({ image, boxes }) || boxInd.dtype !== 'int32') return undefined;
      const [images, height, width, channels] = image.shape as Shape;
      const [rows, columns] = cropSize;
      const corners = backend.readSync(boxes.dataId) as Float32Array; // as the dtype says
      const places = backend.readSync(boxInd.dataId) as Int32Array; // likewise
      if (places.some((place) => place < 0)) return undefined;
      const output = backend.newTensor([places.length, rows, columns, channels]);
      const fill = filled(backend, Array(channels).fill(extrapolationValue), 'float32');
      places.forEach((place, i) => {
        const [y1, x1, y2, x2] = corners.subarray(i * 4) as unknown as [number, number, number, number]; // a box
        const size = rows * columns * channels;
        const target = backend.pointer(output) + i * size * 4;
        if (place >= images) {
          backend.kernels.fill(target, size, 0);
          return;
        }
        const [row, down] = steps(y1, y2, height, rows);
        const [column, across] = steps(x1, x2, width, columns);
        backend.kernels.crop(
          ...([backend.pointer(image) + place * height * width * channels * 4, target, height, width] as const),
          ...([channels, rows, columns, row, column, down, across, method === 'nearest' ? 1 : 0, fill] as const),
        );
      });
      return output;
    },
  ),

  RotateWithOffset: ownKernel<{ readonly image: TensorInfo }, Rotation>(
    ({ inputs: { image }, attrs: { radians, fillValue, center }, backend }) => {
      const dtype = fourBytes(image);
      if (dtype === undefined) return undefined;
      const [images, height, width, channels] = image.shape as Shape;
      const output = backend.newTensor(image.shape, dtype);
      const [centerX, centerY] = backend_util.getImageCenter(center, height, width);
      const OPAQUE = 255;
      const colour = Array.from({ length: channels }, (_, channel) =>
        typeof fillValue === 'number' ? fillValue : channel === 3 ? OPAQUE : fillValue[channel]!,
      );
      backend.kernels.rotate(
        ...([backend.pointer(image), backend.pointer(output), images, height, width, channels] as const),
        ...([centerX, centerY, Math.cos(radians), Math.sin(radians), filled(backend, colour, dtype)] as const),
      );
      return output;
    },
  ),

  Transform: floatKernel<Readonly<Record<'image' | 'transforms', TensorInfo>>, Projection>(
    ({ inputs: { image, transforms }, attrs, backend }) => {
      const [images, height, width, channels] = image.shape as Shape;
      const { interpolation, fillMode, fillValue, outputShape } = attrs;
      const [rows, columns] = outputShape ?? [height, width];
      const output = backend.newTensor([images, rows, columns, channels]);
      const inside = height * width * channels;
      const outside = rows * columns * channels;
      const ofImage = transforms.shape[0] === 1 ? 0 : MATRIX;
      overRows(
        backend,
        'transform',
        [
          [image, inside],
          [output, outside],
          [transforms, ofImage],
        ],
        {
          extent: images,
          cost: images * outside * NANOSECONDS * 8,
          sizes: (length) => [
            ...[length, height, width, channels, rows, columns, ofImage * 4, interpolation === 'nearest' ? 1 : 0],
            ...[FILL_MODES.indexOf(fillMode), fillValue],
          ],
        },
      );
      return output;
    },
  ),
};

/** The first place of a crop between two ends, which are shares of `extent`, and the way from each to the next. */
function steps(from: number, to: number, extent: number, count: number): [number, number] {
  if (count <= 1) return [0.5 * (from + to) * (extent - 1), 0];
  return [from * (extent - 1), ((to - from) * (extent - 1)) / (count - 1)];
}

/** The numbers of a pixel, in scratch. */
function filled(backend: WasmBackend, colour: readonly number[], dtype: 'float32' | 'int32'): number {
  const at = backend.scratch.floats(colour.length);
  colour.forEach((value, channel) => {
    backend.kernels.fill(at + channel * 4, 1, bitsOf(value, dtype));
  });
  return at;
}

function resize(modeOf: (attrs: Corners) => number): OwnKernel {
  return floatKernel<{ readonly images: TensorInfo }, Corners & { readonly size: Size }>(
    ({ inputs: { images: x }, attrs, backend }) => {
      const [images, height, width, channels] = x.shape as Shape;
      const [rows, columns] = attrs.size;
      const output = backend.newTensor([images, rows, columns, channels]);
      over(backend, 'resize', [x, output], [images, height, width, channels], attrs.size, attrs, modeOf(attrs));
      return output;
    },
  );
}

function resizeGradient(modeOf: (attrs: Corners) => number): OwnKernel {
  return floatKernel<Readonly<Record<'images' | 'dy', TensorInfo>>, Corners>(
    ({ inputs: { images: x, dy }, attrs, backend }) => {
      const output = backend.newTensor(x.shape);
      const size = dy.shape.slice(1, 3) as [number, number]; // of images
      over(backend, 'resizeGradient', [dy, output], x.shape as Shape, size, attrs, modeOf(attrs));
      return output;
    },
  );
}

function over(
  backend: WasmBackend,
  kernel: 'resize' | 'resizeGradient',
  [source, target]: readonly [TensorInfo, TensorInfo],
  [images, height, width, channels]: Shape,
  [rows, columns]: Size,
  { alignCorners, halfPixelCenters = false }: Corners,
  mode: number,
): void {
  const ratio = (extent: number, count: number): number =>
    alignCorners && count > 1 ? (extent - 1) / (count - 1) : extent / count;
  const start = (by: number): number => (halfPixelCenters ? 0.5 * by - (mode === BILINEAR ? 0.5 : 0) : 0);
  const [down, across] = [ratio(height, rows), ratio(width, columns)];
  const small = height * width * channels;
  const large = rows * columns * channels;
  const [read, written] = kernel === 'resize' ? [small, large] : [large, small];
  overRows(
    backend,
    kernel,
    [
      [source, read],
      [target, written],
    ],
    {
      extent: images,
      cost: images * large * NANOSECONDS,
      sizes: (length) => [
        length,
        height,
        width,
        channels,
        rows,
        columns,
        down,
        across,
        start(down),
        start(across),
        mode,
      ],
      // Where each column is read from.
      scratch: kernel === 'resize' ? 3 * columns : 0,
    },
  );
}
