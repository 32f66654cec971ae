import { IntegerReductionCode, ReductionCode } from '../../generated/kernel-calls.js';
import { BOOL, FLOAT, INTEGER, type KernelFunction, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { compose } from '../compose.js';
import { convert } from '../elementwise/convert.js';
import { argExtremum } from './arg-extremum.js';
import { booleanReduction, integerReduction } from './integer-reduction.js';
import { type Axes, extremumKernel, type Input, ofNothing, reduceAxes, sumKernel } from './reduction.js';

const INTEGER_OR_BOOL = [...INTEGER, ...BOOL];
const FLOAT_OR_BOOL = [...FLOAT, ...BOOL];

const meanOfFloats: KernelFunction<Input, Axes> = sumKernel((count) => 1 / count, Number.NaN);

/** Reductions over any axes. */
export const reductionKernels: KernelTable = {
  All: tfjsKernel(takes({ x: BOOL }, booleanReduction(true))),
  Any: tfjsKernel(takes({ x: BOOL }, booleanReduction(false))),
  ArgMax: tfjsKernel(takes({ x: FLOAT_OR_BOOL }, argExtremum(1))),
  ArgMin: tfjsKernel(takes({ x: FLOAT_OR_BOOL }, argExtremum(-1))),
  Max: tfjsKernel(
    takes({ x: FLOAT }, extremumKernel(ReductionCode.Max)),
    takes({ x: INTEGER }, integerReduction(IntegerReductionCode.Max)),
  ),
  Mean: tfjsKernel(takes({ x: FLOAT }, meanOfFloats), takes({ x: INTEGER_OR_BOOL }, meanOfIntegers)),
  Min: tfjsKernel(
    takes({ x: FLOAT }, extremumKernel(ReductionCode.Min)),
    takes({ x: INTEGER }, integerReduction(IntegerReductionCode.Min)),
  ),
  Prod: tfjsKernel(
    takes<Input, Axes>({ x: FLOAT }, ({ inputs: { x }, attrs, backend }) =>
      x.shape.includes(0)
        ? ofNothing(backend, x, attrs, 1)
        : reduceAxes(backend, x, attrs, (step) => backend.kernels.product(step)),
    ),
    takes({ x: INTEGER_OR_BOOL }, integerReduction(IntegerReductionCode.Prod, 1)),
  ),
  Sum: tfjsKernel(
    takes(
      { x: FLOAT },
      sumKernel(() => 1, 0),
    ),
    takes({ x: INTEGER_OR_BOOL }, integerReduction(IntegerReductionCode.Sum, 0)),
  ),
};

function meanOfIntegers(call: Parameters<KernelFunction<Input, Axes>>[0]): ReturnType<KernelFunction<Input, Axes>> {
  const { inputs, backend } = call;
  if (inputs.x.shape.includes(0)) return undefined;
  return compose(backend, (intermediate) => {
    const x = intermediate(convert(backend, inputs.x, 'float32'));
    return intermediate(meanOfFloats({ ...call, inputs: { x } }) as typeof x); // one tensor, as x has elements
  });
}
