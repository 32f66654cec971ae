import type { NamedTensors } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { dispose, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adaptiveClip, clipByGlobalNorm, clipByNorm, clipByValue, scaleByTrustRatio } from '../src/index.js';
import { inputAt } from './support/input-at.js';

function update(optimizer: ReturnType<typeof clipByValue>, gradients: Record<string, Tensor>): NamedTensors {
  return optimizer.update(gradients, inputAt(0, { parameters: gradients })).updates;
}

onEachBackend(() => {
  it('clipByGlobalNorm scales all gradients to one norm and keeps their direction', async () => {
    const gradients = { a: tensor1d([3, 0]), b: tensor1d([0, 4]) };
    const clipped = update(clipByGlobalNorm(1), gradients);
    await expectClose(clipped.a!, [0.6, 0]);
    await expectClose(clipped.b!, [0, 0.8]);
    dispose([...Object.values(gradients), ...Object.values(clipped)]);
  });

  it('clipByGlobalNorm leaves small gradients as they are, to the bit, and zeros too', async () => {
    const gradients = { a: tensor1d([0.3, -0.1]), b: tensor1d([0, 0.7]) };
    const clipped = update(clipByGlobalNorm(1), gradients);
    expect(await clipped.a!.array()).toEqual(await gradients.a.array());
    expect(await clipped.b!.array()).toEqual(await gradients.b.array());
    const zeros = { a: tensor1d([0]), b: tensor1d([0]) };
    const still = update(clipByGlobalNorm(1), zeros);
    expect(await still.a!.array()).toEqual([0]);
    dispose([gradients, clipped, zeros, still].flatMap((named) => Object.values(named)));
  });

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e30, // its square overflows
  ])('clipByGlobalNorm turns all gradients into NaN where one is %d, never into 0', async (value) => {
    const gradients = { a: tensor1d([value, 1]), b: tensor1d([1, 2]) };
    const clipped = update(clipByGlobalNorm(1), gradients);
    await expectClose(clipped.a!, [Number.NaN, Number.NaN]);
    await expectClose(clipped.b!, [Number.NaN, Number.NaN]);
    dispose([...Object.values(gradients), ...Object.values(clipped)]);
  });

  it.each([clipByNorm(1), adaptiveClip(), scaleByTrustRatio()])(
    '$name turns gradients into NaN where a square is infinite, and leaves others and zeros',
    async (link) => {
      const gradients = { a: tensor1d([1e30, 1]), b: tensor1d([0, 0]), c: tensor1d([1e-4, 2e-4]) };
      const clipped = update(link, gradients);
      await expectClose(clipped.a!, [Number.NaN, Number.NaN]);
      await expectClose(clipped.b!, [0, 0]);
      expect((await clipped.c!.data()).every((value) => value > 0)).toBe(true);
      dispose([gradients, clipped]);
    },
  );

  it('clipByNorm scales each gradient by itself', async () => {
    const gradients = { a: tensor1d([3, 4]), b: tensor1d([0.3, 0.4]) };
    const clipped = update(clipByNorm(1), gradients);
    await expectClose(clipped.a!, [0.6, 0.8]);
    await expectClose(clipped.b!, [0.3, 0.4]);
    dispose([gradients, clipped]);
  });

  it('clipByValue cuts each element by itself', async () => {
    const gradients = { a: tensor1d([3, -0.2]), b: tensor1d([-1e4, Number.NaN]) };
    const clipped = update(clipByValue(0.5), gradients);
    await expectClose(clipped.a!, [0.5, -0.2]);
    await expectClose(clipped.b!, [-0.5, Number.NaN]);
    dispose([...Object.values(gradients), ...Object.values(clipped)]);
  });
});
