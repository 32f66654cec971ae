import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { convert, disposeAll, isNumeric } from '../elementwise/convert.js';
import { groupsOf } from './reduction.js';

type Input = { readonly x: TensorInfo };
type ReductionAttributes = Record<string, number | number[]> & { keepDims: boolean };

/** The numbers of assembly/reductions/integer-reduction.ts. */
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
  All: reduction(1, 'axis', ['bool'], 'bool'),
  Any: reduction(0, 'axis', ['bool'], 'bool'),
  Cast: ownKernel<Input, { readonly dtype: string }>(({ inputs: { x }, attrs: { dtype }, backend }) =>
    isNumeric(x.dtype) && isNumeric(dtype) ? convert(backend, x, dtype) : undefined,
  ),
};

/**
 * @param attribute the name under which the axes come
 * @param dtype in which it is worked out; of bytes, `operation` is 1 where all have to be true, and 0 where one is enough
 */
function reduction(
  operation: number,
  attribute: 'axis' | 'reductionIndices',
  dtypes: readonly string[],
  dtype: 'int32' | 'bool',
): OwnKernel {
  return ownKernel<Input, ReductionAttributes>(({ inputs: { x }, attrs, backend }) => {
    if (!dtypes.includes(x.dtype)) return undefined;
    const axes = util.parseAxisParam(attrs[attribute]!, x.shape);
    const [reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
    if (x.shape.includes(0)) {
      if (dtype === 'int32') return undefined;
      const ofNothing = backend.newTensor(shape, dtype);
      (backend.data.get(ofNothing.dataId).values as Uint8Array).fill(operation); // of this dtype
      return ofNothing;
    }
    const reduce = dtype === 'bool' ? backend.kernels.reduceBytes : backend.kernels.reduceIntegers;
    let result = convert(backend, x, dtype);
    // Innermost axes first.
    for (const { outer, axis, inner } of groupsOf(x.shape, axes)) {
      const next = backend.newTensor([outer * inner], dtype);
      reduce(operation, backend.pointer(result), backend.pointer(next), outer, axis, inner);
      disposeAll(backend, [result]);
      result = next;
    }
    const output = backend.makeAlias(result, shape);
    disposeAll(backend, [result]);
    return output;
  });
}
