import '@tensorflow/tfjs-backend-cpu';
import { useWasm } from '@neurite/backend-wasm';
import {
  type Blueprint,
  build,
  eagerClock,
  type Loss,
  type Metric,
  type Optimizer,
  RandomStream,
  randomKeys,
  type TensorTree,
  tensorsOf,
  tokens,
  valueAndGradients,
} from '@neurite/core';
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  gru,
  layerNorm,
  lstm,
  maxPool2d,
  multiHeadAttention,
  positionalEmbedding,
  relu,
  sequential,
} from '@neurite/layers';
import * as lossesPackage from '@neurite/losses';
import { meanSquaredError, sigmoidCrossEntropy, softmaxCrossEntropy } from '@neurite/losses';
import * as all from '@neurite/metrics';
import { adam } from '@neurite/optimizers';
import { fixture, fixtureTensors, type Json } from '@neurite/testing';
import { getBackend, setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTrainStep, initialState } from '../src/index.js';
import { makers } from './support/every-optimizer.js';

// A kernel that is missing is an error that names it.
let before: string;
beforeAll(async () => {
  before = getBackend();
  await useWasm({ fallback: false });
});
afterAll(async () => {
  await useWasm({ fallback: true });
  await setBackend(before);
});

type Step = {
  readonly layers: readonly unknown[];
  /** Shape without the batch. */
  readonly x: readonly number[];
  readonly y: TensorTree;
  readonly weights?: Tensor;
  readonly words?: boolean;
  readonly loss?: unknown;
  readonly metrics?: Readonly<Record<string, unknown>>;
  readonly optimizer?: Optimizer;
};

const classes = () => tensor([0, 1, 2], [3], 'int32');
const numbers = () => tensor([1, 0, 1, 0, 1, 1, 0, 0, 1], [3, 3]);
const oneHot = () => tensor([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]);

/** Trains three steps on a batch of three. */
function train({
  layers,
  x,
  y,
  weights,
  words = false,
  loss = softmaxCrossEntropy,
  metrics = {},
  optimizer = adam(),
}: Step): void {
  const blueprint = (sequential as (...all: unknown[]) => Blueprint<Tensor, Tensor>)(...layers);
  using model = build(blueprint, { input: words ? tokens(x) : [...x], seed: 7 });
  const random = RandomStream.fromSeed(1);
  const step = createTrainStep(model, {
    loss: loss as Loss<Tensor, TensorTree>,
    optimizer,
    metrics: metrics as Record<string, Metric<unknown>>,
  });
  const size = 3 * x.reduce((product, extent) => product * extent, 1);
  tidy(() => {
    const values = words
      ? Int32Array.from({ length: size }, () => random.integer(5))
      : random.uniforms(size).map((value) => value * 2 - 1);
    const batch = { x: tensor(values, [3, ...x], words ? 'int32' : 'float32'), y, weights };
    let state = initialState(model, optimizer);
    for (let i = 0; i < 3; i++) {
      const clock = eagerClock(i);
      ({ state } = step(state, batch, { clock, random: randomKeys(random, clock) }));
    }
  });
}

type LossCase = { readonly loss: string; readonly predictions: Json; readonly targets: Json };

/** A case of each loss, as the fixtures of losses have them. */
const lossCases = ['classification', 'regression', 'embedding', 'segmentation', 'ctc'].flatMap(
  (file) => fixture<{ cases: LossCase[] }>(`losses/${file}`).cases,
);

