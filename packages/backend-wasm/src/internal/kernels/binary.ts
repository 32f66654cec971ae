import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { broadcastStrides, joinAxes } from '../strides.js';
import { LINE_FLOATS } from '../threads.js';

type Operands = { readonly a: TensorInfo; readonly b: TensorInfo };

/** The numbers of assembly/binary.ts. */
const ADD = 0;
const SUBTRACT = 1;
const MULTIPLY = 2;
const DIVIDE = 3;
const MAXIMUM = 4;
const MINIMUM = 5;
const SQUARED_DIFFERENCE = 6;

/** For each element, about: as fast as the memory. */
const NANOSECONDS = 0.4;

/** Elementwise functions of two float32 tensors, with broadcasting, and the sum of many. */
export const binaryKernels: KernelTable = {
  Add: binary(ADD),
  AddN: ownKernel<readonly TensorInfo[]>(({ inputs, backend }) => {
    const [first, second, ...others] = inputs;
    if (inputs.some(({ dtype }) => dtype !== 'float32') || second === undefined) return undefined;
    const output = inOneRow(backend, ADD, first!, 0, second, 0, first!.shape);
    const length = util.sizeFromShape(output.shape);
    const target = backend.pointer(output);
    for (const other of others) row(backend, ADD, target, 0, backend.pointer(other), 0, target, length);
    return output;
  }),
  Maximum: binary(MAXIMUM),
  Minimum: binary(MINIMUM),
  Multiply: binary(MULTIPLY),
  RealDiv: binary(DIVIDE),
  SquaredDifference: binary(SQUARED_DIFFERENCE),
  Sub: binary(SUBTRACT),
};

function binary(operation: number): OwnKernel {
  return ownKernel<Operands>(({ inputs: { a, b }, backend }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    if (util.arraysEqual(a.shape, b.shape)) return inOneRow(backend, operation, a, 0, b, 0, a.shape);
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    if (b.shape.length === 0) return inOneRow(backend, operation, a, 0, b, 1, shape);
    if (a.shape.length === 0) return inOneRow(backend, operation, a, 1, b, 0, shape);
    return inRows(backend, operation, a, b, shape);
  });
}

function inOneRow(
  backend: WasmBackend,
  operation: number,
  a: TensorInfo,
  aOne: number,
  b: TensorInfo,
  bOne: number,
  shape: number[],
): TensorInfo {
  const output = backend.newTensor(shape, 'float32');
  const from = backend.pointer(a);
  row(backend, operation, from, aOne, backend.pointer(b), bOne, backend.pointer(output), util.sizeFromShape(shape));
  return output;
}

/** One row, whose operands are addresses of one number or of as many as the target has. */
function row(
  { threads }: WasmBackend,
  operation: number,
  a: number,
  aOne: number,
  b: number,
  bOne: number,
  target: number,
  count: number,
): void {
  threads.over('binary', {
    extent: count,
    unit: LINE_FLOATS,
    cost: count * NANOSECONDS,
    args: (from, length) => [
      ...[operation, aOne ? a : a + from * 4, aOne, bOne ? b : b + from * 4, bOne, target + from * 4, length],
      ...[1, 0, 0, 1, 0, 0],
    ],
  });
}

function inRows(backend: WasmBackend, operation: number, a: TensorInfo, b: TensorInfo, shape: number[]): TensorInfo {
  const output = backend.newTensor(shape, 'float32');
  if (util.sizeFromShape(shape) === 0) return output;
  const { extents, strides } = joinAxes(shape, [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)]);
  const [aStrides, bStrides] = strides as [number[], number[]]; // of two operands
  const inner = extents.length - 1;
  const length = extents[inner]!;
  const middle = extents[inner - 1] ?? 1;
  const outer = extents[inner - 2] ?? 1;
  const aOne = aStrides[inner] === 0 ? 1 : 0;
  const bOne = bStrides[inner] === 0 ? 1 : 0;
  const aOuter = (aStrides[inner - 2] ?? 0) * 4;
  const bOuter = (bStrides[inner - 2] ?? 0) * 4;
  const aMiddle = (aStrides[inner - 1] ?? 0) * 4;
  const bMiddle = (bStrides[inner - 1] ?? 0) * 4;
  let target = backend.pointer(output);
  const loop = (axis: number, aAt: number, bAt: number): void => {
    if (axis < inner - 2) {
      for (let i = 0; i < extents[axis]!; i++)
        loop(axis + 1, aAt + i * aStrides[axis]! * 4, bAt + i * bStrides[axis]! * 4);
      return;
    }
    const at = target;
    // The outermost rows are shared out.
    const byOuter = outer > 1;
    const aStep = byOuter ? aOuter : aMiddle;
    const bStep = byOuter ? bOuter : bMiddle;
    const step = length * (byOuter ? middle : 1) * 4;
    backend.threads.over('binary', {
      extent: byOuter ? outer : middle,
      cost: outer * middle * length * NANOSECONDS,
      args: (from, rows) => [
        ...[operation, aAt + from * aStep, aOne, bAt + from * bStep, bOne, at + from * step, length],
        ...[byOuter ? rows : 1, aOuter, bOuter, byOuter ? middle : rows, aMiddle, bMiddle],
      ],
    });
    target += outer * middle * length * 4;
  };
  loop(0, backend.pointer(a), backend.pointer(b));
  return output;
}
