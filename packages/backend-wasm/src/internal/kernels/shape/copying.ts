import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { type KernelCall, type KernelTable, tfjsKernel } from '../../kernel.js';
import { shapes, tensors } from '../../signature.js';
import { stridesOf } from '../strides.js';
import { copyStrided } from './copy.js';
import { bitsOf } from './fill.js';
import { movable } from './movable.js';
import { checkConcat, PAD, REVERSE, SLICE, SPLIT, TILE, TRANSPOSE } from './signatures.js';

type Input = { readonly x: TensorInfo };
export type FourBytes = 'float32' | 'int32';
type Split = { readonly numOrSizeSplits: number | number[]; readonly axis: number };

/** Kernels that move elements. */
export const copyingKernels: KernelTable = {
  Concat: tfjsKernel(
    tensors(checkConcat),
    ...movable<readonly TensorInfo[], { readonly axis: number }>(
      ({ inputs, attrs, backend }) => concat(backend, Object.values(inputs), attrs.axis),
      (moved) => moved,
    ),
  ),
  Diag: tfjsKernel(shapes({ x: '...' }), ...movable(diagonal, (x) => ({ x }))),
  PadV2: tfjsKernel(
    PAD,
    ...movable<Input, { readonly paddings: [number, number][]; readonly constantValue: number }>(
      ({ inputs: { x }, attrs, backend }) => pad(backend, x, attrs.paddings, attrs.constantValue),
      (x) => ({ x }),
    ),
  ),
  Reverse: tfjsKernel(REVERSE, ...movable(reverse, (x) => ({ x }))),
  Slice: tfjsKernel(
    SLICE,
    ...movable<Input, { readonly begin: number | number[]; readonly size: number | number[] }>(
      ({ inputs: { x }, attrs, backend }) => {
        const [begin, size] = slice_util.parseSliceParams(x as never, attrs.begin, attrs.size); // it reads the shape only
        return slice(backend, x, begin!, size!);
      },
      (x) => ({ x }),
    ),
  ),
  SplitV: tfjsKernel(SPLIT, ...movable(split, (x) => ({ x }))),
  Tile: tfjsKernel(
    TILE,
    ...movable<Input, { readonly reps: number[] }>(
      ({ inputs: { x }, attrs: { reps }, backend }) => tile(backend, x, reps),
      (x) => ({ x }),
    ),
  ),
  Transpose: tfjsKernel(
    TRANSPOSE,
    ...movable<Input, { readonly perm: number[] }>(
      ({ inputs: { x }, attrs: { perm }, backend }) => transpose(backend, x, perm),
      (x) => ({ x }),
    ),
  ),
};

/** The dtype of a tensor that is registered to have elements of four bytes. */
export function dtypeOf({ dtype }: TensorInfo): FourBytes {
  return dtype as FourBytes;
}

export function transpose(backend: WasmBackend, x: TensorInfo, perm: readonly number[]): TensorInfo {
  const shape = perm.map((axis) => x.shape[axis]!);
  const strides = stridesOf(x.shape);
  const output = backend.newTensor(shape, dtypeOf(x));
  const [source, target] = backend.pointers(x, output);
  const from = perm.map((axis) => strides[axis]!);
  copyStrided(backend, { source, target, extents: shape, from, to: stridesOf(shape) });
  return output;
}

export function slice(backend: WasmBackend, x: TensorInfo, begin: readonly number[], size: number[]): TensorInfo {
  const strides = stridesOf(x.shape);
  const output = backend.newTensor(size, dtypeOf(x));
  const [source, target] = backend.pointers(x, output);
  const first = begin.reduce((index, at, axis) => index + at * strides[axis]!, 0);
  copyStrided(backend, { source: offset(source, first), target, extents: size, from: strides, to: stridesOf(size) });
  return output;
}

function split({ inputs: { x }, attrs, backend }: KernelCall<Input, Split>): TensorInfo[] {
  const axis = util.parseAxisParam(attrs.axis, x.shape)[0]!;
  const sizes = backend_util.prepareSplitSize(x as never, attrs.numOrSizeSplits, axis); // it reads the shape only
  const begin = new Array<number>(x.shape.length).fill(0);
  return sizes.map((extent) => {
    const size = x.shape.slice();
    size[axis] = extent;
    const part = slice(backend, x, begin, size);
    begin[axis]! += extent;
    return part;
  });
}

