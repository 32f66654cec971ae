import { dot, fused, matMul, ones, type Tensor1D, tile } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('matrix products', () => {
  const sizes: readonly (readonly [number, number, number])[] = [
    [1, 1, 1],
    [1, 5, 3],
    [4, 8, 8],
    [5, 3, 9],
    [7, 1, 13],
    [33, 70, 17],
    [100, 330, 11],
    [3, 650, 1030],
  ];

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('transposed %s and %s', async (transposeA, transposeB) => {
    for (const [rows, depth, columns] of sizes) {
      const a = randomPlain(transposeA ? [depth, rows] : [rows, depth], 1);
      const b = randomPlain(transposeB ? [columns, depth] : [depth, columns], 2);
      await expectSameAsCpu((x, y) => matMul(x!, y!, transposeA, transposeB), [a, b], 1e-4);
    }
  });

  it('refuse sizes that do not match', () => {
    expect(() => matMul(ones([2, 2]), ones([3, 4]))).toThrow(
      'matMul: `b` must have 2 rows, as `a` of shape [2, 2] has 2 columns; received [3, 4].',
    );
    expect(() => matMul(ones([3, 2]), ones([4, 2]), true, true)).toThrow(
      'matMul: `b` must have 3 columns, as `a` of shape [3, 2], transposed, has 3 columns; received [4, 2].',
    );
  });

  it('of batches, one of which may be single', async () => {
    for (const [a, b] of [
      [
        [3, 4, 5],
        [3, 5, 2],
      ],
      [
        [3, 4, 5],
        [1, 5, 2],
      ],
      [
        [1, 4, 5],
        [3, 5, 2],
      ],
      [
        [2, 3, 4, 5],
        [2, 3, 5, 2],
      ],
      [
        [2, 3, 4, 5],
        [5, 2],
      ],
    ]) {
      await expectSameAsCpu((x, y) => matMul(x!, y!), [randomPlain(a!, 1), randomPlain(b!, 2)]);
    }
  });

  it('of batches that are repeated along different axes', async () => {
    const [y, reference] = await runOn(
      'wasm',
      (a, b) => [matMul(a!, b!), matMul(tile(a!, [1, 3, 1, 1]), tile(b!, [2, 1, 1, 1]))],
      [randomPlain([2, 1, 4, 5], 1), randomPlain([1, 3, 5, 2], 2)],
    );
    expect(y).toEqual(reference);
  });

  it('of nothing', async () => {
    for (const [a, b] of [
      [
        [0, 4],
        [4, 3],
      ],
      [
        [2, 4],
        [4, 0],
      ],
      [
        [2, 0],
        [0, 3],
      ],
    ]) {
      await expectSameAsCpu((x, y) => matMul(x!, y!), [randomPlain(a!, 1), randomPlain(b!, 2)]);
    }
  });

  it('with NaN and infinities', async () => {
    const inputs = [strangePlain([9, 13], 1, [Number.NaN, 1, 2, 3]), randomPlain([13, 10], 2)];
    await expectSameAsCpu((a, b) => matMul(a!, b!), inputs);
  });

  it('flush denormals', async () => {
    const a: Plain = { values: [1e-40, 1, 1e-39, 1], shape: [2, 2], dtype: 'float32' };
    const b: Plain = { values: [1e30, 0, 0, 1], shape: [2, 2], dtype: 'float32' };
    const [y] = await runOn('wasm', (x, z) => matMul(x!, z!), [a, b]);
    expect(y!.values).toEqual([0, 1, 0, 1]);
  });

  it('with a bias and an activation', async () => {
    const inputs = [randomPlain([9, 7], 1), randomPlain([7, 11], 2), randomPlain([11], 3)];
    for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const) {
      await expectSameAsCpu((a, b, bias) => fused.matMul({ a: a!, b: b!, bias: bias!, activation }), inputs);
    }
    await expectSameAsCpu((a, b) => fused.matMul({ a: a!, b: b!, activation: 'relu' }), inputs.slice(0, 2));
    await expectSameAsCpu(
      (a, b, bias) => fused.matMul({ a: a!, b: b!, bias: bias!, activation: 'prelu', preluActivationWeights: bias! }),
      inputs,
    );
  });

  it('of vectors', async () => {
    await expectSameAsCpu((a, b) => dot(a as Tensor1D, b as Tensor1D), [randomPlain([9], 1), randomPlain([9], 2)]);
  });
});
