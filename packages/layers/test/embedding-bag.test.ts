import { ArgumentError, build, inference, ShapeError, spec, tokens } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { tensor2d } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { embeddingBag } from '../src/index.js';
import { testParity, testPartsParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('bags');
testPartsParity('weighted-bags');

testLayer({
  name: 'embeddingBag',
  blueprint: embeddingBag(5, 2, { paddingIndex: 0 }),
  input: tokens([3]),
  output: [2],
  parameters: { embeddings: [5, 2] },
  errors: [
    {
      run: () => embeddingBag(5, 2, { mode: 'median' as never }),
      type: ArgumentError,
      message: "embeddingBag: `mode` must be 'sum', 'mean' or 'max'; received 'median'.",
    },
    {
      run: () => embeddingBag(5, 2).outputSpec({ ids: tokens([3]), weights: spec([3]) }),
      type: ArgumentError,
      message: 'embeddingBag: `input` must be ids alone, as the mode is mean; received weights.',
    },
    {
      run: () => embeddingBag(5, 2, { mode: 'sum' }).outputSpec({ ids: tokens([3]), weights: spec([2]) }),
      type: ShapeError,
      message:
        'embeddingBag: `input` must be ids [time], or { ids, weights } of one shape; ' +
        'received { ids: int32 [3], weights: [2] }.',
    },
  ],
});
testLayer({
  name: 'embeddingBag with weights',
  blueprint: embeddingBag(5, 2, { mode: 'sum', maxNorm: 1 }),
  input: { ids: tokens([3]), weights: spec([3]) },
  output: [2],
  parameters: { embeddings: [5, 2] },
});

onEachBackend(() => {
  it.each(['sum', 'mean', 'max'] as const)('a mask leaves ids out as padding does, in %s', async (mode) => {
    using padded = build(embeddingBag(5, 3, { mode, paddingIndex: 2 }), { input: tokens([null]), seed: 7 });
    using masked = build(embeddingBag(5, 3, { mode }), { input: tokens([null]), seed: 7 });
    const x = tensor2d([1, 2, 4, 2, 2, 2, 0, 3, 3], [3, 3], 'int32');
    const mask = tensor2d([1, 0, 1, 0, 0, 0, 1, 1, 1], [3, 3]);
    const { outputs } = masked.run({ x, mask }, inference());
    await expectClose(padded.forward(x, inference()), await outputs.array());
  });
});