describe('a train step on wasm runs kernels of its own alone', () => {
  // Every layer alone: packages/layers/test/wasm-kernels.test.ts.
  const networks: Readonly<Record<string, () => Step>> = {
    'a convolutional network': () => ({
      layers: [conv2d(4, 3, { padding: 'same' }), batchNorm(), relu(), maxPool2d(2), flatten(), dropout(0.5), dense(3)],
      x: [8, 8, 4],
      y: classes(),
    }),
    'a recurrent network': () => ({
      layers: [embedding(5, 4), lstm(6, { returnSequences: true }), gru(4), dense(3)],
      x: [7],
      words: true,
      y: classes(),
    }),
    'a transformer': () => ({
      layers: [
        embedding(5, 4),
        positionalEmbedding(7),
        multiHeadAttention({ heads: 2, causal: true }),
        layerNorm(),
        flatten(),
        dense(3),
      ],
      x: [7],
      words: true,
      y: classes(),
    }),
  };
  it.each(Object.keys(networks))('%s', (name) => train(networks[name]!()));

  const weighted: Readonly<Record<string, () => Partial<Step>>> = {
    'softmax cross entropy by weights': () => ({ weights: tensor([1, 0, 2]) }),
    'sigmoid cross entropy by weights': () => ({ loss: sigmoidCrossEntropy, y: numbers(), weights: tensor([1, 0, 2]) }),
  };
  it.each(Object.keys(weighted))('%s', (name) => {
    train({ layers: [dense(3)], x: [4], y: classes(), ...weighted[name]!() });
  });

  const losses = Object.entries(lossesPackage).filter(([, value]) => typeof value === 'function' && 'explain' in value);
  it.each(losses)('%s', (name, loss) => {
    const { predictions, targets } = lossCases.find((one) => one.loss === name)!;
    tidy(() => {
      const [x, y] = [fixtureTensors(predictions), fixtureTensors(targets)];
      const of = Object.fromEntries([...tensorsOf(x)].map(([path, value]) => [path || 'x', value]));
      valueAndGradients(() => (loss as Loss<unknown, unknown>)(x, y), of);
    });
  });

  const metrics: Readonly<Record<string, () => Partial<Step>>> = {
    'metrics of classes': () => ({
      metrics: {
        accuracy: all.accuracy,
        topK: all.topK(2),
        balancedAccuracy: all.balancedAccuracy,
        confusionMatrix: all.confusionMatrix({ classes: 3 }),
        brierScore: all.brierScore(),
        calibrationError: all.calibrationError(),
        cohenKappa: all.cohenKappa(),
        f1: all.f1({ average: 'macro', classes: 3 }),
        fBeta: all.fBeta({ beta: 2, average: 'macro', classes: 3 }),
        iou: all.iou({ average: 'macro', classes: 3 }),
        logLoss: all.logLoss(),
        matthewsCorrelation: all.matthewsCorrelation,
        oneVsRest: all.oneVsRest(all.rocAuc),
        perplexity: all.perplexity(),
        precision: all.precision({ average: 'macro', classes: 3 }),
        recall: all.recall({ average: 'macro', classes: 3 }),
        specificity: all.specificity({ average: 'macro', classes: 3 }),
      },
    }),
    'metrics of probabilities': () => ({ y: oneHot(), metrics: { accuracy: all.accuracy, topK: all.topK(2) } }),
    'metrics of two classes': () => ({
      loss: sigmoidCrossEntropy,
      y: numbers(),
      metrics: {
        averagePrecision: all.averagePrecision,
        binaryAccuracy: all.binaryAccuracy(),
        binaryCounts: all.binaryCounts(),
        binnedAuc: all.binnedAuc(),
        precisionAtRecall: all.precisionAtRecall(0.5),
        recallAtPrecision: all.recallAtPrecision(0.5),
        rocAuc: all.rocAuc,
        sensitivityAtSpecificity: all.sensitivityAtSpecificity(0.5),
        specificityAtSensitivity: all.specificityAtSensitivity(0.5),
      },
    }),
    'metrics of numbers': () => ({
      loss: meanSquaredError,
      y: numbers(),
      metrics: {
        concordanceCorrelation: all.concordanceCorrelation(),
        cosineSimilarity: all.cosineSimilarity,
        explainedVariance: all.explainedVariance(),
        fromLoss: all.fromLoss(meanSquaredError),
        meanAbsoluteError: all.meanAbsoluteError,
        meanAbsolutePercentageError: all.meanAbsolutePercentageError,
        meanAbsoluteScaledError: all.meanAbsoluteScaledError({ scale: 2 }),
        meanSquaredError: all.meanSquaredError,
        meanSquaredLogarithmicError: all.meanSquaredLogarithmicError,
        pearsonCorrelation: all.pearsonCorrelation(),
        rSquared: all.rSquared(),
        rootMeanSquaredError: all.rootMeanSquaredError,
        spearmanCorrelation: all.spearmanCorrelation,
        symmetricMeanAbsolutePercentageError: all.symmetricMeanAbsolutePercentageError,
      },
    }),
  };
  it.each(Object.keys(metrics))('%s', (name) => {
    train({ layers: [dense(3)], x: [4], y: classes(), ...metrics[name]!() });
  });

  it('covers every metric that runs on tensors', () => {
    const covered = Object.values(metrics).flatMap((row) => Object.keys(row().metrics ?? {}));
    const onTheHost = /^(bleu|chrf|corpus|editDistance|meanAveragePrecision|naiveError|forOutput)/; // forOutput hands on to another
    const wanted = Object.keys(all).filter((name) => !onTheHost.test(name));
    expect([...new Set(covered)].sort()).toEqual(wanted.sort());
  });

  it.each(Object.keys(makers))('%s', (name) => {
    train({ layers: [dense(3)], x: [4], y: classes(), optimizer: makers[name]!() });
  });
});
