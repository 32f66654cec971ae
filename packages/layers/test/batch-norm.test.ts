import {
  ArgumentError,
  build,
  type Context,
  inference,
  RandomStream,
  randomKeys,
  ShapeError,
  setMode,
  spec,
  stateDict,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { add, concat, moments, mul, ones, profile, type Scalar, sum, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { BatchNorm, type BatchNormOptions, batchNorm } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

const { cases } = fixture<{ cases: (ParityCase & { options: BatchNormOptions })[] }>('layers/batch-norm');
const training: Context = { training: true, random: randomKeys(RandomStream.fromSeed(1)) };

testLayer({
  name: 'batchNorm',
  blueprint: batchNorm(),
  input: [2, 3],
  output: [2, 3],
  parameters: { scale: [3], offset: [3], runningMean: [3], runningVariance: [3] },
  buffers: ['runningMean', 'runningVariance'],
  errors: [
    {
      run: () => batchNorm({ momentum: 1.1 }),
      type: ArgumentError,
      message: 'batchNorm: `momentum` must be a finite number of at least 0 and of at most 1; received 1.1.',
    },
    {
      run: () => batchNorm({ epsilon: 0 }),
      type: ArgumentError,
      message: 'batchNorm: `epsilon` must be a finite number above 0; received 0.',
    },
    {
      run: () => batchNorm().outputSpec(spec([])),
      type: ShapeError,
      message: 'batchNorm: `input` must be […, channels] without the batch axis; received [].',
    },
    {
      run: (model) => model.forward(ones([2, 4]), inference()),
      type: ShapeError,
      message:
        'batchNorm: `x` must have shape [batch, …, 3]; received [2, 4]. ' +
        'The last axis must equal the channels it was built for.',
    },
    ...[
      [1, 3],
      [0, 3],
    ].map((shape) => ({
      run: (model: { forward(x: unknown, context: unknown): unknown }) => model.forward(zeros(shape), training),
      type: ShapeError,
      message:
        'batchNorm: `x` must have at least two numbers for each channel in training; ' +
        `received [${shape.join(', ')}]. Take larger batches, and drop a last one of a single sample.`,
    })),
  ],
});

testLayer({
  name: 'batchNorm without scale and offset',
  blueprint: batchNorm({ affine: false }),
  input: [4],
  output: [4],
  parameters: { runningMean: [4], runningVariance: [4] },
  buffers: ['runningMean', 'runningVariance'],
});

onEachBackend(() => {
  describe('batchNorm as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, training: ${one.training}`, one] as const))('%s', (_, one) =>
      expectParity(batchNorm(one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });

  it('gives each channel a mean of 0 and a variance of 1 in training, and learns them', async () => {
    using model = build(batchNorm({ momentum: 0.5 }), { input: [2] });
    const x = tensor2d(RandomStream.fromSeed(3).normals(400, 5, 2), [200, 2]);
    const { mean, variance } = moments(model.forward(x, training), 0);
    await expectClose(mean, [0, 0], { absolute: 1e-5 });
    await expectClose(variance, [1, 1], { relative: 1e-4 });
    for (let step = 0; step < 30; step++) model.forward(x, training).dispose();
    const learned = moments(model.forward(x, inference()), 0);
    await expectClose(learned.mean, [0, 0], { absolute: 1e-5 });
    await expectClose(learned.variance, [199 / 200, 199 / 200], { relative: 1e-4 }); // unbiased, as PyTorch keeps it
  });

  it('keeps its buffers outside of training, and where its mode is inference', async () => {
    using model = build(batchNorm(), { input: [2] });
    setMode(model, '', 'inference');
    model.forward(tensor2d([1, 2, 3, 4], [2, 2]), training).dispose();
    model.forward(tensor2d([1, 2, 3, 4], [2, 2]), inference()).dispose();
    expect([...(await stateDict(model).runningMean!.data())]).toEqual([0, 0]);
    expect([...(await stateDict(model).runningVariance!.data())]).toEqual([1, 1]);
  });

  it('is in two synchronized processes, one with fewer rows, what it is in one', async () => {
    using model = new BatchNorm({ channels: 2, synchronized: true, momentum: 1 });
    const numbers = RandomStream.fromSeed(3);
    const [x, dy] = [numbers.normals(16, 5, 2), numbers.normals(16, 0, 1)];
    const pass = (first: number, count: number, sumOverReplicas: Context['sumOverReplicas']) => {
      const part = (values: Float32Array) => tensor2d(values.slice(2 * first, 2 * (first + count)), [count, 2]);
      const of = { x: part(x), scale: model.scale!.value, offset: model.offset!.value };
      const y = () => model.forward(of.x, { ...training, sumOverReplicas });
      return valueAndGradients(() => sum<Scalar>(mul(y(), part(dy))), of).gradients;
    };
    const running = () => concat([model.runningMean.value, model.runningVariance.value]);
    const one = pass(0, 8, undefined);
    const its = running();
    // They take turns, and each pass gets as many sums of both as there were in the passes before.
    const sums: Float64Array[] = [];
    for (let known = 0; ; known++) {
      const own: Float64Array[] = [];
      const [a, b] = (
        [
          [0, 3],
          [3, 5],
        ] as const
      ).map(([first, count]) => {
        let call = 0;
        return pass(first, count, (values) => {
          if (call === known) own.push(values.slice());
          values.set(sums[call++] ?? values);
          return values;
        });
      });
      if (own.length > 0) {
        sums.push(own[0]!.map((value, i) => value + own[1]![i]!));
        continue;
      }
      expect(known).toBe(2);
      await expectClose(concat([a!.x, b!.x]), one.x, { absolute: 1e-6 });
      await expectClose(add(a!.scale, b!.scale), one.scale, { absolute: 2e-6 });
      await expectClose(add(a!.offset, b!.offset), one.offset, { absolute: 2e-6 });
      await expectClose(running(), its, { relative: 1e-6 });
      break;
    }
  });

  it('is one kernel in training', async () => {
    using model = build(batchNorm(), { input: [2] });
    const { kernels } = await profile(() => model.forward(ones([3, 2]), training));
    expect(kernels.filter(({ name }) => name === 'BatchNormTraining')).toHaveLength(1);
  });
});
