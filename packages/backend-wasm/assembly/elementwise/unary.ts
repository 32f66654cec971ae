// Elementwise functions of one tensor.

import { errorFunctionOf } from './error-function';
import { ELU, exponential, exponentialMinusOne, exponentials, logarithm, logarithmOfOnePlus, negativeExponential, SELU, SIGMOID, SIGN, TANH } from './transcendental';
import { trigonometry } from './trigonometry';
import { choose, floats, storeUpTo } from '../common/vector';

// Each is a number, so that one loop serves all: the compiler inlines the loop once for each and drops the comparisons.
// In src/internal/kernels/elementwise/unary.ts each has the place of its number.
// @ts-ignore: decorator
@inline
const RELU: i32 = 0;
// @ts-ignore: decorator
@inline
const LEAKY_RELU: i32 = 1;
// @ts-ignore: decorator
@inline
const SQRT: i32 = 2;
// @ts-ignore: decorator
@inline
const RSQRT: i32 = 3;
// @ts-ignore: decorator
@inline
const SQUARE: i32 = 4;
// @ts-ignore: decorator
@inline
const NEGATE: i32 = 5;
// @ts-ignore: decorator
@inline
const ABSOLUTE: i32 = 6;
// @ts-ignore: decorator
@inline
const STEP: i32 = 7;
// @ts-ignore: decorator
@inline
const RECIPROCAL: i32 = 8;
// @ts-ignore: decorator
@inline
const CLIP: i32 = 9;
// @ts-ignore: decorator
@inline
const SIGNUM: i32 = 10;
// @ts-ignore: decorator
@inline
const FLOOR: i32 = 11;
// @ts-ignore: decorator
@inline
const CEIL: i32 = 12;
// @ts-ignore: decorator
@inline
const ROUND: i32 = 13;
// @ts-ignore: decorator
@inline
const EXP: i32 = 14;
// @ts-ignore: decorator
@inline
const LOG: i32 = 15;
// @ts-ignore: decorator
@inline
const SOFTPLUS: i32 = 16;
// @ts-ignore: decorator
@inline
const LOG_OF_ONE_PLUS: i32 = 17;
// @ts-ignore: decorator
@inline
const ERROR_FUNCTION: i32 = 18;
// @ts-ignore: decorator
@inline
const EXP_MINUS_ONE: i32 = 19;
/** Added to the number of a function of transcendental.ts. */
// @ts-ignore: decorator
@inline
const EXPONENTIALS: i32 = 20;
/** The same of trigonometry.ts. */
// @ts-ignore: decorator
@inline
const TRIGONOMETRY: i32 = 24;
/** From here on functions are of many instructions. */
// @ts-ignore: decorator
@inline
const LONG: i32 = EXP;

// @ts-ignore: decorator
@inline
function apply(operation: i32, x: v128, first: v128, second: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  // `pmax(x, …)` and `pmin(x, …)` are one instruction each, and keep an x that is NaN.
  if (operation == RELU) return f32x4.pmax(x, zero);
  if (operation == LEAKY_RELU) return choose(f32x4.lt(x, zero), f32x4.mul(x, first), x);
  if (operation == EXP) return exponential(x);
  if (operation == LOG) return logarithm(x);
  if (operation == SQRT) return f32x4.sqrt(x);
  if (operation == RSQRT) return f32x4.div(one, f32x4.sqrt(x));
  if (operation == SQUARE) return f32x4.mul(x, x);
  if (operation == NEGATE) return v128.xor(x, SIGN);
  if (operation == ABSOLUTE) return v128.andnot(x, SIGN);
  // 1 above 0, else the slope; NaN stays NaN.
  if (operation == STEP) return choose(f32x4.ne(x, x), x, choose(f32x4.gt(x, zero), one, first));
  if (operation == RECIPROCAL) return f32x4.div(one, x);
  if (operation == CLIP) return f32x4.pmin(f32x4.pmax(x, first), second);
  if (operation == SOFTPLUS) return f32x4.add(f32x4.pmax(x, zero), logarithmOfOnePlus(negativeExponential(v128.or(x, i32x4.splat(0x80000000)))));
  if (operation == LOG_OF_ONE_PLUS) return logarithmOfOnePlus(x);
  if (operation == ERROR_FUNCTION) return errorFunctionOf(x);
  if (operation == SIGNUM) {
    const size = v128.or(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), f32x4.splat(-1)));
    return choose(f32x4.ne(x, x), x, size);
  }
  if (operation == FLOOR) return f32x4.floor(x);
  if (operation == CEIL) return f32x4.ceil(x);
  if (operation == ROUND) return f32x4.nearest(x);
  return exponentialMinusOne(x);
}

