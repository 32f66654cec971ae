import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { checkIntegers, unsuitable } from '../../checks.js';
import { ResizeCode } from '../../generated/kernel-calls.js';
import { FLOAT, type KernelFunction, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';

type Shape4D = [images: number, height: number, width: number, channels: number];
type Size = readonly [height: number, width: number];
type Corners = { readonly alignCorners: boolean; readonly halfPixelCenters?: boolean };

/** Nanoseconds for each element of the larger images, about. */
const NANOSECONDS = 0.8;

const RESIZE: Signature = shapes<{ readonly images: TensorInfo }>(
  { images: 'n h w c' },
  (where, { size }, { images }) => {
    checkIntegers(where, 'size', size, 2, { min: 0 });
    checkPixels(where, 'size', size, images);
  },
);
const GRADIENT: Signature = shapes<Readonly<Record<'images' | 'dy', TensorInfo>>>(
  { images: 'n h w c', dy: 'n _ _ c' },
  (where, _, { images, dy }) => checkPixels(where, 'dy', dy.shape.slice(1, 3), images),
);

/** Pixels are made from pixels. */
function checkPixels(where: string, argument: string, size: readonly number[], { shape }: TensorInfo): void {
  if (shape.slice(1, 3).includes(0) && !size.includes(0)) {
    throw unsuitable(where, argument, 'have no pixels, as `images` has none', size);
  }
}

/** Resizing of images, and its gradients. */
export const resizeKernels: KernelTable = {
  ResizeBilinear: tfjsKernel(RESIZE, takes({ images: FLOAT }, resize(bilinear))),
  ResizeBilinearGrad: tfjsKernel(GRADIENT, takes({ images: FLOAT, dy: FLOAT }, resizeGradient(bilinear))),
  ResizeNearestNeighbor: tfjsKernel(RESIZE, takes({ images: FLOAT }, resize(nearest))),
  ResizeNearestNeighborGrad: tfjsKernel(GRADIENT, takes({ images: FLOAT, dy: FLOAT }, resizeGradient(nearest))),
};

function bilinear(): ResizeCode {
  return ResizeCode.Bilinear;
}

function nearest({ alignCorners }: Corners): ResizeCode {
  return alignCorners ? ResizeCode.Round : ResizeCode.Floor;
}

function resize(
  codeOf: (attrs: Corners) => ResizeCode,
): KernelFunction<{ readonly images: TensorInfo }, Corners & { readonly size: Size }> {
  return ({ inputs: { images: x }, attrs, backend }) => {
    const [extent, height, width, channels] = x.shape as Shape4D;
    const [rows, columns] = attrs.size;
    const output = backend.newTensor([extent, rows, columns, channels]);
    const [source, target] = backend.pointers(x, output);
    const geometry = geometryOf([height, width], attrs.size, attrs, codeOf(attrs));
    backend.threads.over(
      { extent, cost: extent * rows * columns * channels * NANOSECONDS, scratch: 3 * columns },
      (kernels, { from, length: images, scratch }) =>
        kernels.resize({
          x: offset(source, from * height * width * channels),
          target: offset(target, from * rows * columns * channels),
          images,
          channels,
          ...geometry,
          scratch,
        }),
    );
    return output;
  };
}

function resizeGradient(
  codeOf: (attrs: Corners) => ResizeCode,
): KernelFunction<Readonly<Record<'images' | 'dy', TensorInfo>>, Corners> {
  return ({ inputs: { images: x, dy }, attrs, backend }) => {
    const [extent, height, width, channels] = x.shape as Shape4D;
    const [, rows, columns] = dy.shape as Shape4D;
    const output = backend.newTensor(x.shape);
    const [gradient, target] = backend.pointers(dy, output);
    const geometry = geometryOf([height, width], [rows, columns], attrs, codeOf(attrs));
    backend.threads.over(
      { extent, cost: extent * rows * columns * channels * NANOSECONDS },
      (kernels, { from, length: images }) =>
        kernels.resizeGradient({
          dy: offset(gradient, from * rows * columns * channels),
          target: offset(target, from * height * width * channels),
          images,
          channels,
          ...geometry,
        }),
    );
    return output;
  };
}

function geometryOf(
  [height, width]: Size,
  [rows, columns]: Size,
  { alignCorners, halfPixelCenters = false }: Corners,
  code: ResizeCode,
): Readonly<
  Record<'height' | 'width' | 'rows' | 'columns' | 'rowRatio' | 'columnRatio' | 'rowStart' | 'columnStart', number>
> & { readonly code: ResizeCode } {
  const ratio = (extent: number, count: number): number =>
    alignCorners && count > 1 ? (extent - 1) / (count - 1) : extent / count;
  const start = (by: number): number => (halfPixelCenters ? 0.5 * by - (code === ResizeCode.Bilinear ? 0.5 : 0) : 0);
  const [rowRatio, columnRatio] = [ratio(height, rows), ratio(width, columns)];
  const ratios = { rowRatio, columnRatio, rowStart: start(rowRatio), columnStart: start(columnRatio) };
  return { height, width, rows, columns, ...ratios, code };
}
