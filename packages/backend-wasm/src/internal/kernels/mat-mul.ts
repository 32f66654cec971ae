import { formatShape, ShapeError } from '@neurite/core';
import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelCall, type KernelTable, ownKernel } from '../kernel.js';
import { broadcastStrides, joinAxes } from '../strides.js';
import { type Activation, activate, isActivation } from './activation.js';

type Transposes = { readonly transposeA: boolean; readonly transposeB: boolean };
type Factors = { readonly a: TensorInfo; readonly b: TensorInfo };
type FusedInputs = Factors & { readonly bias?: TensorInfo; readonly preluActivationWeights?: TensorInfo };
type FusedAttributes = Transposes & { readonly activation: string; readonly leakyreluAlpha?: number };

/** Matrix products; a factor of which there is one is used for the whole batch of the other. */
export const matMulKernels: KernelTable = {
  BatchMatMul: ownKernel<Factors, Transposes>(({ inputs, attrs, backend }) =>
    matMul(backend, inputs, attrs, { bias: undefined, rectify: false }),
  ),
  _FusedMatMul: ownKernel(fusedMatMul),
};

function fusedMatMul({ inputs, attrs, backend }: KernelCall<FusedInputs, FusedAttributes>): TensorInfo | undefined {
  const { bias, preluActivationWeights } = inputs;
  const { activation, leakyreluAlpha } = attrs;
  if (preluActivationWeights !== undefined || !isActivation(activation)) return undefined;
  const columns = inputs.b.shape.at(attrs.transposeB ? -2 : -1)!;
  // One number for each column; any other bias would have to be broadcast.
  if (
    bias &&
    (bias.dtype !== 'float32' || bias.shape.at(-1) !== columns || util.sizeFromShape(bias.shape) !== columns)
  ) {
    return undefined;
  }
  const rectify = activation === 'relu';
  const output = matMul(backend, inputs, attrs, { bias, rectify });
  if (output !== undefined && !rectify) activate(backend, output, activation as Activation, leakyreluAlpha);
  return output;
}

function matMul(
  backend: WasmBackend,
  { a, b }: Factors,
  { transposeA, transposeB }: Transposes,
  { bias, rectify }: { readonly bias: TensorInfo | undefined; readonly rectify: boolean },
): TensorInfo | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const aRank = a.shape.length;
  const bRank = b.shape.length;
  const rows = a.shape[transposeA ? aRank - 1 : aRank - 2]!;
  const depth = a.shape[transposeA ? aRank - 2 : aRank - 1]!;
  const columns = b.shape[transposeB ? bRank - 2 : bRank - 1]!;
  if (b.shape[transposeB ? bRank - 1 : bRank - 2] !== depth) {
    throw new ShapeError({
      where: 'matMul',
      argument: 'b',
      expected: `have ${depth} ${transposeB ? 'columns' : 'rows'}, as \`a\` of shape ${formatShape(a.shape)}${transposeA ? ', transposed,' : ''} has ${depth} columns`,
      received: formatShape(b.shape),
    });
  }
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  if (depth === 0) return undefined;
  const { kernels } = backend;
  const scratch = backend.scratch.floats(kernels.matrixProductScratch());
  const output = backend.newTensor([...batch, rows, columns], 'float32');
  const left = backend.pointer(a);
  const right = backend.pointer(b);
  const target = backend.pointer(output);
  const added = bias === undefined || bias === null ? 0 : backend.pointer(bias);
  const { extents, strides } = joinAxes(batch, [broadcastStrides(aBatch, batch), broadcastStrides(bBatch, batch)]);
  const [aStrides, bStrides] = strides as [number[], number[]]; // of two factors
  let at = target;
  const multiply = (axis: number, aAt: number, bAt: number): void => {
    if (axis < extents.length) {
      for (let i = 0; i < extents[axis]!; i++) multiply(axis + 1, aAt + i * aStrides[axis]!, bAt + i * bStrides[axis]!);
      return;
    }
    kernels.matrixProduct(
      rows,
      columns,
      depth,
      left + aAt * rows * depth * 4,
      transposeA ? 1 : 0,
      right + bAt * depth * columns * 4,
      transposeB ? 1 : 0,
      at,
      added,
      rectify ? 1 : 0,
      scratch,
    );
    at += rows * columns * 4;
  };
  multiply(0, 0, 0);
  return output;
}