// @ts-ignore: decorator
@inline
function loop(operation: i32, x: usize, target: usize, count: i32, first: f32, second: f32): void {
  const a = f32x4.splat(first), b = f32x4.splat(second);
  const end = target + floats(count);
  // Long ones stand in the loop once, the others twice.
  if (operation >= LONG) {
    for (; target < end; x += 16, target += 16) storeUpTo(target, end, apply(operation, v128.load(x), a, b));
    return;
  }
  for (const wide = target + (floats(count) & ~31); target < wide; x += 32, target += 32) {
    v128.store(target, apply(operation, v128.load(x), a, b));
    v128.store(target, apply(operation, v128.load(x, 16), a, b), 16);
  }
  for (; target < end; x += 16, target += 16) storeUpTo(target, end, apply(operation, v128.load(x), a, b));
}

export function sigmoid(x: usize, target: usize, count: i32): void { exponentials(SIGMOID, x, target, count, 0); }
export function tanh(x: usize, target: usize, count: i32): void { exponentials(TANH, x, target, count, 0); }

/** Any of the functions above; `first` and `second` are what some of them take besides. */
export function unary(operation: i32, x: usize, target: usize, count: i32, first: f32, second: f32): void {
  switch (operation) {
    case RELU: loop(RELU, x, target, count, first, second); break;
    case LEAKY_RELU: loop(LEAKY_RELU, x, target, count, first, second); break;
    case SQRT: loop(SQRT, x, target, count, first, second); break;
    case RSQRT: loop(RSQRT, x, target, count, first, second); break;
    case SQUARE: loop(SQUARE, x, target, count, first, second); break;
    case NEGATE: loop(NEGATE, x, target, count, first, second); break;
    case ABSOLUTE: loop(ABSOLUTE, x, target, count, first, second); break;
    case STEP: loop(STEP, x, target, count, first, second); break;
    case RECIPROCAL: loop(RECIPROCAL, x, target, count, first, second); break;
    case CLIP: loop(CLIP, x, target, count, first, second); break;
    case SIGNUM: loop(SIGNUM, x, target, count, first, second); break;
    case FLOOR: loop(FLOOR, x, target, count, first, second); break;
    case CEIL: loop(CEIL, x, target, count, first, second); break;
    case ROUND: loop(ROUND, x, target, count, first, second); break;
    case EXP: loop(EXP, x, target, count, first, second); break;
    case LOG: loop(LOG, x, target, count, first, second); break;
    case SOFTPLUS: loop(SOFTPLUS, x, target, count, first, second); break;
    case LOG_OF_ONE_PLUS: loop(LOG_OF_ONE_PLUS, x, target, count, first, second); break;
    case ERROR_FUNCTION: loop(ERROR_FUNCTION, x, target, count, first, second); break;
    case EXP_MINUS_ONE: loop(EXP_MINUS_ONE, x, target, count, first, second); break;
    case EXPONENTIALS + SIGMOID: sigmoid(x, target, count); break;
    case EXPONENTIALS + TANH: tanh(x, target, count); break;
    case EXPONENTIALS + ELU: exponentials(ELU, x, target, count, 0); break;
    case EXPONENTIALS + SELU: exponentials(SELU, x, target, count, 0); break;
    default: trigonometry(x, target, count, operation - TRIGONOMETRY);
  }
}
