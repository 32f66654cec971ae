import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { overRows } from '../../over-rows.js';
import { convert, disposeAll, isNumeric } from '../elementwise/convert.js';

type RangeAttributes = Record<'start' | 'stop' | 'step', number> & { readonly dtype: 'float32' | 'int32' };

/** The numbers of assembly/reductions/cumulative.ts; two more for int32. */
const SUM = 0;
const PRODUCT = 1;

/** Nanoseconds for each element, about. */
const NANOSECONDS = 1.5;

/** Running sums and products along any axis, and numbers in a row. */
export const scanKernels: KernelTable = {
  Cumsum: cumulative(SUM),
  Cumprod: cumulative(PRODUCT),

  Range: ownKernel<unknown, RangeAttributes>(({ attrs: { start, stop, step, dtype }, backend }) => {
    const runsAway = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
    const count = runsAway ? 0 : Math.abs(Math.ceil((stop - start) / step));
    // A step of 1 downwards counts down, as in tfjs.
    const by = stop < start && step === 1 ? -1 : step;
    const output = backend.newTensor([count], dtype);
    backend.kernels.arithmetic(backend.pointer(output), count, start, by, dtype === 'int32' ? 1 : 0);
    return output;
  }),

  LinSpace: ownKernel<unknown, Record<'start' | 'stop' | 'num', number>>(({ attrs: { start, stop, num }, backend }) => {
    const output = backend.newTensor([num]);
    const step = num === 1 ? 0 : (stop - start) / (num - 1);
    backend.kernels.arithmetic(backend.pointer(output), num, start, step, 0);
    return output;
  }),
};

function cumulative(operation: number): OwnKernel {
  return ownKernel<{ readonly x: TensorInfo }, { axis: number; exclusive: boolean; reverse: boolean }>(
    ({ inputs: { x }, attrs: { axis: along, exclusive, reverse }, backend }) => {
      if (!isNumeric(x.dtype)) return undefined;
      const [axis] = util.parseAxisParam(along, x.shape) as [number]; // of one
      const numbers = convert(backend, x, x.dtype === 'bool' ? 'int32' : x.dtype);
      const whole = numbers.dtype === 'int32';
      const output = backend.newTensor(x.shape, whole ? 'int32' : 'float32');
      const extent = x.shape[axis]!;
      const inner = util.sizeFromShape(x.shape.slice(axis + 1));
      const outer = util.sizeFromShape(x.shape.slice(0, axis));
      const flags = [operation + (whole ? 2 : 0), exclusive ? 1 : 0, reverse ? 1 : 0];
      overRows(
        backend,
        'cumulate',
        [
          [numbers, extent * inner],
          [output, extent * inner],
        ],
        {
          extent: outer,
          cost: outer * extent * inner * NANOSECONDS,
          sizes: (length) => [length, extent, inner, ...flags],
        },
      );
      disposeAll(backend, [numbers]);
      return output;
    },
  );
}
