import { ArgumentError, build, constant, inference, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { ones, zeros } from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { positionalEmbedding } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

const { cases } = fixture<{ cases: (ParityCase & { readonly maxLength: number })[] }>('layers/positional-embedding');

const ADVICE = 'Each position needs an embedding: cut the sequence, or raise maxLength.';

testLayer({
  name: 'positionalEmbedding',
  blueprint: positionalEmbedding(5),
  input: [3, 2],
  masks: true,
  output: [3, 2],
  parameters: { embeddings: [5, 2] },
  errors: [
    {
      run: () => positionalEmbedding(1.5),
      type: ArgumentError,
      message: 'positionalEmbedding: `maxLength` must be an integer of at least 1; received 1.5.',
    },
    {
      run: () => positionalEmbedding(5).outputSpec(spec([4])),
      type: ShapeError,
      message: 'positionalEmbedding: `input` must be [tokens, features] without the batch axis; received [4].',
    },
    {
      run: () => positionalEmbedding(5).outputSpec(spec([6, 2])),
      type: ShapeError,
      message: `positionalEmbedding: \`input\` must have at most 5 tokens; received [6, 2]. ${ADVICE}`,
    },
    {
      run: (model) => model.forward(ones([1, 6, 2]), inference()),
      type: ShapeError,
      message: `positionalEmbedding: \`x\` must have at most 5 tokens; received [1, 6, 2]. ${ADVICE}`,
    },
    {
      run: (model) => model.forward(ones([1, 3, 4]), inference()),
      type: ShapeError,
      message:
        'positionalEmbedding: `x` must have shape [batch, tokens, 2]; received [1, 3, 4]. ' +
        'The last axis must equal the features it was built for.',
    },
  ],
});

onEachBackend(() => {
  describe('positionalEmbedding as PyTorch', () => {
    it.each(cases.map((one) => [`${one.maxLength} positions`, one] as const))('%s', (_, one) =>
      expectParity(positionalEmbedding(one.maxLength), one),
    );
  });

  it('starts as its initializer says', async () => {
    using model = build(positionalEmbedding(3, { embeddingsInitializer: constant(3) }), { input: [2, 1] });
    await expectClose(model.forward(zeros([1, 2, 1]), inference()), [[[3], [3]]]);
  });
});
