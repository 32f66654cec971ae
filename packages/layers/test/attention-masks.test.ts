import { build, inference, loadState, parameters, ShapeError, spec, valueAndGradients } from '@neurite/core';
import { expectClose, fixture, type NestedNumbers, onEachBackend } from '@neurite/testing';
import {
  expandDims,
  mul,
  ones,
  slice,
  sum,
  type Tensor,
  type Tensor3D,
  tensor,
  tensor2d,
  tensor3d,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type CrossAttention,
  type CrossAttentionOptions,
  crossAttention,
  type MultiHeadAttentionOptions,
  multiHeadAttention,
} from '../src/index.js';
import { testLayer } from './test-layer.js';

type Weights = Readonly<Record<string, NestedNumbers>>;
type Common = {
  readonly state: Weights;
  readonly y: NestedNumbers;
  readonly cotangent: NestedNumbers;
  readonly gradients: Weights;
};
type SelfCase = Common & {
  readonly options: MultiHeadAttentionOptions;
  readonly x: number[][][];
  readonly mask: number[][];
};
type CrossCase = Common & {
  readonly options: CrossAttentionOptions;
  readonly query: number[][][];
  readonly context: number[][][];
  readonly mask: NestedNumbers | null;
};

const close = { relative: 1e-5, absolute: 1e-5 };
const load = (state: Weights) =>
  Object.fromEntries(Object.entries(state).map(([path, value]) => [path, tensor(value as number[])]));

const parametersOfFour = {
  queryKernel: [4, 4],
  queryBias: [4],
  kernel: [3, 8],
  bias: [8],
  outputKernel: [4, 4],
  outputBias: [4],
};

type Forward = { forward(x: unknown, context: unknown): unknown };

testLayer({
  name: 'crossAttention',
  blueprint: crossAttention({ heads: 2 }),
  input: { query: [2, 4], context: [3, 3] },
  output: [2, 4],
  parameters: parametersOfFour,
  errors: [
    {
      run: () => crossAttention({ heads: 2 }).outputSpec(spec([2, 4])),
      type: ShapeError,
      message:
        'crossAttention: `input` must be a record with the fields query, context, and mask where there is one; ' +
        'received [2, 4].',
    },
    {
      run: () => crossAttention({ heads: 2 }).outputSpec({ query: spec([2, 4]), context: spec([4]) }),
      type: ShapeError,
      message: 'crossAttention (context): `input` must be [tokens, features] without the batch axis; received [4].',
    },
    {
      run: () =>
        crossAttention({ heads: 2 }).outputSpec({ query: spec([2, 4]), context: spec([3, 3]), mask: spec([2, 3, 3]) }),
      type: ShapeError,
      message: 'crossAttention (mask): `input` must be [queries, keys] without the batch axis; received [2, 3, 3].',
    },
    {
      run: () => crossAttention({ heads: 3 }).outputSpec({ query: spec([2, 4]), context: spec([3, 3]) }),
      type: ShapeError,
      message: 'crossAttention: `input` must have features that the 3 heads divide; received [2, 4].',
    },
    {
      run: (model) => (model as Forward).forward({ query: ones([1, 2, 4]), context: ones([2, 3, 3]) }, inference()),
      type: ShapeError,
      message: 'crossAttention: `x.context` must have shape [1, 3, 3]; received [2, 3, 3].',
    },
    {
      run: (model) =>
        (model as Forward).forward(
          { query: ones([1, 2, 4]), context: ones([1, 3, 3]), mask: ones([1, 2, 2]) },
          inference(),
        ),
      type: ShapeError,
      message: 'crossAttention: `x.mask` must have shape [1, 2, 3]; received [1, 2, 2].',
    },
  ],
});

testLayer({
  name: 'crossAttention without biases',
  blueprint: crossAttention({ heads: 1, useBias: false }),
  input: { query: [2, 2], context: [3, 2] },
  output: [2, 2],
  parameters: { queryKernel: [2, 2], kernel: [2, 4], outputKernel: [2, 2] },
});

