import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset, type Pointer } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { checkSameShapes } from '../../checks.js';
import { BinaryCode } from '../../generated/kernel-calls.js';
import {
  BOOL,
  COMPLEX,
  FLOAT,
  FOUR_BYTES,
  INTEGER,
  type KernelFunction,
  type KernelTable,
  type OwnKernel,
  takes,
  tfjsKernel,
  type Variant,
} from '../../kernel.js';
import { type Signature, shapes, tensors } from '../../signature.js';
import { LINE_FLOATS } from '../../threads.js';
import { compose } from '../compose.js';
import { broadcastStrides, joinAxes } from '../strides.js';
import { complexProduct, eachPart } from './complex.js';
import { convert } from './convert.js';
import { modulo, ofAnyTwo, power } from './host-functions.js';

type Operands = readonly [a: TensorInfo, b: TensorInfo];
type FourBytes = 'float32' | 'int32';

/** Shapes that must be broadcast together, which is checked where they are. */
const BROADCAST: Signature = shapes({ a: '...', b: '...' });

/** Elementwise functions of two tensors with broadcasting, and the sum of many. */
export const binaryKernels: KernelTable = {
  Add: withOthers(BinaryCode.Add, BinaryCode.IntegerAdd, eachPart(BinaryCode.Add)),
  AddN: tfjsKernel(tensors(checkSameShapes), takes(FLOAT, addMany)),
  Atan2: tfjsKernel(BROADCAST, ofFloats(BinaryCode.Atan2)),
  BitwiseAnd: tfjsKernel(BROADCAST, ofIntegers(BinaryCode.IntegerAnd)),
  EluGrad: tfjsKernel(
    shapes({ dy: '...', y: '=dy' }),
    takes({ dy: FLOAT, y: FLOAT }, binary(BinaryCode.EluGrad, { names: ['dy', 'y'] })),
  ),
  FloorDiv: tfjsKernel(
    BROADCAST,
    takes({ a: FLOAT, b: FLOAT }, binary(BinaryCode.FloorDiv, { dtype: 'int32' })),
    ofIntegers(BinaryCode.IntegerFloorDiv),
    ofMixed((a, b) => Math.floor(a / b), 'int32'),
  ),
  Maximum: ofFloatsOrIntegers(BinaryCode.Maximum, BinaryCode.IntegerMaximum),
  Minimum: ofFloatsOrIntegers(BinaryCode.Minimum, BinaryCode.IntegerMinimum),
  Mod: tfjsKernel(BROADCAST, ofFloats(BinaryCode.Mod), ofIntegers(BinaryCode.IntegerMod), ofMixed(modulo)),
  Multiply: withOthers(BinaryCode.Multiply, BinaryCode.IntegerMultiply, complexProduct),
  Pow: tfjsKernel(BROADCAST, ofFloats(BinaryCode.Pow), ofMixed(power)),
  Prelu: tfjsKernel(
    shapes({ x: '...', alpha: '...' }),
    takes({ x: FLOAT, alpha: FLOAT }, binary(BinaryCode.Prelu, { names: ['x', 'alpha'] })),
  ),
  RealDiv: tfjsKernel(BROADCAST, ofFloats(BinaryCode.RealDiv)),
  SquaredDifference: ofFloatsOrIntegers(BinaryCode.SquaredDifference, BinaryCode.IntegerSquaredDifference),
  Sub: withOthers(BinaryCode.Sub, BinaryCode.IntegerSub, eachPart(BinaryCode.Sub)),
};

function ofFloats(code: BinaryCode): Variant {
  return takes({ a: FLOAT, b: FLOAT }, binary(code));
}

function ofIntegers(code: BinaryCode): Variant {
  return takes({ a: INTEGER, b: INTEGER }, binary(code));
}

function ofFloatsOrIntegers(floats: BinaryCode, integers: BinaryCode): OwnKernel {
  return tfjsKernel(BROADCAST, ofFloats(floats), ofIntegers(integers));
}

/** Of complex numbers and of booleans, too: these count as integers, because a boolean cannot hold −1 or 2. */
function withOthers(
  floats: BinaryCode,
  integers: BinaryCode,
  complex: KernelFunction<Readonly<Record<'a' | 'b', TensorInfo>>>,
): OwnKernel {
  const booleans: KernelFunction<Readonly<Record<'a' | 'b', TensorInfo>>> = ({ inputs: { a, b }, backend }) =>
    compose(backend, (intermediate) => {
      const operands = [a, b].map((x) => intermediate(convert(backend, x, 'int32'))) as unknown as Operands; // two
      return intermediate(applyBinary(backend, integers, operands, 'int32'));
    });
  const variants = [takes({ a: BOOL, b: BOOL }, booleans), takes({ a: COMPLEX, b: COMPLEX }, complex)];
  return tfjsKernel(BROADCAST, ofFloats(floats), ofIntegers(integers), ...variants);
}

function ofMixed(...[apply, dtype]: Parameters<typeof ofAnyTwo>): Variant {
  return takes({ a: FOUR_BYTES, b: FOUR_BYTES }, ofAnyTwo(apply, dtype));
}

