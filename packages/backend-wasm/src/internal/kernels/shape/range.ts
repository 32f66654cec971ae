import { checkChoice, checkInteger, checkNumber } from '@neurite/core';
import { unsuitable } from '../../checks.js';
import { type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { shapes } from '../../signature.js';

type RangeAttributes = Readonly<Record<'start' | 'stop' | 'step', number>> & { readonly dtype: 'float32' | 'int32' };

/** Evenly spaced values. */
export const rangeKernels: KernelTable = {
  LinSpace: tfjsKernel(
    shapes({}, (where, { start, stop, num }) => {
      checkNumber(where, 'start', start);
      checkNumber(where, 'stop', stop);
      checkInteger(where, 'num', num, { min: 0 });
    }),
    takes<object, Readonly<Record<'start' | 'stop' | 'num', number>>>({}, ({ attrs, backend }) => {
      const { start, stop, num: count } = attrs;
      const output = backend.newTensor([count]);
      const step = count === 1 ? 0 : (stop - start) / (count - 1);
      backend.kernels.range({ target: backend.pointer(output), count, start, step, integers: false });
      return output;
    }),
  ),
  Range: tfjsKernel(
    shapes({}, (where, { start, stop, step, dtype }) => {
      checkNumber(where, 'start', start);
      checkNumber(where, 'stop', stop);
      checkNumber(where, 'step', step);
      if (step === 0) throw unsuitable(where, 'step', 'not be 0', step);
      checkChoice(where, 'dtype', dtype, ['float32', 'int32']);
    }),
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
