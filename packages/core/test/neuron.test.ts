import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  inference,
  Neuron,
  parameters,
  RandomStream,
  ShapeError,
  valueAndGradients,
} from '../src/index.js';

const number = fc.double({ min: -10, max: 10, noNaN: true });

describe('Neuron', () => {
  onEachBackend(() => {
    it('is a sum written by hand', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 8 }),
          number,
          async (pairs, bias) => {
            const [x, weights] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
            using neuron = new Neuron({ inputs: x.length, weights, bias });
            let sum = bias;
            for (let i = 0; i < x.length; i++) sum += x[i]! * weights[i]!;
            const y = neuron.forward(tf.tensor2d([x]), inference());
            await expectClose(y, [[sum]], { absolute: 1e-3 });
            const { z, terms } = await neuron.explain(x);
            expect(z).toBeCloseTo(sum, 3);
            expect(terms).toHaveLength(x.length);
            y.dispose();
          },
        ),
        { numRuns: 20 },
      ));

    it('makes a dense layer with 127 others beside it', async () => {
      const random = RandomStream.fromSeed(5);
      const neurons = Array.from(
        { length: 128 },
        (_, i) => new Neuron({ inputs: 20, activation: tf.relu, bias: i / 100 - 0.5, random: random.child(`${i}`) }),
      );
      const x = tf.tensor2d(random.normals(7 * 20), [7, 20]);
      const together = tf.tidy(() =>
        tf.concat(
          neurons.map((neuron) => neuron.forward(x)),
          1,
        ),
      );
      const kernel = tf.stack(
        neurons.map((neuron) => neuron.weights.value),
        1,
      );
      const bias = tf.stack(neurons.map((neuron) => neuron.bias.value));
      await expectClose(together, tf.relu(tf.add(tf.matMul(x, kernel), bias)), { absolute: 1e-5 });
    });

    it('makes a deep network with others after it', async () => {
      using first = new Neuron({ inputs: 1, weights: [2], bias: -1, activation: tf.tanh });
      using second = new Neuron({ inputs: 1, weights: [-3], bias: 0.5 });
      const y = second.forward(first.forward(tf.tensor2d([[0.25], [1]])));
      await expectClose(y, [[-3 * Math.tanh(-0.5) + 0.5], [-3 * Math.tanh(1) + 0.5]]);
    });

    it('learns the weight and the bias of a line', async () => {
      using neuron = new Neuron({ inputs: 1, weights: [0], bias: 0 });
      const x = tf.tensor2d([[-1], [0], [1], [2]]);
      const y = tf.tensor2d([[-3.5], [-1.5], [0.5], [2.5]]);
      for (let step = 0; step < 200; step++) {
        const of = { weights: neuron.weights.value, bias: neuron.bias.value };
        const { value, gradients } = valueAndGradients(
          () => tf.mean(tf.squaredDifference(neuron.forward(x), y)) as tf.Scalar,
          of,
        );
        neuron.weights.assign(tf.tidy(() => tf.sub(of.weights, tf.mul(gradients.weights, 0.2)) as tf.Tensor1D));
        neuron.bias.assign(tf.tidy(() => tf.sub(of.bias, tf.mul(gradients.bias, 0.2)) as tf.Scalar));
        tf.dispose([value, gradients]);
      }
      await expectClose(neuron.weights.value, [2], { relative: 1e-3 });
      await expectClose(neuron.bias.value, -1.5, { relative: 1e-3 });
    });

    it('leaves only what it returns', async () => {
      const x = tf.tensor2d([[1, 2]]);
      using neuron = new Neuron({ inputs: 2, activation: tf.sigmoid });
      await expectNoLeak(() => neuron.forward(x));
      await expectNoLeak(() => neuron.explain([1, 2]));
      await expectNoLeak(() => new Neuron({ inputs: 4 }));
    });
  });

  it('writes its sum out', async () => {
    using plain = new Neuron({ inputs: 2, weights: [0.5, -1], bias: 0.1 });
    expect(await plain.explain([2, 3])).toEqual({
      terms: [
        { x: 2, w: 0.5, product: 1 },
        { x: 3, w: -1, product: -3 },
      ],
      bias: Math.fround(0.1),
      z: 1 - 3 + Math.fround(0.1),
      output: 1 - 3 + Math.fround(0.1),
      text: '2 · 0.5 + 3 · (-1) + 0.1 = -1.9',
    });
    using active = new Neuron({ inputs: 1, weights: [-2], bias: -0.5, activation: tf.sigmoid });
    const { output, text } = await active.explain([-1]);
    expect(output).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 6);
    expect(text).toBe('-1 · (-2) + (-0.5) = 1.5 → 0.8176');
  });

  it('has its weights and its bias as parameters', () => {
    using neuron = new Neuron({ inputs: 3 });
    expect([...parameters(neuron)].map(([path, { shape }]) => [path, shape])).toEqual([
      ['weights', [3]],
      ['bias', []],
    ]);
  });

  it('names what is wrong', async () => {
    using neuron = new Neuron({ inputs: 2 });
    await expectError(
      () => new Neuron({ inputs: 0 }),
      ArgumentError,
      'Neuron: `inputs` must be an integer of at least 1; received 0.',
    );
    await expectError(
      () => new Neuron({ inputs: 2, weights: [1] }),
      ArgumentError,
      'Neuron: `weights` must have one number for each input, 2; received 1.',
    );
    await expectError(
      () => neuron.forward(tf.zeros([4, 3])),
      ShapeError,
      'Neuron: `x` must have shape [batch, 2]; received [4, 3].',
    );
    await expectError(
      () => neuron.explain([1]),
      ShapeError,
      'Neuron.explain: `x` must have 2 numbers, one for each input; received 1.',
    );
  });
});
