import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset, type Pointer } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { BinaryCode } from '../../generated/kernel-calls.js';
import { LINE_FLOATS } from '../../threads.js';
import { broadcastStrides, joinAxes } from '../strides.js';

/** The two that a function of two tensors takes. */
export type Operands = readonly [a: TensorInfo, b: TensorInfo];
/** The dtypes whose elements have four bytes. */
export type FourBytes = 'float32' | 'int32';

/** f(a, b), of operands of the dtype that the code is for. */
export function applyBinary(
  backend: WasmBackend,
  code: BinaryCode,
  [a, b]: Operands,
  dtype: FourBytes = 'float32',
): TensorInfo {
  if (!util.arraysEqual(a.shape, b.shape)) {
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return broadcastBinary(backend, code, [a, b], shape, dtype);
  }
  const output = backend.newTensor(a.shape, dtype);
  overElements(backend, code, {
    a: backend.pointer(a),
    b: backend.pointer(b),
    target: backend.pointer(output),
    count: util.sizeFromShape(a.shape),
  });
  return output;
}

/** For operands of one shape, into `target`. */
export function overElements(
  { threads }: WasmBackend,
  code: BinaryCode,
  { a, b, target, count }: Readonly<Record<'a' | 'b' | 'target', Pointer>> & { readonly count: number },
): void {
  threads.over({ extent: count, unit: LINE_FLOATS, cost: count * nanosecondsOf(code) }, (kernels, { from, length }) =>
    kernels.binary({
      code,
      a: offset(a, from),
      aOne: false,
      b: offset(b, from),
      bOne: false,
      target: offset(target, from),
      length,
      outer: 1,
      aOuter: 0,
      bOuter: 0,
      middle: 1,
      aMiddle: 0,
      bMiddle: 0,
    }),
  );
}

function broadcastBinary(
  backend: WasmBackend,
  code: BinaryCode,
  [a, b]: Operands,
  shape: number[],
  dtype: FourBytes,
): TensorInfo {
  const output = backend.newTensor(shape, dtype);
  if (util.sizeFromShape(shape) === 0) return output;
  const { extents, strides } = joinAxes(shape, [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)]);
  const [aStrides, bStrides] = strides as [number[], number[]]; // of two operands
  const inner = extents.length - 1;
  const length = extents[inner]!;
  const middle = extents[inner - 1] ?? 1;
  const outer = extents[inner - 2] ?? 1;
  const [aOne, bOne] = [aStrides[inner] === 0, bStrides[inner] === 0];
  const [aOuter, bOuter] = [aStrides[inner - 2] ?? 0, bStrides[inner - 2] ?? 0];
  const [aMiddle, bMiddle] = [aStrides[inner - 1] ?? 0, bStrides[inner - 1] ?? 0];
  // The outermost rows are shared out.
  const byOuter = outer > 1;
  const [aStep, bStep] = byOuter ? [aOuter, bOuter] : [aMiddle, bMiddle];
  const step = length * (byOuter ? middle : 1);
  const loop = (axis: number, left: Pointer, right: Pointer, target: Pointer): Pointer => {
    if (axis < inner - 2) {
      let next = target;
      for (let i = 0; i < extents[axis]!; i++) {
        next = loop(axis + 1, offset(left, i * aStrides[axis]!), offset(right, i * bStrides[axis]!), next);
      }
      return next;
    }
    backend.threads.over(
      { extent: byOuter ? outer : middle, cost: outer * middle * length * nanosecondsOf(code) },
      (kernels, { from, length: rows }) =>
        kernels.binary({
          code,
          a: offset(left, from * aStep),
          aOne,
          b: offset(right, from * bStep),
          bOne,
          target: offset(target, from * step),
          length,
          outer: byOuter ? rows : 1,
          aOuter: aOuter * 4,
          bOuter: bOuter * 4,
          middle: byOuter ? middle : rows,
          aMiddle: aMiddle * 4,
          bMiddle: bMiddle * 4,
        }),
    );
    return offset(target, outer * middle * length);
  };
  loop(0, ...backend.pointers(a, b, output));
  return output;
}

/** For each element, about: limited by the memory, or many instructions. */
function nanosecondsOf(code: BinaryCode): number {
  return code < BinaryCode.Atan2 ? 0.4 : 6;
}
