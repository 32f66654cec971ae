import {
  add,
  batchToSpaceND,
  type GradConfig,
  pad,
  reshape,
  reverse,
  slice,
  spaceToBatchND,
  sum,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { ArgumentError } from '../errors.js';
import { sumTo } from '../internal/broadcast.js';
import { kernelGradient } from '../internal/kernel-gradient.js';

type BlockAttrs = { readonly blockShape: number[]; readonly crops: number[][]; readonly paddings: number[][] };
type PadAttrs = { readonly paddings: [number, number][]; readonly mode: 'reflect' | 'symmetric' };

/** Gradients of kernels that move, repeat or pad elements. */
export const shapeGradients: readonly GradConfig[] = [
  kernelGradient('Reshape', ['x'], (dy, { x }) => ({ x: () => reshape(dy, x.shape) })),
  kernelGradient('ExpandDims', [], (dy, _saved, { dim }: { dim: number }) => ({
    input: () => reshape(dy, dy.shape.toSpliced(dim < 0 ? dy.rank + dim : dim, 1)),
  })),
  kernelGradient('Transpose', [], (dy, _saved, { perm }: { perm: number[] }) => ({
    x: () =>
      transpose(
        dy,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
  })),
  kernelGradient('Reverse', [], (dy, _saved, { dims }: { dims: number | number[] }) => ({
    x: () => reverse(dy, dims),
  })),
  kernelGradient('Tile', [], (dy, _saved, { reps }: { reps: number[] }) => ({ x: () => untile(dy, reps) })),
  kernelGradient('BroadcastTo', [], (dy, _saved, { inputShape }: { inputShape: number[] }) => ({
    x: () => sumTo(dy, inputShape),
  })),
  kernelGradient('PadV2', [], (dy, _saved, { paddings }: PadAttrs) => ({
    x: () =>
      slice(
        dy,
        paddings.map(([before]) => before),
        paddings.map(([before, after], axis) => dy.shape[axis]! - before - after),
      ),
  })),
  kernelGradient('MirrorPad', [], (dy, _saved, { paddings, mode }: PadAttrs) => ({
    x: () =>
      paddings.reduce<Tensor>((folded, sides, axis) => fold(folded, axis, sides, mode === 'reflect' ? 1 : 0), dy),
  })),
  kernelGradient('SpaceToBatchND', [], (dy, _saved, { blockShape, paddings }: BlockAttrs) => ({
    x: () => batchToSpaceND(dy, blockShape, paddings),
  })),
  kernelGradient('BatchToSpaceND', [], (dy, _saved, { blockShape, crops }: BlockAttrs) => ({
    x: () => spaceToBatchND(dy, blockShape, crops),
  })),
  kernelGradient('DepthToSpace', [], (dy, _saved, attrs: { blockSize: number; dataFormat: string }) => ({
    x: () => spaceToDepth(dy, attrs.blockSize, attrs.dataFormat),
  })),
];

/** Sums the copies that `tile` made: one more axis for each that was repeated, and one sum over them. */
function untile(dy: Tensor, reps: readonly number[]): Tensor {
  const split: number[] = [];
  const copies: number[] = [];
  dy.shape.forEach((size, axis) => {
    const times = reps[axis]!;
    if (times !== 1) copies.push(split.push(times) - 1);
    split.push(size / times);
  });
  return copies.length === 0 ? reshape(dy, dy.shape) : sum(reshape(dy, split), copies);
}

/** Adds the two mirrored borders of one axis to the elements they are copies of. */
function fold(dy: Tensor, axis: number, [before, after]: readonly [number, number], offset: number): Tensor {
  if (before === 0 && after === 0) return reshape(dy, dy.shape);
  const size = dy.shape[axis]! - before - after;
  const part = (begin: number, length: number): Tensor =>
    slice(
      dy,
      dy.shape.map((_, i) => (i === axis ? begin : 0)),
      dy.shape.map((n, i) => (i === axis ? length : n)),
    );
  const padded = (border: Tensor, begin: number, length: number): Tensor =>
    pad(
      reverse(border, axis),
      dy.shape.map((_, i): [number, number] => (i === axis ? [begin, size - begin - length] : [0, 0])),
    );
  const folded = [part(before, size)];
  if (before > 0) folded.push(padded(part(0, before), offset, before));
  if (after > 0) folded.push(padded(part(before + size, after), size - offset - after, after));
  return folded.reduce((total, next) => add(total, next));
}

function spaceToDepth(dy: Tensor, block: number, dataFormat: string): Tensor {
  if (dataFormat !== 'NHWC') {
    throw new ArgumentError({
      where: 'the gradient of depthToSpace',
      argument: 'dataFormat',
      expected: 'be NHWC',
      received: dataFormat,
    });
  }
  const [batch, height, width, channels] = dy.shape as [number, number, number, number]; // depthToSpace takes rank 4
  const [h, w] = [height / block, width / block];
  const split = transpose(reshape(dy, [batch, h, block, w, block, channels]), [0, 1, 3, 2, 4, 5]);
  return reshape(split, [batch, h, w, block * block * channels]);
}
