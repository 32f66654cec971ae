// Elementwise functions of one tensor.

import { Pointer } from '../common/types';
import { choose, floats, storeUpTo } from '../common/vector';
import { errorFunctionOf } from './error-function';
import {
  exponential, exponentialMinusOne, exponentials, ExponentialUse, logarithm, logarithmOfOnePlus, SIGN, softplus,
} from './transcendental';
import { trigonometry } from './trigonometry';
import { UnaryCode } from './unary-code';

// @ts-ignore: decorator
@inline
function apply(code: UnaryCode, x: v128, first: v128, second: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  // `pmax(x, …)` and `pmin(x, …)` are one instruction each, and keep an x that is NaN.
  if (code == UnaryCode.Relu) return f32x4.pmax(x, zero);
  if (code == UnaryCode.LeakyRelu) return choose(f32x4.lt(x, zero), f32x4.mul(x, first), x);
  if (code == UnaryCode.Exp) return exponential(x);
  if (code == UnaryCode.Log) return logarithm(x);
  if (code == UnaryCode.Sqrt) return f32x4.sqrt(x);
  if (code == UnaryCode.Rsqrt) return f32x4.div(one, f32x4.sqrt(x));
  if (code == UnaryCode.Square) return f32x4.mul(x, x);
  if (code == UnaryCode.Neg) return v128.xor(x, SIGN);
  if (code == UnaryCode.Abs) return v128.andnot(x, SIGN);
  // 1 above 0, else `first`; NaN stays NaN.
  if (code == UnaryCode.Step) return choose(f32x4.ne(x, x), x, choose(f32x4.gt(x, zero), one, first));
  if (code == UnaryCode.Reciprocal) return f32x4.div(one, x);
  if (code == UnaryCode.ClipByValue) return f32x4.pmin(f32x4.pmax(x, first), second);
  if (code == UnaryCode.Softplus) return softplus(x);
  if (code == UnaryCode.Log1p) return logarithmOfOnePlus(x);
  if (code == UnaryCode.Erf) return errorFunctionOf(x);
  if (code == UnaryCode.Sign) {
    const sign = v128.or(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), f32x4.splat(-1)));
    return choose(f32x4.ne(x, x), x, sign);
  }
  if (code == UnaryCode.Floor) return f32x4.floor(x);
  if (code == UnaryCode.Ceil) return f32x4.ceil(x);
  if (code == UnaryCode.Round) return f32x4.nearest(x);
  return exponentialMinusOne(x);
}

/** Inlined once for each code, so that the comparisons in `apply` are gone from the loop. */
// @ts-ignore: decorator
@inline
function loop(code: UnaryCode, x: usize, target: usize, count: i32, first: f32, second: f32): void {
  const a = f32x4.splat(first), b = f32x4.splat(second);
  const end = target + floats(count);
  // Polynomials are not unrolled.
  if (code >= UnaryCode.Exp) {
    for (; target < end; x += 16, target += 16) storeUpTo(target, end, apply(code, v128.load(x), a, b));
    return;
  }
  for (const wide = target + (floats(count) & ~31); target < wide; x += 32, target += 32) {
    v128.store(target, apply(code, v128.load(x), a, b));
    v128.store(target, apply(code, v128.load(x, 16), a, b), 16);
  }
  for (; target < end; x += 16, target += 16) storeUpTo(target, end, apply(code, v128.load(x), a, b));
}

export function sigmoid(x: usize, target: usize, count: i32): void { exponentials(ExponentialUse.Sigmoid, x, target, count, 0); }
export function tanh(x: usize, target: usize, count: i32): void { exponentials(ExponentialUse.Tanh, x, target, count, 0); }

/**
 * target = f(x), element by element; the target may be x itself.
 *
 * @param first the factor of LeakyRelu below 0, that of Step, the lower bound of ClipByValue
 * @param second the upper bound of ClipByValue
 */
export function unary(code: UnaryCode, x: Pointer, target: Pointer, count: i32, first: f32, second: f32): void {
  switch (code) {
    case UnaryCode.Relu: loop(UnaryCode.Relu, x, target, count, first, second); break;
    case UnaryCode.LeakyRelu: loop(UnaryCode.LeakyRelu, x, target, count, first, second); break;
    case UnaryCode.Sqrt: loop(UnaryCode.Sqrt, x, target, count, first, second); break;
    case UnaryCode.Rsqrt: loop(UnaryCode.Rsqrt, x, target, count, first, second); break;
    case UnaryCode.Square: loop(UnaryCode.Square, x, target, count, first, second); break;
    case UnaryCode.Neg: loop(UnaryCode.Neg, x, target, count, first, second); break;
    case UnaryCode.Abs: loop(UnaryCode.Abs, x, target, count, first, second); break;
    case UnaryCode.Step: loop(UnaryCode.Step, x, target, count, first, second); break;
    case UnaryCode.Reciprocal: loop(UnaryCode.Reciprocal, x, target, count, first, second); break;
    case UnaryCode.ClipByValue: loop(UnaryCode.ClipByValue, x, target, count, first, second); break;
    case UnaryCode.Sign: loop(UnaryCode.Sign, x, target, count, first, second); break;
    case UnaryCode.Floor: loop(UnaryCode.Floor, x, target, count, first, second); break;
    case UnaryCode.Ceil: loop(UnaryCode.Ceil, x, target, count, first, second); break;
    case UnaryCode.Round: loop(UnaryCode.Round, x, target, count, first, second); break;
    case UnaryCode.Exp: loop(UnaryCode.Exp, x, target, count, first, second); break;
    case UnaryCode.Log: loop(UnaryCode.Log, x, target, count, first, second); break;
    case UnaryCode.Softplus: loop(UnaryCode.Softplus, x, target, count, first, second); break;
    case UnaryCode.Log1p: loop(UnaryCode.Log1p, x, target, count, first, second); break;
    case UnaryCode.Erf: loop(UnaryCode.Erf, x, target, count, first, second); break;
    case UnaryCode.Expm1: loop(UnaryCode.Expm1, x, target, count, first, second); break;
    case UnaryCode.Sigmoid: sigmoid(x, target, count); break;
    case UnaryCode.Tanh: tanh(x, target, count); break;
    case UnaryCode.Elu: exponentials(ExponentialUse.Elu, x, target, count, 0); break;
    case UnaryCode.Selu: exponentials(ExponentialUse.Selu, x, target, count, 0); break;
    default: trigonometry(code, x, target, count);
  }
}
