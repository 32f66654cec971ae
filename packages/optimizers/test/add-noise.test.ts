import type { NamedTensors } from '@neurite/core';
import { onEachBackend } from '@neurite/testing';
import { dispose, zeros } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { type AddNoiseOptions, addNoise } from '../src/index.js';
import { inputAt } from './support/input-at.js';

async function noiseAt(step: number, options: AddNoiseOptions): Promise<Record<'a' | 'b', number[]>> {
  const parameters: NamedTensors = { a: zeros([200, 100]), b: zeros([20_000]) };
  const { updates } = addNoise(options).update(parameters, inputAt(step, { parameters }));
  const [a, b] = [[...(await updates.a!.data())], [...(await updates.b!.data())]];
  dispose([parameters, updates]);
  return { a, b };
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

onEachBackend(() => {
  it('addNoise draws normal noise whose variance falls, of its own for each seed, step and path', async () => {
    const first = await noiseAt(0, { standardDeviation: 0.2, decay: 1, seed: 5 });
    const mean = first.a.reduce((sum, value) => sum + value, 0) / first.a.length;
    expect(Math.abs(mean)).toBeLessThan((5 * 0.2) / Math.sqrt(20_000));
    expect(deviation(first.a) / 0.2).toBeCloseTo(1, 1.5);
    // Of normal numbers 4.6 % lie beyond two deviations.
    expect(first.a.filter((value) => Math.abs(value) > 0.4).length / 20_000).toBeCloseTo(0.0455, 2);
    const fourth = await noiseAt(3, { standardDeviation: 0.2, decay: 1, seed: 5 });
    expect(deviation(fourth.a) / 0.1).toBeCloseTo(1, 1.5);
    const scheduled = await noiseAt(3, { standardDeviation: (step) => 0.1 * step, seed: 5 });
    expect(deviation(scheduled.a) / 0.3).toBeCloseTo(1, 1.5);
    expect(await noiseAt(0, { standardDeviation: 0.2, decay: 1, seed: 5 })).toEqual(first);
    const other = await noiseAt(0, { standardDeviation: 0.2, decay: 1, seed: 6 });
    for (const values of [first.b, fourth.a.map((value) => 2 * value), other.a]) {
      expect(Math.abs(values[0]! - first.a[0]!) + Math.abs(values[1]! - first.a[1]!)).toBeGreaterThan(1e-4);
    }
  });
});
