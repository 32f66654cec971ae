import { ArgumentError, build, inference, RandomStream, ShapeError, sizeOf, spec } from '@neurite/core';
import { onEachBackend } from '@neurite/testing';
import { type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flatten, reshape, sequential } from '../src/index.js';
import { testLayer } from './test-layer.js';

testLayer({
  name: 'flatten',
  blueprint: flatten(),
  input: [2, 3, 1],
  output: [6],
  errors: [
    {
      run: (model) => model.forward(tensor(1), inference()),
      type: ShapeError,
      message: 'flatten: `x` must have a batch axis; received [].',
    },
  ],
});

testLayer({
  name: 'reshape',
  blueprint: reshape([3, -1, 2]),
  input: [2, 6],
  output: [3, 2, 2],
  errors: [
    ...[[2, 0], [-1, -1], [1.5], [-2]].map((shape) => ({
      run: () => reshape(shape),
      type: ArgumentError,
      message: `reshape: \`shape\` must be integers of at least 1, one of which may be -1; received [${shape.join(', ')}].`,
    })),
    {
      run: () => reshape([4, -1]).outputSpec(spec([2, 3])),
      type: ShapeError,
      message: 'reshape: `input` must have a multiple of 4 elements, to become [4, -1]; received [2, 3].',
    },
    {
      run: () => reshape([4, 2]).outputSpec(spec([2, 3])),
      type: ShapeError,
      message: 'reshape: `input` must have 8 elements, to become [4, 2]; received [2, 3].',
    },
    {
      run: (model) => model.forward(zeros([2, 5]), inference()),
      type: ShapeError,
      message: 'reshape: `x` must have 12 elements in each sample, to become [3, 2, 2]; received [2, 5].',
    },
  ],
});

onEachBackend(() => {
  it('reshape undoes flatten, and both keep the order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 0, maxLength: 4 }),
        fc.integer({ min: 0, max: 3 }),
        async (shape, batch) => {
          using there = build(flatten(), { input: shape });
          using back = build(sequential(flatten(), reshape(shape)), { input: shape });
          const x: Tensor = tensor(RandomStream.fromSeed(1).normals(batch * sizeOf(shape)), [batch, ...shape]);
          const flat = there.forward(x, inference());
          const same = back.forward(x, inference());
          expect(flat.shape).toEqual([batch, sizeOf(shape)]);
          expect(same.shape).toEqual(x.shape);
          expect(await flat.data()).toEqual(await x.data());
          expect(await same.data()).toEqual(await x.data());
        },
      ),
      { numRuns: 30 },
    ));
});
