import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { fourBytes } from '../shape/copying.js';

type Inputs<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** The values of a tensor that is a shape: of whole numbers, and read like a list. */
type Shape = Int32Array & number[];

/** Kernels that move the coordinates of sparse tensors. What is wrong with them, the cpu backend says. */
export const sparseKernels: KernelTable = {
  SparseReshape: ownKernel<Inputs<'inputIndices' | 'inputShape' | 'newShape'>>(
    ({ inputs: { inputIndices, inputShape, newShape }, backend }) => {
      const [old, shape] = [inputShape, newShape].map(({ dataId }) => backend.readSync(dataId)) as [Shape, Shape]; // two
      const size = util.sizeFromShape(old);
      const count = inputIndices.shape[0]!;
      const open = shape.indexOf(-1);
      if (open >= 0) {
        shape[open] = 1;
        const known = util.sizeFromShape(shape);
        shape[open] = known > 0 ? size / known : -1;
      }
      // In a tensor without numbers there is no place.
      if (shape.some((extent) => extent < 0) || util.sizeFromShape(shape) !== size || (size === 0 && count > 0)) {
        return undefined;
      }
      const indices = backend.newTensor([count, shape.length], 'int32');
      const outputShape = backend.makeTensorInfo([shape.length], 'int32', shape);
      const pointers = backend.pointers(inputIndices, indices, inputShape, outputShape);
      backend.kernels.reshapeIndices(...pointers, count, old.length, shape.length);
      return [indices, outputShape];
    },
  ),

  SparseFillEmptyRows: ownKernel<Inputs<'indices' | 'values' | 'denseShape' | 'defaultValue'>>(
    ({ inputs: { indices, values, denseShape, defaultValue }, backend }) => {
      const dtype = fourBytes(values);
      if (dtype === undefined) return undefined;
      const [count, rank] = indices.shape as [number, number];
      const rows = (backend.readSync(denseShape.dataId) as Int32Array)[0]!;
      if (rows < 0) return undefined;
      const counts = backend.scratch.floats(rows);
      const empty = backend.kernels.countRows(backend.pointer(indices), counts, count, rank, rows);
      if (empty < 0) return undefined;
      const outputs = [
        backend.newTensor([count + empty, rank], 'int32'),
        backend.newTensor([count + empty], dtype),
        backend.newTensor([rows], 'bool'),
        backend.newTensor([count], 'int32'),
      ];
      const pointers = backend.pointers(indices, values, defaultValue, ...outputs);
      backend.kernels.fillEmptyRows(...pointers, counts, count, rank, rows);
      return outputs;
    },
  ),
};
