import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, ownKernel } from '../kernel.js';

type SegmentInputs = { readonly x: TensorInfo; readonly segmentIds: TensorInfo };
type RangeAttributes = Record<'start' | 'stop' | 'step', number> & { readonly dtype: 'float32' | 'int32' };

/** Sums of rows by segment, and numbers in a row. */
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

  Range: ownKernel<unknown, RangeAttributes>(({ attrs: { start, stop, step, dtype }, backend }) => {
    const runsAway = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
    const count = runsAway ? 0 : Math.abs(Math.ceil((stop - start) / step));
    // A step of 1 downwards counts down, as in tfjs.
    const stride = stop < start && step === 1 ? -1 : step;
    const output = backend.newTensor([count], dtype);
    const values = backend.data.get(output.dataId).values as Float32Array | Int32Array; // as the dtype says
    for (let i = 0; i < count; i++) values[i] = start + i * stride;
    return output;
  }),

  LinSpace: ownKernel<unknown, Record<'start' | 'stop' | 'num', number>>(({ attrs: { start, stop, num }, backend }) => {
    const output = backend.newTensor([num], 'float32');
    const values = backend.data.get(output.dataId).values as Float32Array; // as the dtype says
    for (let i = 0; i < num; i++) values[i] = num === 1 ? start : start + (i * (stop - start)) / (num - 1);
    return output;
  }),
};
