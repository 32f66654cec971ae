import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type OptionalPointer, offset, offsetOptional } from '../../address.js';
import { RowNormSize } from '../../generated/kernel-calls.js';
import { FLOAT, type KernelFunction, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { sumRows } from '../reductions/reduction.js';
import { measure } from './measure.js';

/** For each element, about. */
const NANOSECONDS = 0.7;

type Inputs = { readonly x: TensorInfo; readonly scale: TensorInfo; readonly offset?: TensorInfo };
type GradientInputs = { readonly dy: TensorInfo; readonly x: TensorInfo; readonly scale: TensorInfo };
type Attributes = { readonly epsilon: number };

/** Layer and root mean square normalization, and their gradients. */
export const rowNormKernels: KernelTable = {
  LayerNorm: operationKernel(shapes({ x: '... c', scale: 'c', offset: 'c' }), takes(FLOAT, rowNorm)),
  LayerNormGrad: operationKernel(
    shapes({ x: '... c', scale: 'c', dy: '=x' }),
    takes(FLOAT, rowNormGradient({ centered: true })),
  ),
  RmsNorm: operationKernel(shapes({ x: '... c', scale: 'c' }), takes(FLOAT, rowNorm)),
  RmsNormGrad: operationKernel(
    shapes({ x: '... c', scale: 'c', dy: '=x' }),
    takes(FLOAT, rowNormGradient({ centered: false })),
  ),
};

/** Without an offset the mean counts as 0. */
function rowNorm({
  inputs: { x, scale: factor, offset: shift },
  attrs: { epsilon },
  backend,
}: Parameters<KernelFunction<Inputs, Attributes>>[0]): TensorInfo {
  const { rows: extent, channels: columns } = measure(x);
  const output = backend.newTensor(x.shape);
  const [source, scale, target] = backend.pointers(x, factor, output);
  const added = backend.optionalPointer(shift);
  backend.threads.over({ extent, cost: extent * columns * NANOSECONDS }, (kernels, { from, length: rows }) =>
    kernels.rowNorm({
      x: offset(source, from * columns),
      scale,
      offset: added,
      target: offset(target, from * columns),
      rows,
      columns,
      epsilon,
    }),
  );
  return output;
}

function rowNormGradient({ centered }: { readonly centered: boolean }): KernelFunction<GradientInputs, Attributes> {
  return ({ inputs: { dy, x, scale: factor }, attrs: { epsilon }, backend }) => {
    const { rows: extent, channels: columns } = measure(x);
    const { ChunkRows } = RowNormSize;
    const chunks = Math.ceil(extent / ChunkRows);
    const dx = backend.newTensor(x.shape);
    const dScale = backend.newTensor(factor.shape);
    const scaleSums = backend.newTensor([chunks, columns]);
    const offsetSums = centered ? backend.newTensor([chunks, columns]) : undefined;
    const [gradient, source, scale, target] = backend.pointers(dy, x, factor, dx);
    const ofScale = backend.pointer(scaleSums);
    const ofOffset: OptionalPointer = backend.optionalPointer(offsetSums);
    backend.threads.over(
      { extent, unit: ChunkRows, cost: extent * columns * 2 * NANOSECONDS },
      (kernels, { from, length: rows }) =>
        kernels.rowNormGradient({
          dy: offset(gradient, from * columns),
          x: offset(source, from * columns),
          scale,
          dx: offset(target, from * columns),
          dScale: offset(ofScale, (from / ChunkRows) * columns),
          dOffset: offsetOptional(ofOffset, (from / ChunkRows) * columns),
          rows,
          columns,
          epsilon,
        }),
    );
    sumRows(backend, scaleSums, dScale);
    if (offsetSums === undefined) return [dx, dScale];
    const dOffset = backend.newTensor(factor.shape);
    sumRows(backend, offsetSums, dOffset);
    return [dx, dScale, dOffset];
  };
}
