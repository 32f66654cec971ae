import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { LINE_FLOATS } from '../threads.js';

/** For each element, about: as fast as the memory. */
const NANOSECONDS = 0.4;

type Operands = { readonly a: TensorInfo; readonly b: TensorInfo };
type Choice = { readonly condition: TensorInfo; readonly t: TensorInfo; readonly e: TensorInfo };
type Names = 'equal' | 'notEqual' | 'greater' | 'greaterEqual' | 'less' | 'lessEqual';

/** Comparisons of float32 tensors of one shape, or with one number; choices. */
export const comparisonKernels: KernelTable = {
  Equal: comparison('equal'),
  Greater: comparison('greater'),
  GreaterEqual: comparison('greaterEqual'),
  Less: comparison('less'),
  LessEqual: comparison('lessEqual'),
  NotEqual: comparison('notEqual'),
  LogicalNot: ownKernel<{ readonly x: TensorInfo }>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'bool') return undefined;
    const output = backend.newTensor(x.shape, 'bool');
    backend.kernels.logicalNot(backend.pointer(x), backend.pointer(output), util.sizeFromShape(x.shape));
    return output;
  }),
  Select: ownKernel<Choice>(({ inputs: { condition, t, e }, backend }) => {
    const { dtype } = t;
    if ((dtype !== 'float32' && dtype !== 'int32') || e.dtype !== dtype || condition.dtype !== 'bool') return undefined;
    if (!util.arraysEqual(condition.shape, t.shape)) return undefined;
    const output = backend.newTensor(t.shape, dtype);
    const chosen = [
      backend.pointer(condition),
      backend.pointer(t),
      backend.pointer(e),
      backend.pointer(output),
    ] as const;
    const [mask, whenTrue, whenFalse, target] = chosen;
    overElements(backend, 'select', t.shape, (from, length) => [
      ...[mask + from, whenTrue + from * 4, whenFalse + from * 4, target + from * 4, length],
    ]);
    return output;
  }),
};

/** Runs a kernel over the elements of a shape, in pieces; bytes of theirs fill whole cache lines. */
function overElements(
  { threads }: WasmBackend,
  kernel: Names | 'select',
  shape: number[],
  args: (from: number, length: number) => readonly number[],
): void {
  const extent = util.sizeFromShape(shape);
  threads.over(kernel, { extent, unit: 4 * LINE_FLOATS, cost: extent * NANOSECONDS, args });
}

function comparison(name: Names): OwnKernel {
  return ownKernel<Operands>(({ inputs: { a, b }, backend }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    const same = util.arraysEqual(a.shape, b.shape);
    if (!same && a.shape.length > 0 && b.shape.length > 0) return undefined;
    const shape = a.shape.length === 0 ? b.shape : a.shape;
    const output = backend.newTensor(shape, 'bool');
    const aOne = !same && a.shape.length === 0 ? 1 : 0;
    const bOne = !same && b.shape.length === 0 ? 1 : 0;
    const [left, right, target] = [backend.pointer(a), backend.pointer(b), backend.pointer(output)];
    overElements(backend, name, shape, (from, length) => [
      ...[aOne ? left : left + from * 4, aOne, bOne ? right : right + from * 4, bOne, target + from, length],
    ]);
    return output;
  });
}
