import { engine, image, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, generator, type Plain, runOn, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const run = (name: string, boxes: Tensor, scores: Tensor, attrs: object): Tensor[] =>
  [engine().runKernel(name, { boxes, scores }, attrs as never)].flat() as Tensor[];

/** Boxes of few different corners, also swapped ones, and scores of few different numbers. */
function drawn(count: number, seed: number, strange: readonly number[] = []): [boxes: Plain, scores: Plain] {
  const draw = generator(seed);
  const corner = (): number =>
    draw() < 0.05 && strange.length > 0 ? strange[Math.floor(draw() * strange.length)]! : Math.floor(draw() * 9) / 8;
  return [
    { values: Array.from({ length: count * 4 }, corner), shape: [count, 4], dtype: 'float32' },
    {
      values: Array.from({ length: count }, () => (draw() < 0.5 ? corner() - 0.5 : Math.fround(draw()))),
      shape: [count],
      dtype: 'float32',
    },
  ];
}

const calls = (seed: number): [string, object][] => [
  ['NonMaxSuppressionV3', {}],
  ['NonMaxSuppressionV4', { padToMaxOutputSize: seed % 3 !== 0 }],
  ...[0, [1e-6, 0.001, 3][seed % 3]!, 0.5].map((softNmsSigma): [string, object] => [
    'NonMaxSuppressionV5',
    { softNmsSigma },
  ]),
];
const strange = [Number.NaN, Infinity, -Infinity, -0, 1e30, -1];

describe('boxes that overlap those with larger scores', () => {
  it.each([0, 1, 2, 3, 17, 100, 700])('are left out of %i', async (count) => {
    for (let seed = 1; seed <= (count > 50 ? 2 : 4); seed++) {
      const [boxes, scores] = drawn(count, seed, seed % 2 === 0 ? strange : []);
      for (const [i, iouThreshold] of [0, 0.3, 0.5, 1].entries()) {
        // Each pair of thresholds with one seed or another.
        for (const scoreThreshold of [-Infinity, -0.25, 0, 0.5].filter((_, j) => (i + j + seed) % 2 === 0)) {
          const maxOutputSize = [0, 1, 5, count, count + 3][(seed + i) % 5]!;
          const attrs = { maxOutputSize, iouThreshold, scoreThreshold };
          for (const [name, own] of calls(seed)) {
            // Places are the same; scores that are multiplied again and again may differ in the last bit.
            await expectSameAsCpu((b, s) => run(name, b!, s!, { ...attrs, ...own }), [boxes, scores], 1e-6);
          }
        }
      }
    }
  });

  it('are known by their corners, in any order', async () => {
    const boxes: Plain = {
      values: [0, 0, 1, 1, 1, 1, 0, 0.1, 0, 3, 1, 2, 0.5, 2, 0.4, 3],
      shape: [4, 4],
      dtype: 'float32',
    };
    const scores: Plain = { values: [0.5, 0.9, 0.9, 0.1], shape: [4], dtype: 'float32' };
    const [chosen, lowered, kept] = await runOn(
      'wasm',
      (b, s) => {
        const soft = image.nonMaxSuppressionWithScore(b as Tensor2D, s as Tensor1D, 4, 1, 0.2, 0.5);
        return [
          image.nonMaxSuppression(b as Tensor2D, s as Tensor1D, 4, 0.5, 0),
          soft.selectedIndices!,
          soft.selectedScores!,
        ];
      },
      [boxes, scores],
    );
    // Boxes 0 and 1 share 0.9, boxes 2 and 3 a tenth.
    expect(chosen!.values).toEqual([1, 2, 3]);
    expect(lowered!.values).toEqual([1, 2, 0]);
    expect(kept!.values[2]).toBeCloseTo(0.5 * Math.exp(-0.81), 6);
  });

  it('are as many as wanted where they are padded', async () => {
    const [boxes, scores] = drawn(3, 1);
    const outputs = await runOn(
      'wasm',
      (b, s) =>
        run('NonMaxSuppressionV4', b!, s!, {
          ...{ maxOutputSize: 6, iouThreshold: 0.5, scoreThreshold: 2 },
          padToMaxOutputSize: true,
        }),
      [boxes, scores],
    );
    expect(outputs.map(({ values }) => values)).toEqual([[0, 0, 0, 0, 0, 0], [0]]);
  });
});
