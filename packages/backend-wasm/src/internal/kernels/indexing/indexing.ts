import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { fourBytes } from '../shape/copying.js';
import { bitsOf } from '../shape/shape.js';

type GatherInputs = { readonly x: TensorInfo; readonly indices: TensorInfo };
type OneHotAttributes = { depth: number; onValue: number; offValue: number; dtype: string };

/** Kernels that are told places by an int32 tensor. */
export const indexingKernels: KernelTable = {
  GatherV2: ownKernel<GatherInputs, { axis: number; batchDims: number }>(
    ({ inputs: { x, indices }, attrs, backend }) => {
      const dtype = fourBytes(x);
      if (dtype === undefined || indices.dtype !== 'int32' || attrs.batchDims !== 0) return undefined;
      const axis = util.parseAxisParam(attrs.axis, x.shape)[0]!;
      const extent = x.shape[axis]!;
      const count = util.sizeFromShape(indices.shape);
      const places = backend.pointer(indices);
      // The cpu backend says which index is wrong.
      if (!backend.kernels.indicesWithin(places, count, extent)) return undefined;
      const before = x.shape.slice(0, axis);
      const after = x.shape.slice(axis + 1);
      const output = backend.newTensor([...before, ...indices.shape, ...after], dtype);
      backend.kernels.gather(
        backend.pointer(x),
        places,
        backend.pointer(output),
        util.sizeFromShape(before),
        extent,
        count,
        util.sizeFromShape(after),
      );
      return output;
    },
  ),

  OneHot: ownKernel<{ indices: TensorInfo }, OneHotAttributes>(({ inputs: { indices }, attrs, backend }) => {
    const { depth, onValue, offValue, dtype } = attrs;
    if (indices.dtype !== 'int32' || (dtype !== 'float32' && dtype !== 'int32')) return undefined;
    const output = backend.newTensor([...indices.shape, depth], dtype);
    backend.kernels.oneHot(
      backend.pointer(indices),
      backend.pointer(output),
      util.sizeFromShape(indices.shape),
      depth,
      bitsOf(onValue, dtype),
      bitsOf(offValue, dtype),
    );
    return output;
  }),
};
