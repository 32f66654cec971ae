import { RandomStream, type Shape } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks } from '../check.js';
import { expectNoLeak } from '../expect-no-leak.js';

/** What an initializer promises, for `testInitializer`. */
export type InitializerConformance = {
  readonly name: string;
  readonly initializer: (shape: Shape, random: RandomStream) => Tensor;
  /** A shape large enough for statistics, some ten thousand numbers. */
  readonly shape: Shape;
  readonly mean: number;
  readonly standardDeviation: number;
  /** The largest distance of a number from the mean. */
  readonly reach?: number;
};

/** Declares the tests that every initializer passes, on each backend: shape, seeds, moments, leaks. */
export function testInitializer(conformance: InitializerConformance): void {
  testChecks(conformance.name, initializerChecks(conformance));
}

/** The checks that `testInitializer` declares. */
export function initializerChecks(conformance: InitializerConformance): Check[] {
  const { initializer, shape, mean, standardDeviation, reach = Number.POSITIVE_INFINITY } = conformance;
  const draw = (seed: number): Tensor => initializer(shape, RandomStream.fromSeed(seed));
  const values = async (seed: number): Promise<Float32Array> => (await draw(seed).data()) as Float32Array; // float32 is checked below
  return [
    {
      name: 'gives float32 of the shape asked for',
      run: () => {
        const drawn = draw(1);
        expect(drawn.shape).toEqual(shape);
        expect(drawn.dtype).toBe('float32');
      },
    },
    {
      name: 'gives the same numbers from one seed, and others from another',
      run: async () => {
        expect(await values(1)).toEqual(await values(1));
        if (standardDeviation > 0) expect(await values(2)).not.toEqual(await values(1));
      },
    },
    { name: 'leaves nothing behind', run: () => expectNoLeak(() => draw(1)) },
    {
      name: 'has the moments it promises',
      run: async () => {
        const drawn = await values(5);
        const average = drawn.reduce((total, value) => total + value, 0) / drawn.length;
        const variance = drawn.reduce((total, value) => total + (value - average) ** 2, 0) / drawn.length;
        // Five standard errors of a mean; those of a spread are smaller for what is used here.
        const allowed = 1e-6 + (5 * standardDeviation) / Math.sqrt(drawn.length);
        assert.closeTo(average, mean, allowed, 'mean');
        assert.closeTo(Math.sqrt(variance), standardDeviation, allowed, 'standard deviation');
        const furthest = drawn.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
        assert.isAtMost(furthest, reach * (1 + 1e-6), 'reach');
      },
    },
  ];
}
