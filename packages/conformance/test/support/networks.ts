import { build, copyToHost, type HostArray, hostArray, type Module, spec, stateDict } from '@neurite/core';
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePool1d,
  layerNorm,
  lstm,
  maxPool2d,
  multiHeadAttention,
  relu,
  residual,
  sequential,
} from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { sgd } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import type { Tensor } from '@tensorflow/tfjs-core';
import { onBoth } from './on-both.js';
import type { Both, Named } from './rules-cases.js';

const ROWS = 6;
const STEPS = 3;
/** Adam would make a step of rounding errors: the gradient of a bias before a normalization is 0. */
const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });

const floats =
  (...shape: readonly number[]) =>
  (step: number): HostArray => {
    const size = shape.reduce((product, one) => product * one, ROWS);
    return hostArray(
      Float32Array.from({ length: size }, (_, i) => Math.sin(0.7 * i + step)),
      [ROWS, ...shape],
    );
  };

const tokens = (step: number): HostArray =>
  hostArray(
    Int32Array.from({ length: ROWS * 5 }, (_, i) => (i * i + step) % 7),
    [ROWS, 5],
  );

type Trained = { readonly model: Module<Tensor, Tensor>; readonly x: (step: number) => HostArray };

/** Small networks of each kind, and what they are trained on. */
const networks: Readonly<Record<string, () => Trained>> = {
  perceptron: () => ({
    model: build(sequential(dense(6), relu(), dropout(0.2), dense(3)), { input: [4], seed: 7 }),
    x: floats(4),
  }),
  convolutions: () => ({
    model: build(sequential(conv2d(3, 3), batchNorm(), relu(), maxPool2d(2), flatten(), dense(3)), {
      input: [6, 6, 2],
      seed: 7,
    }),
    x: floats(6, 6, 2),
  }),
  recurrence: () => ({
    model: build(sequential(embedding(7, 4), lstm(5, { returnSequences: false }), dense(3)), {
      input: spec([5], 'int32'),
      seed: 7,
    }),
    x: tokens,
  }),
  attention: () => ({
    model: build(
      sequential(
        embedding(7, 4),
        residual(sequential(layerNorm(), multiHeadAttention({ heads: 2 }))),
        globalAveragePool1d(),
        dense(3),
      ),
      { input: spec([5], 'int32'), seed: 7 },
    ),
    x: tokens,
  }),
};

/** Their names. */
export const networkNames: readonly string[] = Object.keys(networks);

/** The weights of a network after three steps, on this engine and on that of JavaScript. */
export function trainedOnBoth(name: string): Promise<Both> {
  return onBoth(() => weightsAfter(networks[name]!()));
}

async function weightsAfter({ model, x }: Trained): Promise<Named> {
  using _ = model;
  const data = Array.from({ length: STEPS }, (_, step) => ({
    x: x(step),
    y: hostArray(
      Int32Array.from({ length: ROWS }, (_, i) => (i + step) % 3),
      [ROWS],
    ),
  }));
  await fit(model, data, { epochs: 1, loss: softmaxCrossEntropy, optimizer, seed: 3 });
  const state = await copyToHost(stateDict(model));
  return Object.fromEntries(Object.entries(state).map(([path, { data: values }]) => [path, [...values]]));
}
