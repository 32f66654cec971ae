import { build, inference, loadState, Neuron, parameters, RandomStream, valueAndGradients } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { concat, mul, reshape, stack, sum, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { it } from 'vitest';
import { dense } from '../src/index.js';

const finite = fc.float({ min: -4, max: 4, noNaN: true });

onEachBackend(() => {
  it('a neuron, dense(1) and a sum written by hand agree', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ x: finite, w: finite }), { minLength: 1, maxLength: 20 }),
        finite,
        async (terms, bias) => {
          const weights = terms.map(({ w }) => w);
          const x = tensor2d([terms.map((term) => term.x)]);
          using neuron = new Neuron({ inputs: terms.length, weights, bias });
          using layer = build(dense(1), { input: [terms.length] });
          loadState(layer, { kernel: tensor2d(weights, [terms.length, 1]), bias: tensor1d([bias]) });
          const byHand = terms.reduce((z, term) => z + term.x * term.w, 0) + bias;
          const close = { relative: 1e-5, absolute: 1e-4 };
          await expectClose(neuron.forward(x), [[byHand]], close);
          await expectClose(layer.forward(x, inference()), [[byHand]], close);
          await expectClose((await neuron.explain(terms.map((term) => term.x))).z, byHand, close);
        },
      ),
      { numRuns: 30 },
    ));

  it('128 neurons side by side are dense(128), in what they say and in what they learn', async () => {
    const inputs = 20;
    using layer = build(dense(128), { input: [inputs], seed: 7 });
    const drawn = RandomStream.fromSeed(1);
    const biases = drawn.normals(128);
    const neurons = Array.from(biases, (bias, i) => new Neuron({ inputs, random: drawn.child(String(i)), bias }));
    loadState(layer, {
      kernel: stack(
        neurons.map(({ weights }) => weights.value),
        1,
      ),
      bias: tensor1d(biases),
    });
    const x = tensor2d(drawn.normals(5 * inputs), [5, inputs]);
    const cotangent = tensor2d(drawn.normals(5 * 128), [5, 128]);
    const sideBySide = (): Tensor2D =>
      concat(
        neurons.map((neuron) => neuron.forward(x)),
        1,
      );

    await expectClose(layer.forward(x, inference()), await sideBySide().array(), { absolute: 1e-5 });

    const of = Object.fromEntries([...parameters(layer)].map(([path, { value }]) => [path, value]));
    const whole = valueAndGradients(() => sum(mul(layer.forward(x, inference()), cotangent)), of).gradients;
    const weights = Object.fromEntries(neurons.map((neuron, i) => [`w${i}`, neuron.weights.value]));
    const offsets = Object.fromEntries(neurons.map((neuron, i) => [`b${i}`, neuron.bias.value]));
    const single = valueAndGradients(() => sum(mul(sideBySide(), cotangent)), { ...weights, ...offsets }).gradients;
    const all = (letter: string) => neurons.map((_, i) => single[`${letter}${i}`]!);
    await expectClose(whole.kernel!, await stack(all('w'), 1).array(), { absolute: 1e-5 });
    await expectClose(whole.bias!, await reshape(stack(all('b')), [128]).array(), { absolute: 1e-5 });
    for (const neuron of neurons) neuron.dispose();
  });
});
