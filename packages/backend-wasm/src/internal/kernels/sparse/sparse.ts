import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { FLOAT, INTEGER, type KernelCall, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { dtypeOf } from '../shape/copying.js';

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** The values of a tensor that is a shape, which are read like a list. */
type Shape = Int32Array & number[];

/** Kernels of the indices of sparse tensors. What is wrong with them, the cpu backend says. */
export const sparseKernels: KernelTable = {
  SparseFillEmptyRows: tfjsKernel(
    shapes({ indices: 'n rank', values: 'n', denseShape: 'rank', defaultValue: '' }),
    takes({ indices: INTEGER, values: FLOAT, denseShape: INTEGER, defaultValue: FLOAT }, fillEmptyRows),
    takes({ indices: INTEGER, values: INTEGER, denseShape: INTEGER, defaultValue: INTEGER }, fillEmptyRows),
  ),
  SparseReshape: tfjsKernel(
    shapes({ inputIndices: 'n rank', inputShape: 'rank', newShape: '_' }),
    takes(INTEGER, reshape),
  ),
};

function reshape({
  inputs: { inputIndices, inputShape, newShape },
  backend,
}: KernelCall<Named<'inputIndices' | 'inputShape' | 'newShape'>>): TensorInfo[] | undefined {
  const [old, shape] = [inputShape, newShape].map(({ dataId }) => backend.readSync(dataId)) as [Shape, Shape]; // two
  const size = util.sizeFromShape(old);
  const count = inputIndices.shape[0]!;
  const open = shape.indexOf(-1);
  if (open >= 0) {
    shape[open] = 1;
    const known = util.sizeFromShape(shape);
    shape[open] = known > 0 ? size / known : -1;
  }
  // A tensor without elements has no indices.
  if (shape.some((extent) => extent < 0) || util.sizeFromShape(shape) !== size || (size === 0 && count > 0)) {
    return undefined;
  }
  const outputIndices = backend.newTensor([count, shape.length], 'int32');
  const outputShape = backend.makeTensorInfo([shape.length], 'int32', shape);
  const [indices, target] = backend.pointers(inputIndices, outputIndices);
  const [from, to] = backend.pointers(inputShape, outputShape);
  const ranks = { rank: old.length, newRank: shape.length };
  backend.kernels.reshapeIndices({ indices, target, shape: from, newShape: to, count, ...ranks });
  return [outputIndices, outputShape];
}

function fillEmptyRows({
  inputs,
  backend,
}: KernelCall<Named<'indices' | 'values' | 'denseShape' | 'defaultValue'>>): TensorInfo[] | undefined {
  const [count, rank] = inputs.indices.shape as [number, number];
  const rows = (backend.readSync(inputs.denseShape.dataId) as Int32Array)[0]!;
  if (rows < 0) return undefined;
  return backend.withScratch(rows, (counts) => {
    const [indices, values, defaultValue] = backend.pointers(inputs.indices, inputs.values, inputs.defaultValue);
    const empty = backend.kernels.countRows({ indices, counts, count, rank, rows });
    if (empty < 0) return undefined;
    const outputs = [
      backend.newTensor([count + empty, rank], 'int32'),
      backend.newTensor([count + empty], dtypeOf(inputs.values)),
      backend.newTensor([rows], 'bool'),
      backend.newTensor([count], 'int32'),
    ] as const;
    const [target, filled, isEmpty, order] = backend.pointers(...outputs);
    const made = { target, filled, isEmpty, order };
    backend.kernels.fillEmptyRows({ indices, values, defaultValue, ...made, counts, count, rank, rows });
    return [...outputs];
  });
}
