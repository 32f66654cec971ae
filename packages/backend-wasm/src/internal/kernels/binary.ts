import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import type { KernelExports } from '../kernel-exports.js';
import { broadcastStrides, joinAxes } from '../strides.js';

type Operands = { readonly a: TensorInfo; readonly b: TensorInfo };
type Names = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum' | 'squaredDifference';

/** Elementwise functions of two float32 tensors, with broadcasting. */
export const binaryKernels: KernelTable = {
  Add: binary('add'),
  Maximum: binary('maximum'),
  Minimum: binary('minimum'),
  Multiply: binary('multiply'),
  RealDiv: binary('divide'),
  SquaredDifference: binary('squaredDifference'),
  Sub: binary('subtract'),
};

function binary(name: Names): OwnKernel {
  return ownKernel<Operands>(({ inputs: { a, b }, backend }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    const kernel = backend.kernels[name];
    if (util.arraysEqual(a.shape, b.shape)) return inOneRow(backend, kernel, a, 0, b, 0, a.shape);
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    if (b.shape.length === 0) return inOneRow(backend, kernel, a, 0, b, 1, shape);
    if (a.shape.length === 0) return inOneRow(backend, kernel, a, 1, b, 0, shape);
    return inRows(backend, kernel, a, b, shape);
  });
}

function inOneRow(
  backend: WasmBackend,
  kernel: KernelExports[Names],
  a: TensorInfo,
  aOne: number,
  b: TensorInfo,
  bOne: number,
  shape: number[],
): TensorInfo {
  const output = backend.newTensor(shape, 'float32');
  const length = util.sizeFromShape(shape);
  kernel(backend.pointer(a), aOne, backend.pointer(b), bOne, backend.pointer(output), length, 1, 0, 0, 1, 0, 0);
  return output;
}

function inRows(
  backend: WasmBackend,
  kernel: KernelExports[Names],
  a: TensorInfo,
  b: TensorInfo,
  shape: number[],
): TensorInfo {
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
  let target = backend.pointer(output);
  const loop = (axis: number, aAt: number, bAt: number): void => {
    if (axis < inner - 2) {
      for (let i = 0; i < extents[axis]!; i++)
        loop(axis + 1, aAt + i * aStrides[axis]! * 4, bAt + i * bStrides[axis]! * 4);
      return;
    }
    kernel(
      aAt,
      aOne,
      bAt,
      bOne,
      target,
      length,
      outer,
      (aStrides[inner - 2] ?? 0) * 4,
      (bStrides[inner - 2] ?? 0) * 4,
      middle,
      (aStrides[inner - 1] ?? 0) * 4,
      (bStrides[inner - 1] ?? 0) * 4,
    );
    target += outer * middle * length * 4;
  };
  loop(0, backend.pointer(a), backend.pointer(b));
  return output;
}
