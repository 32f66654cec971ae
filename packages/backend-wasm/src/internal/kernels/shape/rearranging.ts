import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { FOUR_BYTES, type KernelCall, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { compose } from '../compose.js';
import { stridesOf } from '../strides.js';
import { copyStrided } from './copy.js';
import { dtypeOf, pad, slice, transpose } from './copying.js';
import { BATCH_TO_SPACE, DEPTH_TO_SPACE, MIRROR_PAD, SPACE_TO_BATCH, STRIDED_SLICE } from './signatures.js';

type Input = { readonly x: TensorInfo };
type Pairs = readonly (readonly [before: number, after: number])[];
type SliceAttributes = Readonly<Record<'begin' | 'end' | 'strides', number[]>> &
  Readonly<Record<'beginMask' | 'endMask' | 'ellipsisMask' | 'newAxisMask' | 'shrinkAxisMask', number>>;
type Mirroring = { readonly paddings: Pairs; readonly mode: 'reflect' | 'symmetric' };

/** Strided slices, mirrored padding, and moves between space, batch and channels. */
export const rearrangingKernels: KernelTable = {
  BatchToSpaceND: tfjsKernel(BATCH_TO_SPACE, takes({ x: FOUR_BYTES }, batchToSpace)),
  DepthToSpace: tfjsKernel(DEPTH_TO_SPACE, takes({ x: FOUR_BYTES }, depthToSpace)),
  MirrorPad: tfjsKernel(MIRROR_PAD, takes({ x: FOUR_BYTES }, mirrorPad)),
  SpaceToBatchND: tfjsKernel(SPACE_TO_BATCH, takes({ x: FOUR_BYTES }, spaceToBatch)),
  StridedSlice: tfjsKernel(STRIDED_SLICE, takes({ x: FOUR_BYTES }, stridedSlice)),
};

function stridedSlice({ inputs: { x }, attrs, backend }: KernelCall<Input, SliceAttributes>): TensorInfo {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs;
  const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
  const info = slice_util.sliceInfo(x.shape, begin, end, strides, ...masks);
  if (info.isIdentity) return backend.makeAlias(x, info.finalShape);
  // Below 0 where an axis ends before it begins.
  const extents = slice_util.computeOutShape(info.begin, info.end, info.strides).map((extent) => Math.max(0, extent));
  const distances = stridesOf(x.shape);
  const output = backend.newTensor(info.finalShape, dtypeOf(x));
  const [source, target] = backend.pointers(x, output);
  copyStrided(backend, {
    source: offset(
      source,
      info.begin.reduce((index, at, axis) => index + at * distances[axis]!, 0),
    ),
    target,
    extents,
    from: info.strides.map((step, axis) => step * distances[axis]!),
    to: stridesOf(extents),
  });
  return output;
}

function mirrorPad({ inputs: { x }, attrs: { paddings, mode }, backend }: KernelCall<Input, Mirroring>): TensorInfo {
  const skipped = mode === 'reflect' ? 1 : 0;
  return compose(backend, (intermediate) =>
    paddings.reduce(
      (padded, [before, after], axis) =>
        before + after === 0 ? padded : intermediate(mirror(backend, padded, { axis, before, after, skipped })),
      x,
    ),
  );
}

/** Mirrors one axis at its ends; `skipped` is 1 where the elements at the ends are not repeated. */
function mirror(
  backend: WasmBackend,
  x: TensorInfo,
  { axis, ...mirrored }: Readonly<Record<'axis' | 'before' | 'after' | 'skipped', number>>,
): TensorInfo {
  const extent = x.shape[axis]!;
  const shape = x.shape.slice();
  shape[axis] = mirrored.before + extent + mirrored.after;
  const output = backend.newTensor(shape, dtypeOf(x));
  const [source, target] = backend.pointers(x, output);
  const outer = util.sizeFromShape(x.shape.slice(0, axis));
  const inner = util.sizeFromShape(x.shape.slice(axis + 1));
  backend.kernels.mirror({ source, target, outer, extent, inner, ...mirrored });
  return output;
}

function spaceToBatch({
  inputs: { x },
  attrs: { blockShape, paddings },
  backend,
}: KernelCall<Input, { readonly blockShape: number[]; readonly paddings: Pairs }>): TensorInfo {
  const count = util.sizeFromShape(blockShape);
  const none = x.shape.slice(blockShape.length + 1).map(() => [0, 0] as const);
  return compose(backend, (intermediate) => {
    const padded = intermediate(pad(backend, x, [[0, 0], ...paddings, ...none]));
    const blocks = { ...padded, shape: backend_util.getReshaped(padded.shape, blockShape, count, false) };
    const perm = backend_util.getPermuted(blocks.shape.length, blockShape.length, false);
    const moved = intermediate(transpose(backend, blocks, perm));
    return { ...moved, shape: backend_util.getReshapedPermuted(padded.shape, blockShape, count, false) };
  });
}

function batchToSpace({
  inputs: { x },
  attrs: { blockShape, crops },
  backend,
}: KernelCall<Input, { readonly blockShape: number[]; readonly crops: number[][] }>): TensorInfo {
  const count = util.sizeFromShape(blockShape);
  return compose(backend, (intermediate) => {
    const blocks = { ...x, shape: backend_util.getReshaped(x.shape, blockShape, count) };
    const perm = backend_util.getPermuted(blocks.shape.length, blockShape.length);
    const moved = intermediate(transpose(backend, blocks, perm));
    const joined = { ...moved, shape: backend_util.getReshapedPermuted(x.shape, blockShape, count) };
    const begin = backend_util.getSliceBeginCoords(crops, blockShape.length);
    const size = backend_util.getSliceSize(joined.shape, crops, blockShape.length);
    return intermediate(slice(backend, joined, begin, [...size, ...joined.shape.slice(size.length)]));
  });
}

function depthToSpace({
  inputs: { x },
  attrs: { blockSize: size, dataFormat },
  backend,
}: KernelCall<Input, { readonly blockSize: number; readonly dataFormat: string }>): TensorInfo | undefined {
  if (dataFormat !== 'NHWC') return undefined;
  const [batch, height, width, depth] = x.shape as [number, number, number, number]; // images
  const channels = depth / (size * size);
  return compose(backend, (intermediate) => {
    const blocks = { ...x, shape: [batch, height, width, size, size, channels] };
    const moved = intermediate(transpose(backend, blocks, [0, 1, 3, 2, 4, 5]));
    return { ...moved, shape: [batch, height * size, width * size, channels] };
  });
}
