import {
  ArgumentError,
  build,
  constant,
  inference,
  orthogonal,
  parameters,
  RandomStream,
  ShapeError,
  spec,
} from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import {
  concat,
  gather,
  matMul,
  ones,
  profile,
  slice,
  type Tensor2D,
  type Tensor3D,
  tensor3d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MultiHeadAttention, type MultiHeadAttentionOptions, multiHeadAttention } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

const { cases } = fixture<{ cases: (ParityCase & { options: MultiHeadAttentionOptions })[] }>(
  'layers/multi-head-attention',
);

testLayer({
  name: 'multiHeadAttention',
  blueprint: multiHeadAttention({ heads: 2 }),
  masks: true,
  input: [3, 4],
  output: [3, 4],
  parameters: { kernel: [4, 12], bias: [12], outputKernel: [4, 4], outputBias: [4] },
  errors: [
    {
      run: () => multiHeadAttention({ heads: 0 }),
      type: ArgumentError,
      message: 'multiHeadAttention: `heads` must be an integer of at least 1; received 0.',
    },
    {
      run: () => multiHeadAttention({ heads: 2 }).outputSpec(spec([4])),
      type: ShapeError,
      message: 'multiHeadAttention: `input` must be [tokens, features] without the batch axis; received [4].',
    },
    {
      run: () => multiHeadAttention({ heads: 4 }).outputSpec(spec([3, 6])),
      type: ShapeError,
      message: 'multiHeadAttention: `input` must have features that the 4 heads divide; received [3, 6].',
    },
    {
      run: () => new MultiHeadAttention({ features: 6, heads: 4, random: RandomStream.fromSeed(1) }),
      type: ShapeError,
      message: 'multiHeadAttention: `features` must be a multiple of the 4 heads; received 6.',
    },
    {
      run: () => multiHeadAttention({ heads: 2, rate: 0.1 } as MultiHeadAttentionOptions),
      type: ArgumentError,
      message:
        'multiHeadAttention: `options` must be among `heads`, `causal`, `keyValueHeads`, `window`, `chunk`, `dropout`, ' +
        '`position`, `useBias`, `kernelInitializer`, `biasInitializer`; received `rate`.',
    },
    {
      run: (model) => model.run({ x: ones([2, 3, 4]), mask: ones([2, 4]) }, inference()),
      type: ShapeError,
      message: 'multiHeadAttention: `mask` must have shape [2, 3]; received [2, 4].',
    },
    ...[
      [2, 3, 5],
      [2, 4],
      [2, 1, 3, 4],
    ].map((shape) => ({
      run: (model: { forward(x: unknown, context: unknown): unknown }) => model.forward(ones(shape), inference()),
      type: ShapeError,
      message:
        `multiHeadAttention: \`x\` must have shape [batch, tokens, 4]; received [${shape.join(', ')}]. ` +
        'The last axis must equal the features it was built for.',
    })),
  ],
});

testLayer({
  name: 'multiHeadAttention, causal and without biases',
  blueprint: multiHeadAttention({ heads: 1, causal: true, useBias: false }),
  masks: true,
  input: [3, 2],
  output: [3, 2],
  parameters: { kernel: [2, 6], outputKernel: [2, 2] },
});

const FEATURES = 4;

function draw(tokens: number, seed: number): Tensor3D {
  return tensor3d(RandomStream.fromSeed(seed).normals(2 * tokens * FEATURES), [2, tokens, FEATURES]);
}

onEachBackend(() => {
  describe('multiHeadAttention as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(multiHeadAttention(one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });

  it('goes with its tokens into any order', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.nat(1000), async (tokens, seed) => {
        using model = build(multiHeadAttention({ heads: 2 }), { input: [1, FEATURES], seed: 5 });
        const x = draw(tokens, seed);
        const order = Array.from(RandomStream.fromSeed(seed).permutation(tokens));
        const expected = gather(model.forward(x, inference()), order, 1);
        await expectClose(model.forward(gather(x, order, 1), inference()), expected);
      }),
      { numRuns: 20 },
    ));

  it.each([true, false])('causal: %s: a token sees those after it, or does not', async (causal) => {
    using model = build(multiHeadAttention({ heads: 2, causal }), { input: [5, FEATURES], seed: 5 });
    const x = draw(5, 1);
    const other = concat([slice(x, [0, 0, 0], [2, 3, FEATURES]), draw(2, 2)], 1);
    const first = async (of: Tensor3D) => [
      ...(await slice(model.forward(of, inference()), [0, 0, 0], [2, 3, FEATURES]).data()),
    ];
    if (causal) expect(await first(other)).toEqual(await first(x));
    else expect(await first(other)).not.toEqual(await first(x));
  });

  it('draws query, key and value as matrices of their own', async () => {
    using model = build(
      multiHeadAttention({ heads: 2, kernelInitializer: orthogonal(), biasInitializer: constant(0.5) }),
      { input: [3, FEATURES], seed: 5 },
    );
    const of = (path: string) => parameters(model).get(path)!.value;
    const identity = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));
    for (const part of [0, 1, 2]) {
      const square = slice(of('kernel') as Tensor2D, [0, part * FEATURES], [FEATURES, FEATURES]);
      await expectClose(matMul(square, square, false, true), identity);
    }
    expect(new Set(await of('kernel').data()).size).toBe(of('kernel').size);
    await expectClose(of('bias'), new Array(12).fill(0.5));
    await expectClose(of('outputBias'), new Array(4).fill(0.5));
  });

  it('attends in one kernel', async () => {
    using model = build(multiHeadAttention({ heads: 2 }), { input: [3, FEATURES] });
    const { kernels } = await profile(() => model.forward(draw(3, 1), inference()));
    expect(kernels.filter(({ name }) => name === 'Attention')).toHaveLength(1);
  });
});