type Options = {
  /** Of the result; default: that of the operands. */
  readonly dtype?: FourBytes;
  /** Of the operands. */
  readonly names?: readonly [string, string];
};

/** Of operands of one dtype. */
function binary(
  code: BinaryCode,
  { dtype, names: [first, second] = ['a', 'b'] }: Options = {},
): KernelFunction<Readonly<Record<string, TensorInfo>>> {
  return ({ inputs, backend }) => {
    const operands = [inputs[first]!, inputs[second]!] as const;
    return applyBinary(backend, code, operands, dtype ?? (operands[0].dtype as FourBytes)); // as registered
  };
}

/** f(a, b), of operands of the dtype that the code is for. */
export function applyBinary(
  backend: WasmBackend,
  code: BinaryCode,
  [a, b]: Operands,
  dtype: FourBytes = 'float32',
): TensorInfo {
  if (!util.arraysEqual(a.shape, b.shape)) {
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return broadcastBinary(backend, code, [a, b], shape, dtype);
  }
  const output = backend.newTensor(a.shape, dtype);
  overElements(backend, code, {
    a: backend.pointer(a),
    b: backend.pointer(b),
    target: backend.pointer(output),
    count: util.sizeFromShape(a.shape),
  });
  return output;
}

function addMany({
  inputs,
  backend,
}: {
  readonly inputs: readonly TensorInfo[];
  readonly backend: WasmBackend;
}): TensorInfo | undefined {
  const [first, second, ...others] = inputs;
  if (first === undefined || second === undefined) return undefined;
  const output = applyBinary(backend, BinaryCode.Add, [first, second]);
  const count = util.sizeFromShape(output.shape);
  const target = backend.pointer(output);
  for (const other of others) {
    overElements(backend, BinaryCode.Add, { a: target, b: backend.pointer(other), target, count });
  }
  return output;
}

/** For operands of one shape. */
function overElements(
  { threads }: WasmBackend,
  code: BinaryCode,
  { a, b, target, count }: Readonly<Record<'a' | 'b' | 'target', Pointer>> & { readonly count: number },
): void {
  threads.over({ extent: count, unit: LINE_FLOATS, cost: count * nanosecondsOf(code) }, (kernels, { from, length }) =>
    kernels.binary({
      code,
      a: offset(a, from),
      aOne: false,
      b: offset(b, from),
      bOne: false,
      target: offset(target, from),
      length,
      outer: 1,
      aOuter: 0,
      bOuter: 0,
      middle: 1,
      aMiddle: 0,
      bMiddle: 0,
    }),
  );
}

function broadcastBinary(
  backend: WasmBackend,
  code: BinaryCode,
  [a, b]: Operands,
  shape: number[],
  dtype: FourBytes,
): TensorInfo {
  const output = backend.newTensor(shape, dtype);
  if (util.sizeFromShape(shape) === 0) return output;
  const { extents, strides } = joinAxes(shape, [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)]);
  const [aStrides, bStrides] = strides as [number[], number[]]; // of two operands
  const inner = extents.length - 1;
  const length = extents[inner]!;
  const middle = extents[inner - 1] ?? 1;
  const outer = extents[inner - 2] ?? 1;
  const [aOne, bOne] = [aStrides[inner] === 0, bStrides[inner] === 0];
  const [aOuter, bOuter] = [aStrides[inner - 2] ?? 0, bStrides[inner - 2] ?? 0];
  const [aMiddle, bMiddle] = [aStrides[inner - 1] ?? 0, bStrides[inner - 1] ?? 0];
  // The outermost rows are shared out.
  const byOuter = outer > 1;
  const [aStep, bStep] = byOuter ? [aOuter, bOuter] : [aMiddle, bMiddle];
  const step = length * (byOuter ? middle : 1);
  const loop = (axis: number, left: Pointer, right: Pointer, target: Pointer): Pointer => {
    if (axis < inner - 2) {
      let next = target;
      for (let i = 0; i < extents[axis]!; i++) {
        next = loop(axis + 1, offset(left, i * aStrides[axis]!), offset(right, i * bStrides[axis]!), next);
      }
      return next;
    }
    backend.threads.over(
      { extent: byOuter ? outer : middle, cost: outer * middle * length * nanosecondsOf(code) },
      (kernels, { from, length: rows }) =>
        kernels.binary({
          code,
          a: offset(left, from * aStep),
          aOne,
          b: offset(right, from * bStep),
          bOne,
          target: offset(target, from * step),
          length,
          outer: byOuter ? rows : 1,
          aOuter: aOuter * 4,
          bOuter: bOuter * 4,
          middle: byOuter ? middle : rows,
          aMiddle: aMiddle * 4,
          bMiddle: bMiddle * 4,
        }),
    );
    return offset(target, outer * middle * length);
  };
  loop(0, ...backend.pointers(a, b, output));
  return output;
}

/** For each element, about: limited by the memory, or many instructions. */
function nanosecondsOf(code: BinaryCode): number {
  return code < BinaryCode.Atan2 ? 0.4 : 6;
}
