import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { copyStrided } from '../shape/copy.js';
import { suitsWinograd } from './winograd.js';

type Info = backend_util.Conv2DInfo & { readonly groups: number };

/**
 * A convolution with dilation as one without: of the lattices that its windows see, of every second row and column at a
 * dilation of two. Each is an image of its own.
 */
export type Lattices = {
  /** The dilation: so many lattices there are along each axis. */
  readonly rows: number;
  readonly columns: number;
  /** The padding of a lattice. */
  readonly pad: backend_util.ExplicitPadding;
  /** The shape of all lattices of the input. */
  readonly inputShape: [number, number, number, number];
};

/** @returns undefined where there is no dilation, where lattices differ in size, and where copies of them do not pay */
export function latticesOf(info: Info): Lattices | undefined {
  const { filterHeight, dilationWidth: columns, padInfo } = info;
  const rows = filterHeight === 1 ? 1 : info.dilationHeight;
  if (rows * columns === 1) return undefined;
  const heights = [info.inHeight, info.outHeight, padInfo.top];
  const widths = [info.inWidth, info.outWidth, padInfo.left];
  if (heights.some((size) => size % rows !== 0) || widths.some((size) => size % columns !== 0)) return undefined;
  const [inHeight, outHeight, top] = heights.map((size) => size / rows) as [number, number, number];
  const [inWidth, outWidth, left] = widths.map((size) => size / columns) as [number, number, number];
  const batchSize = info.batchSize * rows * columns;
  const apart: Info = {
    ...info,
    ...{ batchSize, inHeight, inWidth, outHeight, outWidth, dilationHeight: 1, dilationWidth: 1 },
    padInfo: { ...padInfo, top, left },
  };
  if (!suitsWinograd(apart)) return undefined;
  return {
    rows,
    columns,
    pad: [
      [0, 0],
      [top, outHeight + filterHeight - 1 - inHeight - top],
      [left, outWidth + 2 - inWidth - left], // windows of three
      [0, 0],
    ],
    inputShape: [batchSize, inHeight, inWidth, info.inChannels],
  };
}

/** Images [batch, height, width, channels] as lattices [rows · columns · batch, height / rows, width / columns, channels]. */
export function takeApart(backend: WasmBackend, x: TensorInfo, { rows, columns }: Lattices): TensorInfo {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const output = backend.newTensor([rows * columns * batch, height / rows, width / columns, channels]);
  const [source, target] = backend.pointers(x, output);
  const { extents, images, lattices } = stridesOf(output, { rows, columns });
  copyStrided(backend, { source, target, extents, from: images, to: lattices });
  return output;
}

/** The images again. */
export function putTogether(backend: WasmBackend, x: TensorInfo, { rows, columns }: Lattices): TensorInfo {
  const [all, height, width, channels] = x.shape as [number, number, number, number];
  const output = backend.newTensor([all / (rows * columns), height * rows, width * columns, channels]);
  const [source, target] = backend.pointers(x, output);
  const { extents, images, lattices } = stridesOf(x, { rows, columns });
  copyStrided(backend, { source, target, extents, from: lattices, to: images });
  return output;
}

/** The axes [rows, columns, batch, height, width, channels] of lattices, with their strides in images and in lattices. */
function stridesOf(
  { shape }: TensorInfo,
  { rows, columns }: Pick<Lattices, 'rows' | 'columns'>,
): Readonly<Record<'extents' | 'images' | 'lattices', number[]>> {
  const [all, height, width, channels] = shape as [number, number, number, number];
  const batch = all / (rows * columns);
  const line = width * columns * channels;
  const image = height * rows * line;
  const lattice = height * width * channels;
  return {
    extents: [rows, columns, batch, height, width, channels],
    images: [line, channels, image, rows * line, columns * channels, 1],
    lattices: [columns * batch * lattice, batch * lattice, lattice, width * channels, channels, 1],
  };
}
