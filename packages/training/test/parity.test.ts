import { build, hostArray, loadState, type NamedTensors, parameters, stateDict } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { batchNorm, dense, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { adamW, chain, clipByGlobalNorm, cosineDecay } from '@neurite/optimizers';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { dispose, reshape, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { fit } from '../src/index.js';

type Numbers = Readonly<Record<string, number[]>>;
type Case = {
  readonly batchSize: number;
  readonly peak: number;
  readonly steps: number;
  readonly clip: number;
  readonly weightDecay: number;
  readonly x: number[];
  readonly y: number[];
  readonly validation: { readonly x: number[]; readonly y: number[] };
  readonly first: Numbers;
  readonly last: Numbers;
  readonly epochs: readonly {
    readonly loss: number;
    readonly accuracy: number;
    readonly validation: { readonly loss: number; readonly accuracy: number };
  }[];
};

const samples = (x: number[], y: number[]) =>
  fromArrays({ x: hostArray(Float32Array.from(x), [y.length, 5]), y: Int32Array.from(y) });

onEachBackend(() => {
  it('fit ends where PyTorch ends, epoch by epoch', async () => {
    const [run] = fixture<{ cases: [Case] }>('training/fit').cases;
    using model = build(sequential(dense(8, { useBias: false }), batchNorm(), relu(), dense(3)), {
      input: [5],
      seed: 1,
    });
    const first: NamedTensors = tidy(() =>
      Object.fromEntries(
        [...parameters(model)].map(([path, { shape }]) => [path, reshape(tensor(run.first[path]!), [...shape])]),
      ),
    );
    loadState(model, first);
    dispose(Object.values(first));

    const history = await fit(model, samples(run.x, run.y).batch(run.batchSize), {
      epochs: run.epochs.length,
      validation: samples(run.validation.x, run.validation.y).batch(6),
      loss: softmaxCrossEntropy,
      metrics: { accuracy },
      optimizer: chain(
        clipByGlobalNorm(run.clip),
        adamW({
          learningRate: cosineDecay({ initial: run.peak, steps: run.steps }),
          weightDecay: run.weightDecay,
        }),
      ),
    });
    expect(history.epochs).toHaveLength(run.epochs.length);
    for (const [i, { loss, metrics, validation }] of history.epochs.entries()) {
      const expected = run.epochs[i]!;
      expect(loss).toBeCloseTo(expected.loss, 4);
      expect(metrics.accuracy).toBeCloseTo(expected.accuracy, 6);
      expect(validation!.loss).toBeCloseTo(expected.validation.loss, 4);
      expect(validation!.metrics.accuracy).toBeCloseTo(expected.validation.accuracy, 6);
    }
    for (const [path, value] of Object.entries(stateDict(model))) {
      const flat = reshape(value, [-1]);
      await expectClose(flat, run.last[path]!, { relative: 1e-3, absolute: 1e-4 });
      flat.dispose();
    }
  });
});
