import * as tf from '@tensorflow/tfjs-core';
import { constant } from '../draw.js';
import { at, fill, gathered, type Nd, zipped } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';
import { logSumExp, sigmoid, softplus } from '../special-functions.js';
import { multiply } from './products.js';

/** −Σ p log q of each row. */
export function crossEntropies(logits: Nd, labels: Nd): Nd {
  const sums = gathered(logits, [1]).rows.map(logSumExp);
  return fill([logits.shape[0]!], ([row]) => {
    let loss = 0;
    for (let k = 0; k < logits.shape[1]!; k++) loss += at(labels, [row!, k]) * (sums[row!]! - at(logits, [row!, k]));
    return loss;
  });
}

/** The mean of some losses; NaN where there are none. */
function mean(losses: Nd): Nd {
  const sum = losses.data.reduce((total, value) => total + value, 0);
  return {
    shape: [],
    data: Float64Array.of(sum / losses.data.length),
    dtype: 'float32',
  };
}

const names = [
  'absoluteDifference',
  'hingeLoss',
  'huberLoss',
  'logLoss',
  'meanSquaredError',
  'sigmoidCrossEntropy',
] as const;

const each: Readonly<Record<(typeof names)[number], (label: number, prediction: number) => number>> = {
  absoluteDifference: (label, prediction) => Math.abs(label - prediction),
  hingeLoss: (label, prediction) => Math.max(1 - (2 * label - 1) * prediction, 0),
  huberLoss: (label, prediction) => {
    const error = Math.abs(prediction - label);
    return error <= 1 ? error ** 2 / 2 : error - 0.5;
  },
  logLoss: (label, p) => -label * Math.log(p + 1e-7) - (1 - label) * Math.log(1 - p + 1e-7),
  meanSquaredError: (label, prediction) => (label - prediction) ** 2,
  sigmoidCrossEntropy: (label, logit) => softplus(logit) - label * logit,
};

/** Losses, and cells of recurrent networks. */
export const losses: readonly OperationSpec[] = [
  ...names.map(
    (name): OperationSpec => ({
      name: `losses.${name}`,
      without: ['infinite'],
      draw: (draw) => {
        const shape = draw.shape(2);
        const [low, high] = name === 'logLoss' ? [0.1, 0.9] : [-2, 2];
        return {
          inputs: [draw.floats(shape, 0, 1), draw.floats(shape, low, high)],
          run: (labels: tf.Tensor, predictions: tf.Tensor) => tf.losses[name](labels, predictions),
          reference: (labels, predictions) => mean(zipped([labels, predictions], each[name])),
        };
      },
    }),
  ),
  {
    name: 'losses.cosineDistance',
    without: ['infinite'],
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), draw.floats(shape)],
        run: (labels: tf.Tensor, predictions: tf.Tensor) => tf.losses.cosineDistance(labels, predictions, 1),
        reference: (labels, predictions) => {
          const { rows } = gathered(
            zipped([labels, predictions], (a, b) => a * b),
            [1],
          );
          return mean({
            shape: [rows.length],
            data: Float64Array.from(rows, (row) => 1 - row.reduce((sum, value) => sum + value, 0)),
            dtype: 'float32',
          });
        },
      };
    },
  },
  {
    name: 'losses.softmaxCrossEntropy',
    without: ['infinite', 'none'],
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape, 0, 1), draw.floats(shape)],
        run: (labels: tf.Tensor, logits: tf.Tensor) => tf.losses.softmaxCrossEntropy(labels, logits),
        reference: (labels, logits) => mean(crossEntropies(logits, labels)),
      };
    },
  },
  {
    name: 'losses.computeWeightedLoss',
    without: ['infinite'],
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), constant(draw.plain(shape, 0.5, 1))],
        run: (x: tf.Tensor, weights: tf.Tensor) => tf.losses.computeWeightedLoss(x, weights),
        reference: (x, weights) => mean(zipped([x, weights], (value, weight) => value * weight)),
      };
    },
  },
  {
    name: 'basicLSTMCell',
    also: ['multiRNNCell'],
    without: ['huge', 'infinite'],
    draw: (draw) => {
      const [batch, inputs, units] = [draw.size(1, 3), draw.some(1, 3), draw.some(1, 3)];
      return {
        inputs: [
          draw.floats([inputs + units, 4 * units]),
          draw.floats([4 * units]),
          draw.floats([batch, inputs]),
          draw.floats([batch, units]),
          draw.floats([batch, units]),
        ],
        run: (kernel: tf.Tensor2D, bias: tf.Tensor1D, x: tf.Tensor2D, c: tf.Tensor2D, h: tf.Tensor2D) =>
          tf.basicLSTMCell(tf.scalar(0.5), kernel, bias, x, c, h),
        reference: (kernel, bias, x, c, h) => {
          const joined = fill([batch, inputs + units], ([n, k]) =>
            k! < inputs ? at(x!, [n!, k!]) : at(h!, [n!, k! - inputs]),
          );
          const gates = zipped([multiply(joined, kernel!), bias!], (a, b) => a + b);
          const gate = (n: number, k: number, u: number): number => at(gates, [n, k * units + u]);
          const cell = fill(
            [batch, units],
            ([n, u]) =>
              sigmoid(gate(n!, 0, u!)) * Math.tanh(gate(n!, 1, u!)) + at(c!, [n!, u!]) * sigmoid(gate(n!, 2, u!) + 0.5),
          );
          return [cell, fill([batch, units], ([n, u]) => Math.tanh(at(cell, [n!, u!])) * sigmoid(gate(n!, 3, u!)))];
        },
      };
    },
  },
];
