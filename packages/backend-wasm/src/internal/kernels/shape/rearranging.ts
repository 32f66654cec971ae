import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { copyStrided } from '../../copy-strided.js';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { stridesOf } from '../../strides.js';
import { compose, reshaped } from '../compose.js';
import { copyingKernels, fourBytes } from './copying.js';

type Input = { readonly x: TensorInfo };
type Pairs = readonly (readonly [before: number, after: number])[];
type SliceAttributes = Record<'begin' | 'end' | 'strides', number[]> &
  Record<'beginMask' | 'endMask' | 'ellipsisMask' | 'newAxisMask' | 'shrinkAxisMask', number>;

const { PadV2, Slice, Transpose } = copyingKernels;

/** Kernels that take numbers of four bytes by steps, mirror them, or move them between space, batch and channels. */
export const rearrangingKernels: KernelTable = {
  StridedSlice: ownKernel<Input, SliceAttributes>(({ inputs: { x }, attrs, backend }) => {
    const dtype = fourBytes(x);
    if (dtype === undefined) return undefined;
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs;
    const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
    const info = slice_util.sliceInfo(x.shape, begin, end, strides, ...masks);
    if (info.isIdentity) return backend.makeAlias(x, info.finalShape);
    // Below 0 where an axis ends before it begins.
    const extents = slice_util.computeOutShape(info.begin, info.end, info.strides).map((extent) => Math.max(0, extent));
    const distances = stridesOf(x.shape);
    const output = backend.newTensor(info.finalShape, dtype);
    copyStrided(backend, {
      source: backend.pointer(x) + info.begin.reduce((offset, at, axis) => offset + at * distances[axis]!, 0) * 4,
      target: backend.pointer(output),
      extents,
      from: info.strides.map((step, axis) => step * distances[axis]!),
      to: stridesOf(extents),
    });
    return output;
  }),

  MirrorPad: ownKernel<Input, { paddings: Pairs; mode: 'reflect' | 'symmetric' }>(
    ({ inputs: { x }, attrs: { paddings, mode }, backend }) => {
      if (fourBytes(x) === undefined) return undefined;
      const skipped = mode === 'reflect' ? 1 : 0;
      return compose(backend, (run) =>
        paddings.reduce(
          (image, [before, after], axis) =>
            before + after === 0
              ? image
              : run(({ inputs }) => mirror(backend, inputs.image!, { axis, before, after, skipped }), { image }),
          x,
        ),
      );
    },
  ),

  SpaceToBatchND: ownKernel<Input, { blockShape: number[]; paddings: Pairs }>(
    ({ inputs: { x }, attrs: { blockShape, paddings }, backend }) => {
      if (fourBytes(x) === undefined) return undefined;
      const count = util.sizeFromShape(blockShape);
      const none = x.shape.slice(blockShape.length + 1).map(() => [0, 0] as const);
      return compose(backend, (run) => {
        const padded = run(PadV2, { x }, { paddings: [[0, 0], ...paddings, ...none], constantValue: 0 });
        const blocks = reshaped(run, padded, backend_util.getReshaped(padded.shape, blockShape, count, false));
        const perm = backend_util.getPermuted(blocks.shape.length, blockShape.length, false);
        const moved = run(Transpose, { x: blocks }, { perm });
        return reshaped(run, moved, backend_util.getReshapedPermuted(padded.shape, blockShape, count, false));
      });
    },
  ),

  BatchToSpaceND: ownKernel<Input, { blockShape: number[]; crops: number[][] }>(
    ({ inputs: { x }, attrs: { blockShape, crops }, backend }) => {
      if (fourBytes(x) === undefined) return undefined;
      const count = util.sizeFromShape(blockShape);
      return compose(backend, (run) => {
        const blocks = reshaped(run, x, backend_util.getReshaped(x.shape, blockShape, count));
        const perm = backend_util.getPermuted(blocks.shape.length, blockShape.length);
        const moved = run(Transpose, { x: blocks }, { perm });
        const whole = reshaped(run, moved, backend_util.getReshapedPermuted(x.shape, blockShape, count));
        const begin = backend_util.getSliceBeginCoords(crops, blockShape.length);
        return run(
          Slice,
          { x: whole },
          { begin, size: backend_util.getSliceSize(whole.shape, crops, blockShape.length) },
        );
      });
    },
  ),

  DepthToSpace: ownKernel<Input, { blockSize: number; dataFormat: string }>(
    ({ inputs: { x }, attrs: { blockSize: size, dataFormat }, backend }) => {
      if (fourBytes(x) === undefined || dataFormat !== 'NHWC') return undefined;
      const [batch, height, width, depth] = x.shape as [number, number, number, number]; // images
      const channels = depth / (size * size);
      return compose(backend, (run) => {
        const blocks = reshaped(run, x, [batch, height, width, size, size, channels]);
        const moved = run(Transpose, { x: blocks }, { perm: [0, 1, 3, 2, 4, 5] });
        return reshaped(run, moved, [batch, height * size, width * size, channels]);
      });
    },
  ),
};

/** Mirrors one axis at its ends; `skipped` is 1 where the numbers at the ends themselves are not repeated. */
function mirror(
  backend: WasmBackend,
  x: TensorInfo,
  { axis, before, after, skipped }: { axis: number; before: number; after: number; skipped: number },
): TensorInfo {
  const extent = x.shape[axis]!;
  const shape = x.shape.slice();
  shape[axis] = before + extent + after;
  const output = backend.newTensor(shape, x.dtype as 'float32' | 'int32');
  const [outer, inner] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)].map(util.sizeFromShape) as [number, number];
  const [from, to] = backend.pointers(x, output);
  backend.kernels.mirror(from, to, outer, extent, inner, before, after, skipped);
  return output;
}
