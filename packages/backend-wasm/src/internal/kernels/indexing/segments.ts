import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';

type SegmentInputs = { readonly x: TensorInfo; readonly segmentIds: TensorInfo };

/** Sums and means of rows by segment. */
export const segmentKernels: KernelTable = {
  UnsortedSegmentSum: ownKernel<SegmentInputs, { numSegments: number }>(
    ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
      if (x.dtype !== 'float32' || segmentIds.dtype !== 'int32' || segmentIds.shape.length !== 1) return undefined;
      const inner = x.shape.slice(1);
      const output = backend.newTensor([numSegments, ...inner]);
      backend.kernels.sumBySegment(
        backend.pointer(x),
        backend.pointer(segmentIds),
        backend.pointer(output),
        x.shape[0]!,
        util.sizeFromShape(inner),
        numSegments,
      );
      return output;
    },
  ),

  SparseSegmentSum: sparseSegments(0),
  SparseSegmentMean: sparseSegments(1),
};

/** Of rows that indices name. What is wrong with them, the cpu backend says. */
function sparseSegments(mean: number): OwnKernel {
  return ownKernel<Readonly<Record<'data' | 'indices' | 'segmentIds', TensorInfo>>>(
    ({ inputs: { data, indices, segmentIds: ids }, backend }) => {
      const count = util.sizeFromShape(ids.shape);
      const areVectors = [indices, ids].every(({ dtype, shape }) => dtype === 'int32' && shape.length === 1);
      if (data.dtype !== 'float32' || !areVectors || count === 0 || indices.shape[0] !== count) return undefined;
      const [rows, ...inner] = data.shape;
      const segments = (backend.data.get(ids.dataId).values as Int32Array)[count - 1]! + 1; // as the dtype says
      if (segments <= 0) return undefined;
      const output = backend.newTensor([segments, ...inner]);
      const [from, places, numbers, target] = backend.pointers(data, indices, ids, output);
      const sizes = [count, rows!, util.sizeFromShape(inner), segments] as const;
      if (backend.kernels.sumSegments(from, places, numbers, target, ...sizes, mean)) return output;
      backend.disposeIntermediateTensorInfo(output);
      return undefined;
    },
  );
}
