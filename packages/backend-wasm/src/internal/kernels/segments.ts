import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, ownKernel } from '../kernel.js';

type SegmentInputs = { readonly x: TensorInfo; readonly segmentIds: TensorInfo };

/** Sums of rows by segment. */
export const segmentKernels: KernelTable = {
  UnsortedSegmentSum: ownKernel<SegmentInputs, { numSegments: number }>(
    ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
      if (x.dtype !== 'float32' || segmentIds.dtype !== 'int32' || segmentIds.shape.length !== 1) return undefined;
      const inner = x.shape.slice(1);
      const output = backend.newTensor([numSegments, ...inner], 'float32');
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
};
