import { build, hostArray, loadState, type NamedTensors, parameters, stateDict } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { dense, parallel, sequential, tanh } from '@neurite/layers';
import { huber, softmaxCrossEntropy, weighted } from '@neurite/losses';
import { accuracy, forOutput, meanAbsoluteError } from '@neurite/metrics';
import { sgd } from '@neurite/optimizers';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { dispose, reshape, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { fit } from '../src/index.js';

type Samples = {
  readonly x: number[];
  readonly digit: number[];
  /** null where it is not known. */
  readonly box: (number | null)[];
  readonly weights: { readonly digit: number[]; readonly box: number[] };
};
type Values = { readonly loss: number; readonly accuracy: number; readonly error: number };
type Run = {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly share: number;
  readonly labelSmoothing: number;
  readonly train: Samples;
  readonly validation: Samples;
  readonly first: Readonly<Record<string, number[]>>;
  readonly last: Readonly<Record<string, number[]>>;
  readonly epochs: readonly (Values & { readonly validation: Values })[];
};

const samples = ({ x, digit, box, weights }: Samples) =>
  fromArrays({
    x: hostArray(Float32Array.from(x), [digit.length, 4]),
    y: {
      digit: Int32Array.from(digit),
      box: hostArray(
        Float32Array.from(box, (value) => value ?? Number.NaN),
        [digit.length, 2],
      ),
    },
    weights: { digit: Float32Array.from(weights.digit), box: Float32Array.from(weights.box) },
  });

onEachBackend(() => {
  it('fit of two outputs, with losses, weights and metrics of their own, ends where PyTorch ends', async () => {
    const run = fixture<Run>('training/outputs');
    using model = build(sequential(dense(6), tanh(), parallel({ digit: dense(3), box: dense(2) })), {
      input: [4],
      seed: 1,
    });
    const first: NamedTensors = tidy(() =>
      Object.fromEntries(
        [...parameters(model)].map(([path, { shape }]) => [path, reshape(tensor(run.first[path]!), [...shape])]),
      ),
    );
    loadState(model, first);
    dispose(Object.values(first));

    const { learningRate, momentum, share, labelSmoothing } = run;
    const history = await fit(model, samples(run.train).batch(run.batchSize), {
      epochs: run.epochs.length,
      validation: samples(run.validation).batch(4),
      loss: weighted({ digit: softmaxCrossEntropy.with({ labelSmoothing }), box: [share, huber] }),
      metrics: { accuracy: forOutput('digit', accuracy), error: forOutput('box', meanAbsoluteError) },
      optimizer: sgd({ learningRate, momentum, nesterov: true }),
    });
    const flat = ({
      loss,
      metrics,
    }: {
      readonly loss: number;
      readonly metrics: Readonly<Record<string, unknown>>;
    }) => [loss, metrics.accuracy as number, metrics.error as number];
    const flatExpected = ({ loss, accuracy, error }: Values) => [loss, accuracy, error];
    expect(history.epochs).toHaveLength(run.epochs.length);
    for (const [i, epoch] of history.epochs.entries()) {
      const expected = run.epochs[i]!;
      await expectClose(tensor(flat(epoch)), flatExpected(expected), { relative: 2e-5, absolute: 1e-6 });
      const { loss, metrics } = epoch.validation!;
      const found = tensor(flat({ loss: loss!, metrics }));
      await expectClose(found, flatExpected(expected.validation), { relative: 2e-5, absolute: 1e-6 });
    }
    for (const [path, value] of Object.entries(stateDict(model))) {
      const own = reshape(value, [-1]);
      await expectClose(own, run.last[path]!, { relative: 1e-4, absolute: 1e-5 });
      own.dispose();
    }
  });
});
