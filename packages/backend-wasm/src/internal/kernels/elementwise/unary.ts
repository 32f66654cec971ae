import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { UnaryCode } from '../../generated/kernel-calls.js';
import { FLOAT, INTEGER, type KernelFunction, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { LINE_FLOATS } from '../../threads.js';
import { ofIntegers } from './host-functions.js';

type Input = { readonly x: TensorInfo };
type Attributes = { readonly alpha?: number; readonly clipValueMin?: number; readonly clipValueMax?: number };
/** What some functions take besides x. */
type Options = readonly [first?: number, second?: number];

const ANY: Signature = shapes({ x: '...' });

/** Elementwise functions of one tensor. */
export const unaryKernels: KernelTable = {
  ...Object.fromEntries(
    Object.entries(UnaryCode).map(([name, code]) => [name, tfjsKernel(ANY, takes({ x: FLOAT }, ofFloats(code)))]),
  ),
  Abs: tfjsKernel(ANY, takes({ x: FLOAT }, ofFloats(UnaryCode.Abs)), takes({ x: INTEGER }, ofIntegers(Math.abs))),
  Neg: tfjsKernel(
    ANY,
    takes({ x: FLOAT }, ofFloats(UnaryCode.Neg)),
    takes(
      { x: INTEGER },
      ofIntegers((x) => -x),
    ),
  ),
  Relu6: tfjsKernel(ANY, takes({ x: FLOAT }, ofFloats(UnaryCode.ClipByValue, [0, 6]))),
  Sign: tfjsKernel(ANY, takes({ x: FLOAT }, ofFloats(UnaryCode.Sign)), takes({ x: INTEGER }, ofIntegers(Math.sign))),
  Square: tfjsKernel(
    ANY,
    takes({ x: FLOAT }, ofFloats(UnaryCode.Square)),
    takes(
      { x: INTEGER },
      ofIntegers((x) => Math.imul(x, x)),
    ),
  ),
};

/** @param options default: from the attributes */
function ofFloats(code: UnaryCode, options?: Options): KernelFunction<Input, Attributes> {
  return ({ inputs: { x }, attrs: { alpha = -0, clipValueMin = alpha, clipValueMax = 0 }, backend }) => {
    const output = backend.newTensor(x.shape);
    applyUnary(backend, code, [x, output], options ?? [clipValueMin, clipValueMax]);
    return output;
  };
}

/** output = f(x); the output may be x itself. */
export function applyUnary(
  backend: WasmBackend,
  code: UnaryCode,
  [x, output]: readonly [TensorInfo, TensorInfo],
  [first = 0, second = 0]: Options = [],
): void {
  const [source, target] = [backend.pointer(x), backend.pointer(output)];
  const extent = util.sizeFromShape(x.shape);
  backend.threads.over(
    { extent, unit: LINE_FLOATS, cost: extent * nanosecondsOf(code) },
    (kernels, { from, length: count }) =>
      kernels.unary({
        code,
        x: offset(source, from),
        target: offset(target, from),
        count,
        first,
        second,
      }),
  );
}

/** For each element, about. */
function nanosecondsOf(code: UnaryCode): number {
  if (code < UnaryCode.Exp) return 0.3;
  return code < UnaryCode.Sin ? 1 : 4;
}