onEachBackend(() => {
  const { cases } = fixture<{ cases: SelfCase[] }>('layers/attention-masks');
  describe('multiHeadAttention with padding as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${JSON.stringify(one.options)}`, one] as const))(
      '%s',
      async (_, one) => {
        using model = build(multiHeadAttention(one.options), { input: [null, one.x[0]![0]!.length] });
        loadState(model, load(one.state));
        const x = tensor3d(one.x);
        const mask = tensor2d(one.mask, undefined, 'float32');
        const run = (): Tensor => {
          const { outputs, mask: after } = model.run({ x, mask }, inference());
          expect(after).toBe(mask);
          return mul(outputs, expandDims(mask, 2));
        };
        await expectClose(run(), one.y, close);
        const of: Record<string, Tensor> = { x };
        for (const [path, { value }] of parameters(model)) of[path] = value;
        const { gradients } = valueAndGradients(() => sum(mul(run(), tensor(one.cotangent as number[]))), of);
        for (const [path, wanted] of Object.entries(one.gradients)) await expectClose(gradients[path]!, wanted, close);
      },
    );
  });

  const cross = fixture<{ cases: CrossCase[] }>('layers/cross-attention').cases;
  describe('crossAttention as PyTorch', () => {
    it.each(cross.map((one, i) => [`case ${i}, ${JSON.stringify(one.options)}`, one] as const))(
      '%s',
      async (_, one) => {
        const [query, context] = [tensor3d(one.query), tensor3d(one.context)];
        const mask = one.mask === null ? {} : { mask: tensor(one.mask as number[][], undefined, 'int32') };
        const sizes = { query: [null, query.shape[2]], context: [null, context.shape[2]] } as const;
        using model = build(crossAttention(one.options), { input: sizes });
        loadState(model, load(one.state));
        const run = (): Tensor => model.forward({ query, context, ...mask } as never, inference());
        await expectClose(run(), one.y, close);
        const of: Record<string, Tensor> = { query, context };
        for (const [path, { value }] of parameters(model)) of[path] = value;
        const { gradients } = valueAndGradients(() => sum(mul(run(), tensor(one.cotangent as number[]))), of);
        for (const [path, wanted] of Object.entries(one.gradients)) await expectClose(gradients[path]!, wanted, close);
      },
    );
  });

  it('a mask can be told in the spec, and a query that sees nothing gets the bias', async () => {
    const input = { query: [2, 4], context: [3, 3], mask: [2, 3] } as const;
    using model = build(crossAttention({ heads: 2 }), { input, seed: 7 });
    const mask = tensor3d([
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
    ]);
    const y = model.forward({ query: ones([1, 2, 4]), context: ones([1, 3, 3]), mask }, inference());
    await expectClose((await y.array())[0]![0]!, [0, 0, 0, 0]);
    expect((await y.array())[0]![1]).not.toEqual([0, 0, 0, 0]);
  });

  it('tells how much each query attends to each key', async () => {
    using layer = build(crossAttention({ heads: 2 }), { input: { query: [null, 4], context: [null, 4] }, seed: 7 });
    const query = tensor3d([
      [
        [1, 2, -1, 0.5],
        [0, 1, 3, -2],
      ],
    ]);
    const context = tensor3d([
      [
        [0.3, -1, 2, 1],
        [1, 1, 0, -1],
        [2, 0, 1, 1],
      ],
    ]);
    const mask = tensor2d([[1, 0, 1]]);
    const own = layer as unknown as CrossAttention; // what its blueprint makes
    const shares = own.weights({ query, context, mask });
    expect(shares.shape).toEqual([1, 2, 2, 3]);
    const rows = (await shares.array()).flat(2);
    for (const [first, hidden, last] of rows) {
      expect(hidden).toBe(0);
      expect(first! + last!).toBeCloseTo(1, 5);
    }
    // What comes out is the mixture of the values by these weights.
    const values = (await own.kernel.value.array()).map((row) => row.slice(4));
    const bias = (await own.bias!.value.array()).slice(4);
    const [keys] = await context.array();
    const valuesAt = (key: number): number[] =>
      bias.map((start, j) => keys![key]!.reduce((sum, x, i) => sum + x * values[i]![j]!, start));
    const kernel = await own.outputKernel.value.array();
    const output = (await own.outputBias!.value.array()) as number[];
    const y = (await (own.forward({ query, context, mask }, inference()) as Tensor3D).array())[0]!;
    for (const [q, row] of y.entries()) {
      const mixed = bias.map((_, j) => {
        const share = rows[Math.floor(j / 2) * 2 + q]!;
        return share.reduce((sum, weight, key) => sum + weight * valuesAt(key)[j]!, 0);
      });
      const expected = output.map((start, k) => mixed.reduce((sum, value, j) => sum + value * kernel[j]![k]!, start));
      expectClose(tensor(row), tensor(expected), close);
    }
  });

  it('is self-attention where both sequences are one', async () => {
    using self = build(multiHeadAttention({ heads: 2 }), { input: [null, 4], seed: 3 });
    using both = build(crossAttention({ heads: 2 }), { input: { query: [null, 4], context: [null, 4] } });
    const { kernel, outputKernel } = Object.fromEntries(
      [...parameters(self)].map(([path, { value }]) => [path, value]),
    ) as Record<string, Tensor>;
    const parts = kernel!;
    loadState(both, {
      queryKernel: slice(parts, [0, 0], [4, 4]),
      kernel: slice(parts, [0, 4], [4, 8]),
      outputKernel: outputKernel!,
      queryBias: zeros([4]),
      bias: zeros([8]),
      outputBias: zeros([4]),
    });
    const x = tensor3d([
      [
        [1, 2, 3, 4],
        [0, -1, 2, 1],
        [2, 2, -2, 0],
      ],
    ]);
    await expectClose(both.forward({ query: x, context: x }, inference()), self.forward(x, inference()));
  });
});
