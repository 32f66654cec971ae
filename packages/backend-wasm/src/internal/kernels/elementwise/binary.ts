import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { broadcastStrides, joinAxes } from '../../strides.js';
import { LINE_FLOATS } from '../../threads.js';

type Operands = readonly [a: TensorInfo, b: TensorInfo];

/** The numbers of assembly/elementwise/binary.ts. */
const ADD = 0;
const SUBTRACT = 1;
const MULTIPLY = 2;
const DIVIDE = 3;
const MAXIMUM = 4;
const MINIMUM = 5;
const SQUARED_DIFFERENCE = 6;
const INTEGER_ADD = 7;
const INTEGER_SUBTRACT = 8;
const INTEGER_MULTIPLY = 9;
const INTEGER_MAXIMUM = 10;
const INTEGER_MINIMUM = 11;
const INTEGER_SQUARED_DIFFERENCE = 12;
const INTEGER_AND = 13;
const PRELU = 14;
const ELU_GRADIENT = 15;
const ARC_TANGENT = 16;
const POWER = 17;
const MODULO = 18;
const FLOOR_OF_QUOTIENT = 19;
const INTEGER_MODULO = 20;
const INTEGER_FLOOR_OF_QUOTIENT = 21;

/** For each element, about: as fast as the memory, or with many instructions. */
const NANOSECONDS = 0.4;
const SLOW = 6;

/** Elementwise functions of two tensors of float32 or int32, with broadcasting, and the sum of many. */
export const binaryKernels: KernelTable = {
  Add: binary({ floats: ADD, integers: INTEGER_ADD }),
  AddN: ownKernel<readonly TensorInfo[]>(({ inputs, backend }) => {
    const [first, second, ...others] = inputs;
    if (inputs.some(({ dtype }) => dtype !== 'float32') || second === undefined) return undefined;
    const output = inOneRow(backend, ADD, [first!, second], first!.shape, 'float32');
    const length = util.sizeFromShape(output.shape);
    const target = backend.pointer(output);
    for (const other of others) row(backend, ADD, target, 0, backend.pointer(other), 0, target, length);
    return output;
  }),
  Atan2: binary({ floats: ARC_TANGENT }),
  BitwiseAnd: binary({ integers: INTEGER_AND }),
  EluGrad: binary({ floats: ELU_GRADIENT, names: ['dy', 'y'] }),
  FloorDiv: binary({ floats: FLOOR_OF_QUOTIENT, integers: INTEGER_FLOOR_OF_QUOTIENT, dtype: 'int32' }),
  Maximum: binary({ floats: MAXIMUM, integers: INTEGER_MAXIMUM }),
  Minimum: binary({ floats: MINIMUM, integers: INTEGER_MINIMUM }),
  Mod: binary({ floats: MODULO, integers: INTEGER_MODULO }),
  Multiply: binary({ floats: MULTIPLY, integers: INTEGER_MULTIPLY }),
  Pow: binary({ floats: POWER }),
  Prelu: binary({ floats: PRELU, names: ['x', 'alpha'] }),
  RealDiv: binary({ floats: DIVIDE }),
  SquaredDifference: binary({ floats: SQUARED_DIFFERENCE, integers: INTEGER_SQUARED_DIFFERENCE }),
  Sub: binary({ floats: SUBTRACT, integers: INTEGER_SUBTRACT }),
};

type Operation = {
  /** The numbers of the operation for operands that are both float32, and both int32, where it takes them. */
  readonly floats?: number;
  readonly integers?: number;
  /** Of the result; default: that of the operands. */
  readonly dtype?: 'float32' | 'int32';
  /** Of the operands. */
  readonly names?: readonly [string, string];
};

function binary({ floats, integers, dtype, names: [first, second] = ['a', 'b'] }: Operation): OwnKernel {
  return ownKernel<Readonly<Record<string, TensorInfo>>>(({ inputs, backend }) => {
    const [a, b] = [inputs[first]!, inputs[second]!];
    const operation = a.dtype === 'float32' ? floats : a.dtype === 'int32' ? integers : undefined;
    if (operation === undefined || a.dtype !== b.dtype) return undefined;
    const result = dtype ?? (a.dtype as 'float32' | 'int32'); // one of the two, as it has a number
    if (util.arraysEqual(a.shape, b.shape)) return inOneRow(backend, operation, [a, b], a.shape, result);
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return inRows(backend, operation, [a, b], shape, result);
  });
}

function inOneRow(
  backend: WasmBackend,
  operation: number,
  [a, b]: Operands,
  shape: number[],
  dtype: 'float32' | 'int32',
): TensorInfo {
  const output = backend.newTensor(shape, dtype);
  const from = backend.pointer(a);
  row(backend, operation, from, 0, backend.pointer(b), 0, backend.pointer(output), util.sizeFromShape(shape));
  return output;
}

/** One row, whose operands are addresses of one number or of as many as the target has. */
function row(
  { kernels, threads }: WasmBackend,
  operation: number,
  a: number,
  aOne: number,
  b: number,
  bOne: number,
  target: number,
  count: number,
): void {
  const cost = count * nanosecondsOf(operation);
  if (!threads.pays(cost)) {
    // The shortest way for small tensors.
    kernels.binary(operation, a, aOne, b, bOne, target, count, 1, 0, 0, 1, 0, 0);
    return;
  }
  threads.over('binary', {
    extent: count,
    unit: LINE_FLOATS,
    cost,
    args: (from, length) => [
      ...[operation, aOne ? a : a + from * 4, aOne, bOne ? b : b + from * 4, bOne, target + from * 4, length],
      ...[1, 0, 0, 1, 0, 0],
    ],
  });
}

function nanosecondsOf(operation: number): number {
  return operation >= ARC_TANGENT ? SLOW : NANOSECONDS;
}

function inRows(
  backend: WasmBackend,
  operation: number,
  [a, b]: Operands,
  shape: number[],
  dtype: 'float32' | 'int32',
): TensorInfo {
  const output = backend.newTensor(shape, dtype);
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
      cost: outer * middle * length * nanosecondsOf(operation),
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
