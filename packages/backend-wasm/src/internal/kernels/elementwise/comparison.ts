import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { floatKernel, type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { LINE_FLOATS } from '../../threads.js';
import { broadcast, convert, disposeAll, isNumeric } from './convert.js';

/** For each element, about: as fast as the memory. */
const NANOSECONDS = 0.4;

type Operands = { readonly a: TensorInfo; readonly b: TensorInfo };
type Input = { readonly x: TensorInfo };
type Choice = { readonly condition: TensorInfo; readonly t: TensorInfo; readonly e: TensorInfo };

/** The numbers of assembly/elementwise/comparison.ts are the places here. */
const NAMES: readonly string[] = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'];
const NOT_EQUAL = 1;
/** Added for int32. */
const INTEGERS = 6;
const IS_FINITE = 12;
const IS_INFINITE = 13;

/** The numbers of logic there. */
const AND = 0;
const OR = 1;
const NAND = 2;

/** Comparisons, logic and choices. */
export const comparisonKernels: KernelTable = {
  ...Object.fromEntries(NAMES.map((name, operation) => [name, comparison(operation)])),
  LogicalAnd: logical(AND),
  LogicalOr: logical(OR),
  LogicalNot: ownKernel<Input>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'bool') return undefined;
    const output = backend.newTensor(x.shape, 'bool');
    const at = backend.pointer(x);
    backend.kernels.logical(NAND, at, at, backend.pointer(output), util.sizeFromShape(x.shape));
    return output;
  }),
  IsNan: withItself(NOT_EQUAL), // no other number differs from itself
  IsFinite: withItself(IS_FINITE),
  IsInf: withItself(IS_INFINITE),
  Select: ownKernel<Choice>(({ inputs: { condition, t, e }, backend }) => {
    const { dtype } = t;
    if ((dtype !== 'float32' && dtype !== 'int32') || e.dtype !== dtype || condition.dtype !== 'bool') return undefined;
    if (!util.arraysEqual(condition.shape, t.shape)) return undefined;
    const output = backend.newTensor(t.shape, dtype);
    const mask = backend.pointer(condition);
    const [whenTrue, whenFalse, target] = [t, e, output].map((x) => backend.pointer(x)) as [number, number, number]; // three
    overElements(backend, 'select', t.shape, (from, length) => [
      ...[mask + from, whenTrue + from * 4, whenFalse + from * 4, target + from * 4, length],
    ]);
    return output;
  }),
};

/** Runs a kernel over the elements of a shape, in pieces; bytes of theirs fill whole cache lines. */
function overElements(
  { threads }: WasmBackend,
  kernel: 'compare' | 'select',
  shape: number[],
  args: (from: number, length: number) => readonly number[],
): void {
  const extent = util.sizeFromShape(shape);
  threads.over(kernel, { extent, unit: 4 * LINE_FLOATS, cost: extent * NANOSECONDS, args });
}

function comparison(operation: number): OwnKernel {
  return ownKernel<Operands>(({ inputs: { a, b }, backend }) => {
    const same = util.arraysEqual(a.shape, b.shape);
    const shape = same || isOne(b) ? a.shape : backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    if (a.dtype === 'float32' && b.dtype === 'float32' && (same || isOne(a) || isOne(b))) {
      return compare(backend, operation, { a, b }, shape);
    }
    const operands = alike(backend, { a, b }, shape);
    if (operands === undefined) return undefined;
    const whole = operands.a.dtype === 'int32';
    const output = compare(backend, operation + (whole ? INTEGERS : 0), operands, shape);
    disposeAll(backend, Object.values(operands));
    return output;
  });
}

/** Of operands that have this shape, or are one number. */
function compare(backend: WasmBackend, operation: number, { a, b }: Operands, shape: number[]): TensorInfo {
  const output = backend.newTensor(shape, 'bool');
  const [left, right, target] = [backend.pointer(a), backend.pointer(b), backend.pointer(output)];
  const [aOne, bOne] = [isOne(a) ? 1 : 0, isOne(b) ? 1 : 0];
  overElements(backend, 'compare', shape, (from, length) => [
    ...[operation, aOne ? left : left + from * 4, aOne, bOne ? right : right + from * 4, bOne, target + from, length],
  ]);
  return output;
}

function isOne({ shape }: TensorInfo): boolean {
  return shape.length === 0;
}

/** Both operands in one shape and dtype, of four bytes; to be disposed of. */
function alike(backend: WasmBackend, { a, b }: Operands, shape: number[]): Operands | undefined {
  if (!isNumeric(a.dtype) || !isNumeric(b.dtype)) return undefined;
  const dtype = a.dtype === 'float32' || b.dtype === 'float32' ? 'float32' : 'int32';
  const whole = (x: TensorInfo): TensorInfo => {
    const converted = convert(backend, x, dtype);
    const repeated = broadcast(backend, converted, shape);
    disposeAll(backend, [converted]);
    return repeated;
  };
  return { a: whole(a), b: whole(b) };
}

function logical(operation: number): OwnKernel {
  return ownKernel<Operands>(({ inputs, backend }) => {
    if (inputs.a.dtype !== 'bool' || inputs.b.dtype !== 'bool') return undefined;
    const { a, b } = inputs;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const operands = util.arraysEqual(a.shape, b.shape) ? [] : Object.values(alike(backend, inputs, shape)!); // bool is numeric
    const bytes = operands.map((x) => convert(backend, x, 'bool'));
    const [left, right] = [...bytes, a, b].map((x) => backend.pointer(x)) as [number, number]; // the first two
    const output = backend.newTensor(shape, 'bool');
    backend.kernels.logical(operation, left, right, backend.pointer(output), util.sizeFromShape(shape));
    disposeAll(backend, [...operands, ...bytes]);
    return output;
  });
}

/** What a comparison says of one tensor. */
function withItself(operation: number): OwnKernel {
  return floatKernel<Input>(({ inputs: { x }, backend }) => compare(backend, operation, { a: x, b: x }, x.shape));
}
