import { ArgumentError, build, type Context, inference, RandomStream, randomKeys, setMode } from '@neurite/core';
import { fusedDropout } from '@neurite/ops';
import { onEachBackend } from '@neurite/testing';
import { ones, slice, type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { assert, expect, it } from 'vitest';
import { dropout, relu, sequential, timeDistributed } from '../src/index.js';
import { testLayer } from './test-layer.js';

testLayer({
  name: 'dropout',
  blueprint: dropout(0.4),
  input: [3, 4],
  masks: true,
  output: [3, 4],
  errors: [1, 1.5, -0.1, Number.NaN].map((rate) => ({
    run: () => dropout(rate),
    type: ArgumentError,
    message: `dropout: \`rate\` must be a finite number of at least 0 and below 1; received ${rate}.`,
  })),
});

testLayer({ name: 'dropout of nothing', blueprint: dropout(0), input: [3], output: [3] });

const training = (seed = 1): Context => ({ training: true, random: randomKeys(RandomStream.fromSeed(seed)) });
const drops = (values: ArrayLike<number>): number[] => Array.from(values, (value) => (value > 0 ? 1 : 0));

onEachBackend(() => {
  const x: Tensor2D = ones([1, 64]);

  it('drops what the key of its path says, and keeps the expectation', async () => {
    using model = build(dropout(0.3), { input: [1000] });
    const y = Float32Array.from(await model.forward(ones([10, 1000]), training()).data());
    const key = training().random.key();
    expect(y).toEqual(await fusedDropout(ones([10, 1000]), { rate: 0.3, key }).data());
    assert.closeTo(y.reduce((total, value) => total + value, 0) / 10_000, 1, 0.03);
  });

  it('changes nothing outside of training, nor where its mode is inference', async () => {
    using model = build(sequential(dropout(0.9)), { input: [3] });
    const given = tensor2d([[1, 2, 3]]);
    expect([...(await model.forward(given, inference()).data())]).toEqual([1, 2, 3]);
    setMode(model, 'layers.0', 'inference');
    expect([...(await model.forward(given, training()).data())]).toEqual([1, 2, 3]);
  });

  it('draws another mask from another seed and in each layer, and the same from one seed', async () => {
    using model = build(dropout(0.5), { input: [64] });
    using twice = build(sequential(dropout(0.5), dropout(0.5)), { input: [64] });
    const first = await model.forward(x, training()).data();
    expect(await model.forward(x, training(2)).data()).not.toEqual(first);
    expect(await model.forward(x, training()).data()).toEqual(first);
    const kept = (await twice.forward(x, training()).data()).filter((value) => value > 0).length;
    assert.isBelow(kept, first.filter((value) => value > 0).length);
  });

  it('draws by its path alone: a dropout that is added moves no other draw', async () => {
    using alone = build(sequential(dropout(0.5), relu()), { input: [64] });
    using together = build(sequential(dropout(0.5), dropout(0)), { input: [64] });
    using more = build(sequential(dropout(0.5), dropout(0.01)), { input: [64] });
    const first = drops(await alone.forward(x, training()).data());
    expect(drops(await together.forward(x, training()).data())).toEqual(first);
    const after = drops(await more.forward(x, training()).data());
    assert.isTrue(after.every((kept, i) => kept <= first[i]!));
    assert.isAbove(after.reduce((a, b) => a + b) / first.reduce((a, b) => a + b), 0.9);
  });

  it('draws for the whole batch, however it is cut', async () => {
    using model = build(sequential(dropout(0.5), timeDistributed(dropout(0.3))), { input: [3, 5] });
    const batch: Tensor3D = ones([4, 3, 5]);
    const whole = await model.forward(batch, training()).data();
    const parts = await Promise.all(
      [0, 3].map((first, i) =>
        model.forward(slice(batch, [first, 0, 0], [i === 0 ? 3 : 1, 3, 5]), { ...training(), rows: { first } }).data(),
      ),
    );
    expect(Float32Array.from(parts.flatMap((part) => [...part]))).toEqual(Float32Array.from(whole));
  });
});
