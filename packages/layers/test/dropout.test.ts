import { ArgumentError, build, inference, keyTensor, RandomStream } from '@neurite/core';
import { fusedDropout } from '@neurite/ops';
import { onEachBackend, testModule } from '@neurite/testing';
import { ones, tensor2d } from '@tensorflow/tfjs-core';
import { assert, expect, it } from 'vitest';
import { dropout, sequential } from '../src/index.js';

testModule({
  name: 'dropout',
  blueprint: dropout(0.4),
  inputShape: [3, 4],
  outputShape: [3, 4],
  errors: [1, 1.5, -0.1, Number.NaN].map((rate) => ({
    run: () => dropout(rate),
    type: ArgumentError,
    message: `dropout: \`rate\` must be at least 0 and below 1; received ${rate}.`,
  })),
});

testModule({ name: 'dropout of nothing', blueprint: dropout(0), inputShape: [3], outputShape: [3] });

const training = (seed = 1) => ({ training: true, random: RandomStream.fromSeed(seed) });

onEachBackend(() => {
  it('drops what the draws say, and keeps the expectation', async () => {
    using model = build(dropout(0.3), { inputShape: [1000] });
    const y = Float32Array.from(await model.forward(ones([10, 1000]), training()).data());
    const { random } = training();
    const key = keyTensor([random.integer(2 ** 32), random.integer(2 ** 32)]);
    expect(y).toEqual(await fusedDropout(ones([10, 1000]), { rate: 0.3, key }).data());
    assert.closeTo(y.reduce((total, value) => total + value, 0) / 10_000, 1, 0.03);
  });

  it('changes nothing outside of training, and draws nothing', async () => {
    using model = build(dropout(0.9), { inputShape: [3] });
    const context = inference();
    const before = context.random.state;
    const y = model.forward(tensor2d([[1, 2, 3]]), context);
    expect([...(await y.data())]).toEqual([1, 2, 3]);
    expect(context.random.state).toEqual(before);
  });

  it('draws another mask in each step and each layer, and the same from one seed', async () => {
    using model = build(dropout(0.5), { inputShape: [64] });
    using twice = build(sequential(dropout(0.5), dropout(0.5)), { inputShape: [64] });
    const x = ones([1, 64]);
    const context = training();
    const [first, second] = [model.forward(x, context), model.forward(x, context)];
    expect(await second.data()).not.toEqual(await first.data());
    expect(await model.forward(x, training()).data()).toEqual(await first.data());
    const kept = (await twice.forward(x, training()).data()).filter((value) => value > 0).length;
    assert.isBelow(kept, (await first.data()).filter((value) => value > 0).length);
  });
});
