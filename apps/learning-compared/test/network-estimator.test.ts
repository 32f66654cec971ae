import { useWasm } from '@neurite/backend-wasm';
import { build, inference, loadState, type Module, stateDict } from '@neurite/core';
import { dense, relu, sequential } from '@neurite/layers';
import { removeBackend, type Tensor2D, tensor, tensor2d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denseNetwork } from '../src/table/network-estimator.js';

beforeAll(() => useWasm());
afterAll(() => removeBackend('wasm'));

const options = { layers: 2, neurons: 5, dropout: 0.1, learningRate: 1e-2, weightDecay: 1e-3, epochs: 60 };
const rows = 80;
const data = Float64Array.from({ length: 3 * rows }, (_, i) => Math.sin(i * 1.7));
const x = { rows, columns: 3, data };
const sums = Float64Array.from({ length: rows }, (_, row) => data[3 * row]! + 2 * data[3 * row + 1]!);

describe('a network as an estimator', () => {
  it('learns classes, with probabilities, the same for the same seed', async () => {
    const y = Int32Array.from(sums, (sum) => Number(sum > 0));
    const estimator = denseNetwork({ ...options, classes: 2 });
    const model = await estimator.fit(x, y, { seed: 1 });
    const right = model.predict(x).filter((label, row) => label === y[row]).length;
    expect(right / rows).toBeGreaterThan(0.9);
    const probabilities = model.predictProbabilities!(x);
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 12);
    expect((await estimator.fit(x, y, { seed: 1 })).predictProbabilities!(x)).toEqual(probabilities);
    expect(estimator.restore(model.save()).predictProbabilities!(x)).toEqual(probabilities);
  });

  it('learns values', async () => {
    const model = await denseNetwork({ ...options, classes: undefined }).fit(x, sums, { seed: 1 });
    const errors = model.predict(x).map((value, row) => (value - sums[row]!) ** 2);
    expect(errors.reduce((a, b) => a + b) / rows).toBeLessThan(0.2);
  });

  it('predicts on the host what its layers give', async () => {
    const estimator = denseNetwork({ ...options, classes: undefined, layers: 1, epochs: 1 });
    const model = await estimator.fit(x, sums, { seed: 1 });
    const { arrays } = model.save();
    using network = build(sequential(dense(5), relu(), dense(1)), { input: [3] }) as Module<Tensor2D, Tensor2D>;
    const weights = Object.values(arrays) as Float32Array[];
    const paths = Object.entries(stateDict(network));
    loadState(network, Object.fromEntries(paths.map(([path, { shape }], i) => [path, tensor(weights[i]!, shape)])));
    const expected = await network.forward(tensor2d(Float32Array.from(data), [rows, 3]), inference()).data();
    const predicted = model.predict(x);
    for (const [row, value] of expected.entries()) expect(predicted[row]).toBeCloseTo(value, 5);
  });

  it('refuses what it has not saved', () => {
    const restore = () =>
      denseNetwork({ ...options, classes: 2 }).restore({ json: { kind: 'tree', version: 1 }, arrays: {} });
    expect(restore).toThrow('must be a whole denseNetwork of version 1; received tree of version 1');
  });
});
