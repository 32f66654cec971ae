import * as tf from '@tensorflow/tfjs-core';
import { at, fill, mapped, type Nd } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';
import { erf, roundToEven, sigmoid, softplus } from '../special-functions.js';

type Row = readonly [
  name: string,
  run: (x: tf.Tensor) => tf.Tensor,
  f: (x: number) => number,
  low?: number,
  high?: number,
];

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

const rows: readonly Row[] = [
  ['abs', tf.abs, Math.abs],
  ['acos', tf.acos, Math.acos, -0.9, 0.9],
  ['acosh', tf.acosh, Math.acosh, 1.2, 4],
  ['asin', tf.asin, Math.asin, -0.9, 0.9],
  ['asinh', tf.asinh, Math.asinh],
  ['atan', tf.atan, Math.atan],
  ['atanh', tf.atanh, Math.atanh, -0.9, 0.9],
  ['ceil', tf.ceil, Math.ceil],
  ['clipByValue', (x) => tf.clipByValue(x, -1.03, 1.21), (x) => Math.min(Math.max(x, -1.03), 1.21)],
  ['clone', (x) => tf.clone(x), (x) => x],
  ['cos', tf.cos, Math.cos, -3, 3],
  ['cosh', tf.cosh, Math.cosh],
  ['elu', tf.elu, (x) => (x > 0 ? x : Math.expm1(x))],
  ['erf', tf.erf, erf],
  ['exp', tf.exp, Math.exp],
  ['expm1', tf.expm1, Math.expm1],
  ['floor', tf.floor, Math.floor],
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.1), (x) => (x > 0 ? x : 0.1 * x)],
  ['log', tf.log, Math.log, 0.1, 3],
  ['log1p', tf.log1p, Math.log1p, -0.7, 3],
  ['logSigmoid', tf.logSigmoid, (x) => -softplus(-x)],
  ['neg', tf.neg, (x) => -x],
  ['onesLike', tf.onesLike, () => 1],
  ['reciprocal', tf.reciprocal, (x) => 1 / x, 0.3, 3],
  ['relu', tf.relu, (x) => Math.max(x, 0)],
  ['relu6', (x) => tf.relu6(x), (x) => Math.min(Math.max(x, 0), 6), -4, 9],
  ['round', tf.round, roundToEven],
  ['rsqrt', tf.rsqrt, (x) => 1 / Math.sqrt(x), 0.3, 3],
  ['selu', tf.selu, (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x))],
  ['sigmoid', tf.sigmoid, sigmoid],
  ['sign', tf.sign, Math.sign],
  ['sin', tf.sin, Math.sin, -3, 3],
  ['sinh', tf.sinh, Math.sinh],
  ['softplus', tf.softplus, softplus],
  ['sqrt', tf.sqrt, Math.sqrt, 0.3, 3],
  ['square', tf.square, (x) => x * x],
  ['step', (x) => tf.step(x), (x) => (Number.isNaN(x) ? x : x > 0 ? 1 : 0)],
  ['tan', tf.tan, Math.tan, -1.3, 1.3],
  ['tanh', tf.tanh, Math.tanh],
  ['zerosLike', tf.zerosLike, () => 0],
];

const tests: readonly Row[] = [
  ['isFinite', tf.isFinite, (x) => Number(Number.isFinite(x))],
  ['isInf', tf.isInf, (x) => Number(!Number.isFinite(x) && !Number.isNaN(x))],
  ['isNaN', tf.isNaN, (x) => Number(Number.isNaN(x))],
];

function transposed(x: Nd): Nd {
  return fill(x.shape.toReversed(), (index) => at(x, index.toReversed()));
}

/** Operations on each element alone. */
export const unary: readonly OperationSpec[] = [
  ...rows.map(
    ([name, run, f, low, high]): OperationSpec => ({
      name,
      elementwise: true,
      draw: (draw) => ({
        inputs: [draw.floats(draw.shape(draw.some(1, 3)), low, high)],
        run,
        reference: (x) => mapped(x, f),
      }),
    }),
  ),
  ...tests.map(
    ([name, run, f]): OperationSpec => ({
      name,
      derivatives: 'none',
      elementwise: true,
      draw: (draw) => ({
        inputs: [draw.floats(draw.shape(2))],
        run,
        reference: (x) => mapped(x, f, 'bool'),
      }),
    }),
  ),
  {
    name: 'logicalNot',
    derivatives: 'none',
    elementwise: true,
    draw: (draw) => ({
      inputs: [draw.bools(draw.shape(2))],
      run: (x: tf.Tensor) => tf.logicalNot(x),
      reference: (x) => mapped(x, (value) => 1 - value, 'bool'),
    }),
  },
  {
    name: 'cast',
    derivatives: 'none',
    elementwise: true,
    // What an int32 cannot hold has no right answer.
    without: ['huge', 'infinite', 'nan'],
    draw: (draw) => {
      const dtype = draw.pick('int32', 'bool', 'float32');
      const of = { int32: Math.trunc, bool: (x: number) => Number(x !== 0), float32: (x: number) => x }[dtype];
      return {
        inputs: [draw.floats(draw.shape(2), -9, 9)],
        run: (x: tf.Tensor) => tf.cast(x, dtype),
        reference: (x: Nd) => mapped(x, of, dtype),
      };
    },
  },
  {
    name: 'cast, of what was computed',
    derivatives: 'none',
    without: ['huge', 'tiny', 'infinite', 'nan'],
    draw: (draw) => ({
      inputs: [draw.floats([40, 30], -9, 9), draw.bools([draw.size(), 2])],
      // On a GPU the first two are on the device, and the third is still on the host.
      run: (x: tf.Tensor, onHost: tf.Tensor) =>
        [tf.cast(x, 'int32'), tf.greater(x, 0), onHost].map((one) => tf.transpose(tf.cast(one, 'float32'))),
      reference: (x, onHost) => [
        transposed(mapped(x, Math.trunc)),
        transposed(mapped(x, (value) => Number(value > 0))),
        transposed(mapped(onHost, (value) => value)),
      ],
    }),
  },
];
