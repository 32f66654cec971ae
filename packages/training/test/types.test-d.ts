import type { Batch, Blueprint, Dataset, HostArray, HostMetric, Loss, Metric, Module, TrainStep } from '@neurite/core';
import { hostArray } from '@neurite/core';
import { huber, meanSquaredError, softmaxCrossEntropy, weighted } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { adam } from '@neurite/optimizers';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  averagesMonitor,
  type BatchesFor,
  createTrainStep,
  evaluate,
  fit,
  type History,
  overfit,
  predict,
  stepMean,
  toTensors,
} from '../src/index.js';

type Floats = HostArray<'float32'>;
type Labels = HostArray<'int32'>;

declare const cnn: Module<Tensor4D, Tensor2D>;
declare const images: Dataset<{ readonly x: Floats; readonly y: Labels }>;
declare const weightedImages: Dataset<{ x: Floats; y: Labels; weights: Floats }>;

type Inputs = { readonly image: Tensor4D; readonly words: Tensor2D };
type Outputs = { readonly kind: Tensor2D; readonly box: Tensor2D };
declare const two: Module<Inputs, Outputs>;
declare const pair: Module<readonly [Tensor2D, Tensor2D], Tensor2D>;
type Both = { x: { image: HostArray<'uint8'>; words: Labels }; y: { kind: Labels; box: Floats } };
declare const both: Dataset<Both>;
declare const bothWeighted: Dataset<Both & { weights: { kind: Floats } }>;
declare const lacking: Dataset<{ x: { image: HostArray<'uint8'> }; y: Both['y'] }>;

const common = { epochs: 1, optimizer: adam() };
const loss = weighted({ kind: softmaxCrossEntropy, box: [0.5, huber] });
declare const ofKind: Metric<number, { readonly kind: Tensor }, { readonly kind: Tensor }>;
declare const byRecord: Loss<Tensor, Tensor, { readonly a: Tensor }>;
declare const words: HostMetric<string, readonly number[]>;

// Types follow data, model, loss and metrics.
export const history: History<{ readonly accuracy: typeof accuracy }> = await fit(cnn, images, {
  ...common,
  loss: softmaxCrossEntropy,
  metrics: { accuracy },
  validation: images,
});
export const accuracyOfEpoch: number = history.epochs[0]!.metrics.accuracy;
await fit(cnn, weightedImages, { ...common, loss: softmaxCrossEntropy });
await fit(cnn, images, { ...common, loss: (p, t) => meanSquaredError(p, t) });
await fit(cnn, weightedImages, { ...common, loss: (p, t, { weights } = {}) => meanSquaredError(p, t, { weights }) });
export const narrow: Loss<Tensor2D, Tensor2D> = (p, t) => meanSquaredError(p, t);
await fit(cnn, images, { ...common, loss: narrow });
await fit(two, both, { ...common, loss, metrics: { ofKind, words } });
await fit(two, bothWeighted, { ...common, loss });
await fit(two, both, { ...common, loss: (p, t) => meanSquaredError(p.box, t.box) });
await fit(
  pair,
  [
    {
      x: [hostArray(new Float32Array(2), [1, 2]), hostArray(new Float32Array(2), [1, 2])] as const,
      y: hostArray(Int32Array.of(1)),
    },
  ],
  {
    ...common,
    loss: softmaxCrossEntropy,
  },
);
export const scores: { readonly ofKind: number; readonly words: string } = (
  await evaluate(two, both, { loss, metrics: { ofKind, words } })
).metrics;
export const predicted: Outputs = await predict(two, both);

// Batches whose type says nothing are checked when they come.
declare const untyped: Dataset<Batch>;
await fit(two, untyped, { ...common, loss });
await fit(cnn, untyped, { ...common, loss: softmaxCrossEntropy });

// A step of one's own.
declare const step: TrainStep<Tensor, Tensor, never>;
const several = await fit({ generator: cnn, critic: cnn }, images, {
  ...common,
  optimizer: { generator: adam(), critic: adam() },
  step,
  metrics: { critic: stepMean },
});
export const criticLoss: number = several.epochs[0]!.metrics.critic;
export const own: TrainStep<Tensor, Tensor, Tensor> = createTrainStep(cnn, {
  loss: softmaxCrossEntropy,
  optimizer: adam(),
});
export const x: Tensor = toTensors({ x: { a: hostArray(new Float32Array(1)) }, y: hostArray(new Float32Array(1)) }).x.a;

// What does not fit does not compile, and says why.
type Mismatch<In, X> = BatchesFor<In, X, Labels, undefined> extends { readonly mismatch: infer Text } ? Text : never;
export const missing: Mismatch<Inputs, { image: Floats }> = '`x.words` is missing';
export const notOne: Mismatch<Inputs, Floats> = '`x` must be a record or list, as the model takes one';
export const notSeveral: Mismatch<Tensor2D, { image: Floats }> = '`x` must be a host array or a tensor';
export const nested: Mismatch<{ readonly a: readonly [Tensor2D, Tensor2D] }, { a: readonly [Floats] }> =
  '`x.a.1` is missing';
// @ts-expect-error `x.words` is missing
await fit(two, lacking, { ...common, loss });
// @ts-expect-error `x` must be a record
await fit(two, images, { ...common, loss });
// @ts-expect-error a record is no tensor
await evaluate(cnn, both, { loss: softmaxCrossEntropy });
// @ts-expect-error a loss of one tensor
await fit(two, both, { ...common, loss: softmaxCrossEntropy });
// @ts-expect-error another output
await fit(two, both, { ...common, loss: weighted({ kind: softmaxCrossEntropy, bos: huber }) });
// @ts-expect-error no such target
await fit(two, both, { ...common, loss: (p, t) => meanSquaredError(p.box, t.nothing) });
// @ts-expect-error a metric of one tensor
await fit(two, both, { ...common, loss, metrics: { accuracy } });
// @ts-expect-error weights of the images, where the loss takes a record
await fit(cnn, weightedImages, { ...common, loss: byRecord });
averagesMonitor(two, both, { loss });
// @ts-expect-error a loss of one tensor
averagesMonitor(two, both, { loss: softmaxCrossEntropy });
// @ts-expect-error steps, not epochs
await fit(cnn, images, { ...common, loss: softmaxCrossEntropy, validateEvery: { epochs: 1 } });
declare const oneImage: { readonly x: Floats; readonly y: Labels };
await overfit(cnn, oneImage, { optimizer: common.optimizer, loss: softmaxCrossEntropy });
declare const one: Both;
// @ts-expect-error a loss of one tensor
await overfit(two, one, { optimizer: common.optimizer, loss: softmaxCrossEntropy });
declare const blueprint: Blueprint<Tensor4D, Tensor2D>;
// @ts-expect-error it has to be built first
await fit(blueprint, images, { ...common, loss: softmaxCrossEntropy });
// @ts-expect-error it has to be called first
await fit(cnn, images, { ...common, optimizer: adam, loss: softmaxCrossEntropy });
// @ts-expect-error epochs
await fit(cnn, images, { ...common, loss: softmaxCrossEntropy, epoch: 3 });
// @ts-expect-error validation is that of the data
await fit(two, both, { ...common, loss, validation: images });
