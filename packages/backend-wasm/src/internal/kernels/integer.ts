import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { broadcast, convert, disposeAll, isNumeric } from './convert.js';
import { groupsOf } from './reduction.js';

type Operands = { readonly a: TensorInfo; readonly b: TensorInfo };
type Input = { readonly x: TensorInfo };
type ReductionAttributes = Record<string, number | number[]> & { keepDims: boolean };

/** The numbers of assembly/binary.ts. */
const ADD = 7;
const SUBTRACT = 8;
const MULTIPLY = 9;
const MAXIMUM = 10;
const MINIMUM = 11;
const SQUARED_DIFFERENCE = 12;

/** The numbers of assembly/integer.ts. */
const SUM = 0;
const PRODUCT = 1;
const LARGEST = 2;
const SMALLEST = 3;

/** Arithmetic and reductions of int32 and bool, and what turns numbers into one another. */
export const integerKernels: KernelTable = {
  Add: binary(ADD),
  Maximum: binary(MAXIMUM),
  Minimum: binary(MINIMUM),
  Multiply: binary(MULTIPLY),
  SquaredDifference: binary(SQUARED_DIFFERENCE),
  Sub: binary(SUBTRACT),
  Sum: reduction(SUM, 'axis', ['int32', 'bool'], 'int32'),
  Prod: reduction(PRODUCT, 'axis', ['int32', 'bool'], 'int32'),
  Max: reduction(LARGEST, 'reductionIndices', ['int32'], 'int32'),
  Min: reduction(SMALLEST, 'axis', ['int32'], 'int32'),
  All: reduction(SMALLEST, 'axis', ['bool'], 'bool'),
  Any: reduction(LARGEST, 'axis', ['bool'], 'bool'),
  Cast: ownKernel<Input, { readonly dtype: string }>(({ inputs: { x }, attrs: { dtype }, backend }) =>
    isNumeric(x.dtype) && isNumeric(dtype) ? convert(backend, x, dtype) : undefined,
  ),
};

function binary(operation: number): OwnKernel {
  return ownKernel<Operands>(({ inputs: { a, b }, backend }) => {
    if (a.dtype !== 'int32' || b.dtype !== 'int32') return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const operands = [a, b].map((x) => broadcast(backend, x, shape));
    const output = backend.newTensor(shape, 'int32');
    const [left, right] = operands.map((x) => backend.pointer(x)) as [number, number]; // two of them
    const count = util.sizeFromShape(shape);
    backend.kernels.binary(operation, left, 0, right, 0, backend.pointer(output), count, 1, 0, 0, 1, 0, 0);
    disposeAll(backend, operands);
    return output;
  });
}

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
