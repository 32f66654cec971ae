import { build, inference, parameters, ShapeError, setMode, spec, summary, tokens } from '@neurite/core';
import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import { add, ones, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { dense, dropout, embedding, gelu, identity, lambda, layerNorm, residual, sequential } from '../src/index.js';
import { testLayer } from './test-layer.js';

const ADVICE = 'Where the shape changes, use parallel with a projection of the input, and sum.';

testLayer({
  name: 'residual',
  blueprint: residual(sequential(layerNorm(), dense(5), gelu(), dropout(0.3), dense(3))),
  input: [2, 3],
  output: [2, 3],
  parameters: {
    'inner.layers.0.scale': [3],
    'inner.layers.0.offset': [3],
    'inner.layers.1.kernel': [3, 5],
    'inner.layers.1.bias': [5],
    'inner.layers.4.kernel': [5, 3],
    'inner.layers.4.bias': [3],
  },
  masks: true,
  errors: [
    {
      run: () => residual(dense(4)).outputSpec(spec([3])),
      type: ShapeError,
      message: `residual: \`inner\` must give what it takes, [3]; received [4]. ${ADVICE}`,
    },
    {
      run: () => residual(embedding(5, 2) as never).outputSpec(tokens([3])),
      type: ShapeError,
      message: `residual: \`inner\` must give what it takes, int32 [3]; received [3, 2]. ${ADVICE}`,
    },
    {
      run: () => residual(sequential(dense(3), dense(4))).outputSpec(spec([])),
      type: ShapeError,
      message:
        'dense (layer 0 of sequential, inner of residual): `input` must be […, features] without the batch axis; ' +
        'received [].',
    },
  ],
});

onEachBackend(() => {
  it('adds what the inner layer gives to its input', async () => {
    using model = build(residual(identity()), { input: [2] });
    await expectClose(model.forward(tensor2d([[1, -3]]), inference()), [[2, -6]]);
  });

  it('checks again what meets, so that nothing is broadcast', async () => {
    const outer = lambda((x: Tensor2D): Tensor2D => ones([x.shape[0], x.shape[1] + 1]));
    using model = build(residual(outer), { input: [null] });
    await expectError(
      () => model.forward(ones([2, 1]), inference()),
      ShapeError,
      'residual: `x.inner` must have the shape of `x.input`, [2, 1]; received [2, 2].',
    );
  });

  it('is a part of a deep network whose paths come from its fields', () => {
    const block = () => residual(sequential(layerNorm(), dense(8), gelu(), dense(4)));
    const network = sequential(block(), block());
    using model = build(network, { input: [null, 4] });
    expect([...parameters(model).keys()].at(-1)).toBe('layers.1.inner.layers.3.bias');
    expect(setMode(model, 'layers.1', 'inference')).toContain('layers.1.inner.layers.0');
    expect(summary(network, { input: [null, 4] })).toContain('layers.1.inner.layers.3');
  });

  it('can be deep', () => {
    const blocks = Array.from({ length: 60 }, () => residual(dense(2, { useBias: false })));
    using model = build(sequential(...blocks), { input: [2] });
    expect(model.forward(add<Tensor2D>(ones([1, 2]), 0), inference()).shape).toEqual([1, 2]);
  });
});
