import { type KernelTable, takes, tfjsKernel } from '../../kernel.js';

type RangeAttributes = Readonly<Record<'start' | 'stop' | 'step', number>> & { readonly dtype: 'float32' | 'int32' };

/** Evenly spaced values. */
export const rangeKernels: KernelTable = {
  LinSpace: tfjsKernel(
    takes<object, Readonly<Record<'start' | 'stop' | 'num', number>>>({}, ({ attrs, backend }) => {
      const { start, stop, num: count } = attrs;
      const output = backend.newTensor([count]);
      const step = count === 1 ? 0 : (stop - start) / (count - 1);
      backend.kernels.range({ target: backend.pointer(output), count, start, step, integers: false });
      return output;
    }),
  ),
  Range: tfjsKernel(
    takes<object, RangeAttributes>({}, ({ attrs: { start, stop, step: by, dtype }, backend }) => {
      const isEmpty = start === stop || (start < stop && by < 0) || (stop < start && by > 1);
      const count = isEmpty ? 0 : Math.abs(Math.ceil((stop - start) / by));
      // A step of 1 downwards counts down, as in tfjs.
      const step = stop < start && by === 1 ? -1 : by;
      const output = backend.newTensor([count], dtype);
      backend.kernels.range({ target: backend.pointer(output), count, start, step, integers: dtype === 'int32' });
      return output;
    }),
  ),
};
