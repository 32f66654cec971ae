import { RandomStream } from '@neurite/core';
import { concat, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, when } from '../check.js';
import { expectAlike, leaves, withLeaves } from '../internal/tensor-tree.js';
import { contextOfTest, type ModuleConformance, type ModuleUnderTest, SAMPLES } from './module-under-test.js';
import { sampleOf, specsIn } from './samples.js';

/** What a module does with batches and values: sample by sample, none at all, NaN, extremes. */
export function batchChecks(
  {
    batchIndependent = true,
    emptyBatch = true,
    propagatesNaN = true,
    finite = true,
    tolerance = {},
  }: ModuleConformance,
  { inputSpec, input, outputShapes, withModel }: ModuleUnderTest,
): Check[] {
  const floats = specsIn(inputSpec).every(({ dtype }) => dtype === 'float32');
  return [
    ...when(batchIndependent, {
      name: 'answers about a batch as about each sample',
      run: withModel(async (model) => {
        const x = input();
        const y = model.forward(x, contextOfTest(false));
        const alone = Array.from({ length: SAMPLES }, (_, i) =>
          leaves(model.forward(sampleOf(x, i), contextOfTest(false))),
        );
        const together = leaves(y).map((_, k) =>
          concat(
            alone.map((one) => one[k]!),
            0,
          ),
        );
        await expectAlike(y, withLeaves(y, together), tolerance);
      }),
    }),
    ...when(emptyBatch, {
      name: 'answers nothing about an empty batch',
      run: withModel((model) => {
        const y = leaves(model.forward(input(0), contextOfTest(false)));
        expect(y.map(({ shape }) => shape)).toEqual(outputShapes(0));
      }),
    }),
    ...when(floats && propagatesNaN, {
      name: 'hides no NaN, and spreads it to no other sample',
      run: withModel(async (model) => {
        const drawn = input();
        const [first, ...others] = leaves(drawn) as [Tensor, ...Tensor[]];
        const x = await first.data();
        x[0] = Number.NaN;
        const y = leaves(model.forward(withLeaves(drawn, [tensor(x, first.shape), ...others]), contextOfTest(false)));
        const [own, rest]: [number[], number[]] = [[], []];
        for (const one of y) {
          const values = [...(await one.data())];
          own.push(...values.slice(0, one.size / SAMPLES));
          rest.push(...values.slice(one.size / SAMPLES));
        }
        assert.isTrue(own.some(Number.isNaN), 'a NaN in sample 0 gave no NaN in its answer');
        if (batchIndependent) assert.isFalse(rest.some(Number.isNaN), 'it reached sample 1');
      }),
    }),
    ...when(floats && finite, {
      name: 'is finite at ±1e4',
      run: withModel(async (model) => {
        for (const training of [false, true]) {
          const random = RandomStream.fromSeed(1);
          const drawn = input();
          const large = leaves(drawn).map(({ shape, size }) =>
            tensor(
              Float32Array.from({ length: size }, () => (random.uniform() < 0.5 ? -1e4 : 1e4)),
              shape,
            ),
          );
          for (const y of leaves(model.forward(withLeaves(drawn, large), contextOfTest(training)))) {
            const values = await y.data();
            assert.isTrue(values.every(Number.isFinite), `training: ${training}, ${values}`);
          }
        }
      }),
    }),
  ];
}
