import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { copyStrided } from '../../copy-strided.js';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { stridesOf } from '../../strides.js';
import { bitsOf } from './shape.js';

type Input = { readonly x: TensorInfo };
type FourBytes = 'float32' | 'int32';

/** Kernels that move float32 and int32 numbers to other places. */
export const copyingKernels: KernelTable = {
  Transpose: ownKernel<Input, { perm: number[] }>(({ inputs: { x }, attrs: { perm }, backend }) => {
    const dtype = fourBytes(x);
    if (dtype === undefined) return undefined;
    const shape = perm.map((axis) => x.shape[axis]!);
    const strides = stridesOf(x.shape);
    const output = backend.newTensor(shape, dtype);
    copyStrided(backend, {
      source: backend.pointer(x),
      target: backend.pointer(output),
      extents: shape,
      from: perm.map((axis) => strides[axis]!),
      to: stridesOf(shape),
    });
    return output;
  }),

  Slice: ownKernel<Input, { begin: number | number[]; size: number | number[] }>(
    ({ inputs: { x }, attrs, backend }) => {
      const dtype = fourBytes(x);
      if (dtype === undefined) return undefined;
      const [begin, size] = slice_util.parseSliceParams(x as never, attrs.begin, attrs.size); // it reads the shape alone
      slice_util.assertParamsValid(x as never, begin!, size!);
      return slice(backend, x, dtype, begin!, size!);
    },
  ),

  SplitV: ownKernel<Input, { numOrSizeSplits: number | number[]; axis: number }>(
    ({ inputs: { x }, attrs, backend }) => {
      const dtype = fourBytes(x);
      if (dtype === undefined) return undefined;
      const axis = util.parseAxisParam(attrs.axis, x.shape)[0]!;
      const sizes = backend_util.prepareSplitSize(x as never, attrs.numOrSizeSplits, axis); // it reads the shape alone
      const begin = new Array<number>(x.shape.length).fill(0);
      return sizes.map((extent) => {
        const size = x.shape.slice();
        size[axis] = extent;
        const part = slice(backend, x, dtype, begin, size);
        begin[axis]! += extent;
        return part;
      });
    },
  ),

  Concat: ownKernel<Readonly<Record<string, TensorInfo>>, { axis: number }>(({ inputs, attrs, backend }) => {
    const parts = Object.values(inputs);
    const dtype = fourBytes(parts[0]!);
    if (dtype === undefined || parts.some((part) => part.dtype !== dtype)) return undefined;
    const axis = util.parseAxisParam(attrs.axis, parts[0]!.shape)[0]!;
    const shapes = parts.map((part) => part.shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const shape = backend_util.computeOutShape(shapes, axis);
    const output = backend.newTensor(shape, dtype);
    const to = stridesOf(shape);
    let target = backend.pointer(output);
    for (const part of parts) {
      copyStrided(backend, {
        source: backend.pointer(part),
        target,
        extents: part.shape,
        from: stridesOf(part.shape),
        to,
      });
      target += part.shape[axis]! * to[axis]! * 4;
    }
    return output;
  }),

  PadV2: ownKernel<Input, { paddings: [number, number][]; constantValue: number }>(
    ({ inputs: { x }, attrs: { paddings, constantValue }, backend }) => {
      const dtype = fourBytes(x);
      if (dtype === undefined) return undefined;
      const shape = x.shape.map((extent, axis) => paddings[axis]![0] + extent + paddings[axis]![1]);
      const to = stridesOf(shape);
      const output = backend.newTensor(shape, dtype);
      const target = backend.pointer(output);
      backend.kernels.fill(target, util.sizeFromShape(shape), bitsOf(constantValue, dtype));
      const first = paddings.reduce((offset, [before], axis) => offset + before * to[axis]!, 0);
      copyStrided(backend, {
        source: backend.pointer(x),
        target: target + first * 4,
        extents: x.shape,
        from: stridesOf(x.shape),
        to,
      });
      return output;
    },
  ),

  Tile: ownKernel<Input, { reps: number[] }>(({ inputs: { x }, attrs: { reps }, backend }) => {
    const dtype = fourBytes(x);
    if (dtype === undefined || reps.length !== x.shape.length) return undefined;
    const shape = x.shape.map((extent, axis) => extent * reps[axis]!);
    const output = backend.newTensor(shape, dtype);
    const from = stridesOf(x.shape);
    const to = stridesOf(shape);
    // Each axis becomes two: the repetitions, and what is repeated.
    copyStrided(backend, {
      source: backend.pointer(x),
      target: backend.pointer(output),
      extents: shape.flatMap((_, axis) => [reps[axis]!, x.shape[axis]!]),
      from: from.flatMap((stride) => [0, stride]),
      to: to.flatMap((stride, axis) => [stride * x.shape[axis]!, stride]),
    });
    return output;
  }),

  Diag: ownKernel<Input>(({ inputs: { x }, backend }) => {
    const dtype = fourBytes(x);
    if (dtype === undefined) return undefined;
    const count = util.sizeFromShape(x.shape);
    const output = backend.newTensor([...x.shape, ...x.shape], dtype);
    const target = backend.pointer(output);
    backend.kernels.fill(target, count * count, 0);
    backend.kernels.copyStrided(backend.pointer(x), target, 1, 1, 1, count, 0, 0, 0, 1, 0, 0, 0, count + 1);
    return output;
  }),

  Reverse: ownKernel<Input, { dims: number | number[] }>(({ inputs: { x }, attrs: { dims }, backend }) => {
    const dtype = fourBytes(x);
    if (dtype === undefined) return undefined;
    const axes = util.parseAxisParam(dims, x.shape);
    const strides = stridesOf(x.shape);
    const output = backend.newTensor(x.shape, dtype);
    const last = axes.reduce((offset, axis) => offset + (x.shape[axis]! - 1) * strides[axis]!, 0);
    copyStrided(backend, {
      source: backend.pointer(x) + last * 4,
      target: backend.pointer(output),
      extents: x.shape,
      from: strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
      to: strides,
    });
    return output;
  }),
};

function slice(backend: WasmBackend, x: TensorInfo, dtype: FourBytes, begin: number[], size: number[]): TensorInfo {
  const strides = stridesOf(x.shape);
  const output = backend.newTensor(size, dtype);
  copyStrided(backend, {
    source: backend.pointer(x) + begin.reduce((offset, at, axis) => offset + at * strides[axis]!, 0) * 4,
    target: backend.pointer(output),
    extents: size,
    from: strides,
    to: stridesOf(size),
  });
  return output;
}

/** The dtype, where its numbers have four bytes. */
export function fourBytes({ dtype }: TensorInfo): FourBytes | undefined {
  return dtype === 'float32' || dtype === 'int32' ? dtype : undefined;
}
