import { readdirSync } from 'node:fs';
import {
  ArgumentError,
  type Blueprint,
  build,
  type Context,
  fromConfig,
  inference,
  type Json,
  RandomStream,
  randomKeys,
  spec,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, expectNoLeak, onEachBackend } from '@neurite/testing';
import { log, mean, mul, scalar, square, sum, type Tensor, tensor, tensor1d, tile } from '@tensorflow/tfjs-core';
import { assert, describe, expect, it } from 'vitest';
import * as activations from '../src/activations.js';
import * as layers from '../src/index.js';
import { registry } from './test-layer.js';

/** Options that differ from the defaults. */
const OPTIONS: Readonly<Record<string, object>> = {
  celu: { alpha: 0.7 },
  elu: { alpha: 1.3 },
  gelu: { approximation: 'tanh' },
  gumbelSoftmax: { temperature: 0.5, axis: 1 },
  hardShrink: { lambda: 0.7 },
  hardTanh: { min: -0.5, max: 0.3 },
  leakyRelu: { negativeSlope: 0.2 },
  logSoftmax: { axis: 1 },
  rrelu: { lower: 0.1, upper: 0.9 },
  softmax: { axis: 1 },
  softmin: { axis: 1 },
  softplus: { beta: 2 },
  softShrink: { lambda: 0.3 },
  sparsemax: { axis: 1 },
  squareplus: { b: 2 },
  threshold: { threshold: 0.1, value: -0.7 },
};
/** Those that draw in training take the context before the options. */
const DRAWING = ['gumbelSoftmax', 'rrelu'];

type Activation = (x: Tensor, ...rest: readonly unknown[]) => Tensor;
const FUNCTIONS = activations as unknown as Readonly<Record<string, Activation>>; // each takes a tensor first
/** `prelu` takes its slope instead of options. */
const NAMES = Object.keys(activations).filter((name) => name !== 'prelu');
const training = (): Context => ({ training: true, random: randomKeys(RandomStream.fromSeed(3)) });

function apply(name: string, x: Tensor, context: Context, options: object | undefined = OPTIONS[name]): Tensor {
  const drawn = DRAWING.includes(name) ? [context] : [];
  return FUNCTIONS[name]!(x, ...drawn, ...(options === undefined ? [] : [options]));
}

it('every activation layer has its function', () => {
  const folder = new URL('../src/activations/', import.meta.url);
  const layers = readdirSync(folder).map((file) =>
    file.replace('.ts', '').replaceAll(/-(.)/g, (_, c) => c.toUpperCase()),
  );
  expect(Object.keys(activations).sort()).toEqual(layers.sort());
});

onEachBackend(() => {
  describe.each(NAMES)('%s as a function', (name) => {
    const options = OPTIONS[name];
    const call = { name, arguments: options === undefined ? [] : [options] } as Json; // options are JSON
    const x = () => tensor(RandomStream.fromSeed(2).normals(48), [2, 3, 8]);

    it.each([
      ['outside of training', inference],
      ['in training', training],
    ] as const)('is what the layer applies, value and gradient, %s', async (_, context) => {
      using model = build(fromConfig(call, registry) as Blueprint, { input: [3, 8] });
      // A layer draws with the keys of its context, too.
      const both = [(of: Tensor) => apply(name, of, context()), (of: Tensor) => model.forward(of, context())];
      const [own, layer] = both.map((f) => {
        const input = x();
        return valueAndGradients(() => sum(square(f(input))), { x: input });
      });
      await expectClose(own!.gradients.x, await layer!.gradients.x.array());
      await expectClose(apply(name, x(), context()), await model.forward(x(), context()).array());
    });

    it('returns a new tensor, and leaves no other', async () => {
      const input = x();
      await expectNoLeak(() => ({ dispose: () => apply(name, input, training()).dispose() }));
    });

    it('refuses an option that it does not know', () => {
      if (options === undefined) return;
      expect(() => apply(name, tensor1d([1, 2]), inference(), { ...options, slope: 1 })).toThrow(ArgumentError);
      expect(() => apply(name, tensor1d([1, 2]), inference(), { ...options, slope: 1 })).toThrow(`${name}: `);
    });
  });

  it('takes a scalar where it treats each element alone', async () => {
    const alone = NAMES.filter((name) => !/glu|softmax|softmin|sparsemax/i.test(name));
    assert.isAbove(alone.length, 25);
    for (const name of alone) {
      const [whole] = await apply(name, tensor1d([-0.4]), inference()).data();
      const y = apply(name, scalar(-0.4), inference());
      expect(y.shape, name).toEqual([]);
      await expectClose(y, whole!);
    }
  });

  it('prelu broadcasts its slope', async () => {
    await expectClose(activations.prelu(tensor([-1, -1, 2, -3], [2, 2]), tensor1d([0.5, 2])), [
      [-0.5, -2],
      [2, -6],
    ]);
  });

  it('normalizes a tensor along its first axis, and says when there is none', async () => {
    const x = tensor([1, 5, 1, 5], [2, 2]);
    await expectClose(activations.softmax(x, { axis: 0 }), [
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(() => activations.softmax(x, { axis: 2 })).toThrow(
      'softmax: `x` must have an axis 2, the batch counted as 0; received [2, 2].',
    );
  });

  it('hard draws are one-hot, as often as softmax says, with the gradient of soft ones', async () => {
    const logits = log(tile(tensor([0.1, 0.6, 0.3], [1, 3]), [4000, 1]));
    const draw = (options: object) => activations.gumbelSoftmax(logits, training(), options);
    const hard = draw({ hard: true, temperature: 0.5 });
    expect([...new Set((await hard.data()).map((y) => Math.round(y * 1e5) / 1e5))].sort()).toEqual([0, 1]);
    const shares = (await mean(hard, 0).data()) as Float32Array;
    for (const [i, share] of [0.1, 0.6, 0.3].entries()) assert.closeTo(shares[i]!, share, 0.03);
    const weights = tensor(RandomStream.fromSeed(4).normals(12_000), [4000, 3]);
    const of = (isHard: boolean) =>
      valueAndGradients(
        () => sum(mul(activations.gumbelSoftmax(logits, training(), { hard: isHard, temperature: 0.5 }), weights)),
        { logits },
      ).gradients.logits;
    await expectClose(of(true), await of(false).array());
  });
});

it('the layers take any axis but the batch', () => {
  expect(() => layers.softmax({ axis: 0 })).toThrow(
    'softmax: `axis` must be an integer other than 0, which is the batch; received 0.',
  );
  expect(() => layers.softmax({ axis: 3 }).outputSpec(spec([2, 4]))).toThrow(
    'softmax: `input` must have an axis 3, the batch counted as 0; received [2, 4].',
  );
});
