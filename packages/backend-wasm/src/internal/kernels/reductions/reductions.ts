import { checkAxes, checkAxis } from '../../checks.js';
import { IntegerReductionCode, ReductionCode } from '../../generated/kernel-calls.js';
import { BOOL, FLOAT, INTEGER, type KernelFunction, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { compose } from '../compose.js';
import { convert } from '../elementwise/convert.js';
import { argExtremum } from './arg-extremum.js';
import { booleanReduction, integerReduction } from './integer-reduction.js';
import { type Axes, extremumKernel, type Input, ofNothing, reduceAxes, sumKernel } from './reduction.js';

const INTEGER_OR_BOOL = [...INTEGER, ...BOOL];
const FLOAT_OR_BOOL = [...FLOAT, ...BOOL];

/** The range of int32. */
const [LOWEST, HIGHEST] = [-(2 ** 31), 2 ** 31 - 1];

const meanOfFloats: KernelFunction<Input, Axes> = sumKernel((count) => 1 / count, Number.NaN);

const ALONG_AXES: Signature = shapes<Input>({ x: '...' }, (where, { reductionIndices, axis }, { x }) =>
  checkAxes(where, 'axis', reductionIndices ?? axis, x.shape.length),
);
const ALONG_AXIS: Signature = shapes<Input>({ x: '...' }, (where, { axis }, { x }) =>
  checkAxis(where, 'axis', Array.isArray(axis) && axis.length === 1 ? axis[0] : axis, x.shape.length),
);

/** Reductions over any axes. */
export const reductionKernels: KernelTable = {
  All: tfjsKernel(ALONG_AXES, takes({ x: BOOL }, booleanReduction(true))),
  Any: tfjsKernel(ALONG_AXES, takes({ x: BOOL }, booleanReduction(false))),
  ArgMax: tfjsKernel(ALONG_AXIS, takes({ x: FLOAT_OR_BOOL }, argExtremum(1))),
  ArgMin: tfjsKernel(ALONG_AXIS, takes({ x: FLOAT_OR_BOOL }, argExtremum(-1))),
  Max: tfjsKernel(
    ALONG_AXES,
    takes({ x: FLOAT }, extremumKernel(ReductionCode.Max)),
    takes({ x: INTEGER }, integerReduction(IntegerReductionCode.Max, LOWEST)),
  ),
  Mean: tfjsKernel(ALONG_AXES, takes({ x: FLOAT }, meanOfFloats), takes({ x: INTEGER_OR_BOOL }, meanOfIntegers)),
  Min: tfjsKernel(
    ALONG_AXES,
    takes({ x: FLOAT }, extremumKernel(ReductionCode.Min)),
    takes({ x: INTEGER }, integerReduction(IntegerReductionCode.Min, HIGHEST)),
  ),
  Prod: tfjsKernel(
    ALONG_AXES,
    takes<Input, Axes>({ x: FLOAT }, ({ inputs: { x }, attrs, backend }) =>
      x.shape.includes(0)
        ? ofNothing(backend, x, attrs, 1)
        : reduceAxes(backend, x, attrs, (step) => backend.kernels.product(step)),
    ),
    takes({ x: INTEGER_OR_BOOL }, integerReduction(IntegerReductionCode.Prod, 1)),
  ),
  Sum: tfjsKernel(
    ALONG_AXES,
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
