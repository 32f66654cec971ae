import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { comparisonKernels } from './comparison.js';
import { broadcast, convert, disposeAll, isNumeric } from './convert.js';

type Operands = { readonly a: TensorInfo; readonly b: TensorInfo };
type Input = { readonly x: TensorInfo };

/** The numbers of assembly/comparison.ts are the places here. */
const NAMES = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'] as const;

/** Comparisons and logic of any shapes and numeric dtypes: what `comparisonKernels` does not take. */
export const broadcastComparisonKernels: KernelTable = {
  ...Object.fromEntries(NAMES.map((name, operation) => [name, comparison(name, operation)])),
  LogicalAnd: logical('logicalAnd'),
  LogicalOr: logical('logicalOr'),
  IsNan: ownKernel<Input>(({ inputs: { x }, backend }) =>
    x.dtype === 'float32' ? differsFromItself(backend, x) : undefined,
  ),
  IsFinite: infinity('less'),
  IsInf: infinity('equal'),
};

/** Both operands in one shape and dtype, of four bytes; to be disposed of. */
function alike(
  backend: WasmBackend,
  { a, b }: Operands,
): { readonly operands: [TensorInfo, TensorInfo]; readonly shape: number[] } | undefined {
  if (!isNumeric(a.dtype) || !isNumeric(b.dtype)) return undefined;
  const dtype = a.dtype === 'float32' || b.dtype === 'float32' ? 'float32' : 'int32';
  const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const operands = [a, b].map((x) => {
    const converted = convert(backend, x, dtype);
    const whole = broadcast(backend, converted, shape);
    disposeAll(backend, [converted]);
    return whole;
  }) as [TensorInfo, TensorInfo]; // two of them
  return { operands, shape };
}

function comparison(name: (typeof NAMES)[number], operation: number): OwnKernel {
  return ownKernel<Operands>(({ inputs, backend }) => {
    const both = alike(backend, inputs);
    if (both === undefined) return undefined;
    const { operands, shape } = both;
    const [a, b] = operands;
    if (a.dtype === 'float32') {
      const compared = comparisonKernels[name]!({ inputs: { a, b }, attrs: {}, backend });
      disposeAll(backend, operands);
      return compared;
    }
    const output = backend.newTensor(shape, 'bool');
    const count = util.sizeFromShape(shape);
    backend.kernels.compareIntegers(
      operation,
      backend.pointer(a),
      0,
      backend.pointer(b),
      0,
      backend.pointer(output),
      count,
    );
    disposeAll(backend, operands);
    return output;
  });
}

function logical(name: 'logicalAnd' | 'logicalOr'): OwnKernel {
  return ownKernel<Operands>(({ inputs, backend }) => {
    if (inputs.a.dtype !== 'bool' || inputs.b.dtype !== 'bool') return undefined;
    const { a, b } = inputs;
    const { operands, shape } = util.arraysEqual(a.shape, b.shape)
      ? { operands: [], shape: a.shape }
      : alike(backend, inputs)!; // bool is numeric
    const bytes = operands.map((x) => convert(backend, x, 'bool'));
    const [left, right] = [...bytes, a, b].map((x) => backend.pointer(x)) as [number, number]; // the first two
    const output = backend.newTensor(shape, 'bool');
    backend.kernels[name](left, right, backend.pointer(output), util.sizeFromShape(shape));
    disposeAll(backend, [...operands, ...bytes]);
    return output;
  });
}

/** Only NaN differs from itself. */
function differsFromItself(backend: WasmBackend, x: TensorInfo): TensorInfo {
  const output = backend.newTensor(x.shape, 'bool');
  const at = backend.pointer(x);
  backend.kernels.notEqual(at, 0, at, 0, backend.pointer(output), util.sizeFromShape(x.shape));
  return output;
}

/** Compares magnitudes with ∞. */
function infinity(name: 'less' | 'equal'): OwnKernel {
  return ownKernel<Input>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const { kernels } = backend;
    const count = util.sizeFromShape(x.shape);
    const sizes = backend.newTensor(x.shape, 'float32');
    const limit = backend.scratch.floats(4);
    const output = backend.newTensor(x.shape, 'bool');
    kernels.fill(limit, 1, 0x7f800000); // the bits of ∞
    kernels.absolute(backend.pointer(x), backend.pointer(sizes), count);
    kernels[name](backend.pointer(sizes), 0, limit, 1, backend.pointer(output), count);
    disposeAll(backend, [sizes]);
    return output;
  });
}
