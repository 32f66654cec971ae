import { type TensorInfo, util } from '@tensorflow/tfjs-core';
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
import { compose } from '../compose.js';
import { applyBinary, type FourBytes, type Operands, overElements } from './apply-binary.js';
import { complexProduct, eachPart } from './complex.js';
import { convert } from './convert.js';
import { modulo, ofAnyTwo, power } from './host-functions.js';

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