export function concat(backend: WasmBackend, parts: readonly TensorInfo[], along: number): TensorInfo {
  const axis = util.parseAxisParam(along, parts[0]!.shape)[0]!;
  const shapes = parts.map((part) => part.shape);
  backend_util.assertParamsConsistent(shapes, axis);
  const shape = backend_util.computeOutShape(shapes, axis);
  const output = backend.newTensor(shape, dtypeOf(parts[0]!));
  const to = stridesOf(shape);
  let target = backend.pointer(output);
  for (const part of parts) {
    const source = backend.pointer(part);
    copyStrided(backend, { source, target, extents: part.shape, from: stridesOf(part.shape), to });
    target = offset(target, part.shape[axis]! * to[axis]!);
  }
  return output;
}

export function pad(
  backend: WasmBackend,
  x: TensorInfo,
  paddings: readonly (readonly [number, number])[],
  value = 0,
): TensorInfo {
  const shape = x.shape.map((extent, axis) => paddings[axis]![0] + extent + paddings[axis]![1]);
  const [from, to] = [stridesOf(x.shape), stridesOf(shape)];
  const output = backend.newTensor(shape, dtypeOf(x));
  const [source, target] = backend.pointers(x, output);
  backend.kernels.fill({ target, count: util.sizeFromShape(shape), bits: bitsOf(value, dtypeOf(x)) });
  // A negative padding crops.
  const kept = x.shape.map((extent, axis) => {
    const [before, after] = paddings[axis]!;
    return Math.max(0, extent + Math.min(0, before) + Math.min(0, after));
  });
  const [cropped, moved] = [-1, 1].map(
    (sign) => (strides: readonly number[]) =>
      paddings.reduce((index, [before], axis) => index + Math.max(0, sign * before) * strides[axis]!, 0),
  ) as [(strides: readonly number[]) => number, (strides: readonly number[]) => number];
  copyStrided(backend, {
    source: offset(source, cropped(from)),
    target: offset(target, moved(to)),
    extents: kept,
    from,
    to,
  });
  return output;
}

export function tile(backend: WasmBackend, x: TensorInfo, reps: readonly number[]): TensorInfo {
  const shape = x.shape.map((extent, axis) => extent * reps[axis]!);
  const output = backend.newTensor(shape, dtypeOf(x));
  const [source, target] = backend.pointers(x, output);
  // Each axis becomes two: the repetitions, and what is repeated.
  copyStrided(backend, {
    source,
    target,
    extents: shape.flatMap((_, axis) => [reps[axis]!, x.shape[axis]!]),
    from: stridesOf(x.shape).flatMap((stride) => [0, stride]),
    to: stridesOf(shape).flatMap((stride, axis) => [stride * x.shape[axis]!, stride]),
  });
  return output;
}

function diagonal({ inputs: { x }, backend }: KernelCall<Input>): TensorInfo {
  const count = util.sizeFromShape(x.shape);
  const output = backend.newTensor([...x.shape, ...x.shape], dtypeOf(x));
  const [source, target] = backend.pointers(x, output);
  backend.kernels.fill({ target, count: count * count, bits: 0 });
  copyStrided(backend, { source, target, extents: [count], from: [1], to: [count + 1] });
  return output;
}

function reverse({
  inputs: { x },
  attrs: { dims },
  backend,
}: KernelCall<Input, { readonly dims: number | number[] }>): TensorInfo {
  const axes = util.parseAxisParam(dims, x.shape);
  const strides = stridesOf(x.shape);
  const output = backend.newTensor(x.shape, dtypeOf(x));
  const [source, target] = backend.pointers(x, output);
  const last = axes.reduce((index, axis) => index + (x.shape[axis]! - 1) * strides[axis]!, 0);
  copyStrided(backend, {
    source: offset(source, last),
    target,
    extents: x.shape,
    from: strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    to: strides,
  });
  return output;
}
