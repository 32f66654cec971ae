import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { convert, disposeAll, isNumeric } from './convert.js';
import { groupsOf } from './reduction.js';

type Input = { readonly x: TensorInfo };
type ReductionAttributes = Record<string, number | number[]> & { keepDims: boolean };

/** The numbers of assembly/integer.ts. */
const SUM = 0;
const PRODUCT = 1;
const LARGEST = 2;
const SMALLEST = 3;

/** Reductions of int32 and bool, and what turns numbers into one another. */
export const integerKernels: KernelTable = {
  Sum: reduction(SUM, 'axis', ['int32', 'bool'], 'int32'),
  Prod: reduction(PRODUCT, 'axis', ['int32', 'bool'], 'int32'),
  Max: reduction(LARGEST, 'reductionIndices', ['int32'], 'int32'),
  Min: reduction(SMALLEST, 'axis', ['int32'], 'int32'),
  All: ofBytes(1),
  Any: ofBytes(0),
  Cast: ownKernel<Input, { readonly dtype: string }>(({ inputs: { x }, attrs: { dtype }, backend }) =>
    isNumeric(x.dtype) && isNumeric(dtype) ? convert(backend, x, dtype) : undefined,
  ),
};

/** @param attribute the name under which the axes come */
function reduction(
  operation: number,
  attribute: 'axis' | 'reductionIndices',
  dtypes: readonly string[],
  dtype: 'int32' | 'bool',
): OwnKernel {
  return ownKernel<Input, ReductionAttributes>(({ inputs: { x }, attrs, backend }) => {
    if (!dtypes.includes(x.dtype)) return undefined;
    const axes = util.parseAxisParam(attrs[attribute]!, x.shape);
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    if (x.shape.includes(0)) return undefined;
    let result = convert(backend, x, 'int32');
    // Innermost axes first.
    for (const { outer, axis, inner } of groupsOf(x.shape, axes)) {
      const next = backend.newTensor([outer * inner], 'int32');
      backend.kernels.reduceIntegers(operation, backend.pointer(result), backend.pointer(next), outer, axis, inner);
      disposeAll(backend, [result]);
      result = next;
    }
    const numbers = convert(backend, result, dtype);
    const output = backend.makeAlias(numbers, attrs.keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape);
    disposeAll(backend, [result, numbers]);
    return output;
  });
}

/** @param every 1 where all have to be true, 0 where one is enough */
function ofBytes(every: number): OwnKernel {
  return ownKernel<Input, ReductionAttributes>(({ inputs: { x }, attrs, backend }) => {
    if (x.dtype !== 'bool' || x.shape.includes(0)) return undefined;
    const axes = util.parseAxisParam(attrs.axis!, x.shape);
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    let result = backend.makeAlias(x, x.shape);
    // Innermost axes first.
    for (const { outer, axis, inner } of groupsOf(x.shape, axes)) {
      const next = backend.newTensor([outer * inner], 'bool');
      backend.kernels.reduceBytes(every, backend.pointer(result), backend.pointer(next), outer, axis, inner);
      disposeAll(backend, [result]);
      result = next;
    }
    const output = backend.makeAlias(result, attrs.keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape);
    disposeAll(backend, [result]);
    return output;
  });
}
