import { assertShape } from '@neurite/core';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset, offsetBytes } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { ComparisonCode, LogicCode } from '../../generated/kernel-calls.js';
import {
  BOOL,
  FLOAT,
  INTEGER,
  type KernelFunction,
  type KernelTable,
  NUMERIC,
  takes,
  tfjsKernel,
} from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { LINE_FLOATS } from '../../threads.js';
import { compose } from '../compose.js';
import { broadcast, convert } from './convert.js';

/** For each element, about: limited by the memory. */
const NANOSECONDS = 0.4;
/** Pieces whose booleans fill complete cache lines. */
const UNIT: number = 4 * LINE_FLOATS;

type Operands = { readonly a: TensorInfo; readonly b: TensorInfo };
type Input = { readonly x: TensorInfo };
type Choice = { readonly condition: TensorInfo; readonly t: TensorInfo; readonly e: TensorInfo };

/** Shapes that must be broadcast together, which is checked where they are. */
const BROADCAST: Signature = shapes({ a: '...', b: '...' });
/** A condition for each element, or for each row. Nothing is broadcast to nothing by tfjs-core. */
const CHOICE: Signature = shapes<Choice>({ condition: '...', t: '...', e: '...' }, (where, _, { condition, t, e }) => {
  const { length } = condition.shape;
  assertShape(where, 'condition', condition.shape, length <= 1 ? t.shape.slice(0, length) : t.shape);
  if (!t.shape.includes(0)) assertShape(where, 'e', e.shape, t.shape);
});

/** Comparisons, logic and choices. */
export const comparisonKernels: KernelTable = {
  Equal: comparison(ComparisonCode.Equal, ComparisonCode.IntegerEqual),
  Greater: comparison(ComparisonCode.Greater, ComparisonCode.IntegerGreater),
  GreaterEqual: comparison(ComparisonCode.GreaterEqual, ComparisonCode.IntegerGreaterEqual),
  IsFinite: ofOne(ComparisonCode.IsFinite),
  IsInf: ofOne(ComparisonCode.IsInf),
  IsNan: ofOne(ComparisonCode.NotEqual), // of x and x: only NaN differs from itself
  Less: comparison(ComparisonCode.Less, ComparisonCode.IntegerLess),
  LessEqual: comparison(ComparisonCode.LessEqual, ComparisonCode.IntegerLessEqual),
  LogicalAnd: tfjsKernel(BROADCAST, takes({ a: BOOL, b: BOOL }, logical(LogicCode.And))),
  LogicalNot: tfjsKernel(
    shapes({ x: '...' }),
    takes<Input, unknown>({ x: BOOL }, ({ inputs: { x }, backend }) => logic(backend, LogicCode.Nand, x, x)),
  ),
  LogicalOr: tfjsKernel(BROADCAST, takes({ a: BOOL, b: BOOL }, logical(LogicCode.Or))),
  NotEqual: comparison(ComparisonCode.NotEqual, ComparisonCode.IntegerNotEqual),
  Select: tfjsKernel(
    CHOICE,
    takes({ condition: BOOL, t: FLOAT, e: FLOAT }, select),
    takes({ condition: BOOL, t: INTEGER, e: INTEGER }, select),
  ),
};

function comparison(floats: ComparisonCode, integers: ComparisonCode): KernelTable[string] {
  const run: KernelFunction<Operands> = ({ inputs: { a, b }, backend }) => {
    const same = util.arraysEqual(a.shape, b.shape);
    const shape = same || isScalar(b) ? a.shape : backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const areFloats = a.dtype === 'float32' && b.dtype === 'float32';
    if (areFloats && (same || isScalar(a) || isScalar(b))) return compare(backend, floats, { a, b }, shape);
    const dtype = a.dtype === 'float32' || b.dtype === 'float32' ? 'float32' : 'int32';
    return compose(backend, (intermediate) => {
      const [left, right] = [a, b].map((x) =>
        intermediate(broadcast(backend, intermediate(convert(backend, x, dtype)), shape)),
      ) as [TensorInfo, TensorInfo]; // two operands
      const output = compare(backend, dtype === 'int32' ? integers : floats, { a: left, b: right }, shape);
      return intermediate(output);
    });
  };
  return tfjsKernel(BROADCAST, takes({ a: NUMERIC, b: NUMERIC }, run));
}

/** A comparison that one tensor answers. */
function ofOne(code: ComparisonCode): KernelTable[string] {
  return tfjsKernel(
    shapes({ x: '...' }),
    takes<Input, unknown>({ x: FLOAT }, ({ inputs: { x }, backend }) =>
      compare(backend, code, { a: x, b: x }, x.shape),
    ),
  );
}

/** Of operands that have this shape, or are scalars. */
function compare(backend: WasmBackend, code: ComparisonCode, { a, b }: Operands, shape: number[]): TensorInfo {
  const output = backend.newTensor(shape, 'bool');
  const [left, right, target] = backend.pointers(a, b, output);
  const [aOne, bOne] = [isScalar(a), isScalar(b)];
  const extent = util.sizeFromShape(shape);
  backend.threads.over({ extent, unit: UNIT, cost: extent * NANOSECONDS }, (kernels, { from, length: count }) =>
    kernels.compare({
      code,
      a: aOne ? left : offset(left, from),
      aOne,
      b: bOne ? right : offset(right, from),
      bOne,
      target: offsetBytes(target, from),
      count,
    }),
  );
  return output;
}

function isScalar({ shape }: TensorInfo): boolean {
  return shape.length === 0;
}

function logical(code: LogicCode): KernelFunction<Operands> {
  return ({ inputs: { a, b }, backend }) => {
    if (util.arraysEqual(a.shape, b.shape)) return logic(backend, code, a, b);
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return compose(backend, (intermediate) => {
      const [left, right] = [a, b].map((x) => {
        const integers = intermediate(convert(backend, x, 'int32'));
        return intermediate(convert(backend, intermediate(broadcast(backend, integers, shape)), 'bool'));
      }) as [TensorInfo, TensorInfo]; // two operands
      return intermediate(logic(backend, code, left, right));
    });
  };
}

/** Of booleans of one shape. */
function logic(backend: WasmBackend, code: LogicCode, a: TensorInfo, b: TensorInfo): TensorInfo {
  const output = backend.newTensor(a.shape, 'bool');
  const [left, right, target] = backend.pointers(a, b, output);
  backend.kernels.logical({ code, a: left, b: right, target, count: util.sizeFromShape(a.shape) });
  return output;
}

function select({
  inputs: { condition, t, e },
  backend,
}: {
  readonly inputs: Choice;
  readonly backend: WasmBackend;
}): TensorInfo | undefined {
  if (!util.arraysEqual(condition.shape, t.shape)) return undefined;
  const output = backend.newTensor(t.shape, t.dtype as 'float32' | 'int32'); // as registered
  const [mask, whenTrue, whenFalse, target] = backend.pointers(condition, t, e, output);
  const extent = util.sizeFromShape(t.shape);
  backend.threads.over({ extent, unit: UNIT, cost: extent * NANOSECONDS }, (kernels, { from, length: count }) =>
    kernels.select({
      condition: offsetBytes(mask, from),
      whenTrue: offset(whenTrue, from),
      whenFalse: offset(whenFalse, from),
      target: offset(target, from),
      count,
    }),
  );
  return output;
}
