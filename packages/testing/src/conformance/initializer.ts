import { RandomStream, type Shape } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks } from '../check.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { isThorough } from '../is-thorough.js';

/** So many make the errors of the moments small beside the differences between distributions. */
const NUMBERS = isThorough ? 1e6 : 1e5;

/** What an initializer promises, for `testInitializer`. */
export type InitializerConformance = {
  readonly name: string;
  readonly initializer: (shape: Shape, random: RandomStream) => Tensor;
  /** Of each draw. Statistics take as many draws as make 10⁵ numbers; moments may depend on the shape. */
  readonly shape: Shape;
  readonly mean: number;
  readonly standardDeviation: number;
  /** E[(x − mean)⁴] / standardDeviation⁴, which tells distributions apart: 1.8 of uniform, 3 of normal numbers. */
  readonly kurtosis?: number;
  /** The largest distance of a number from the mean. */
  readonly reach?: number;
  /** Whether another seed gives other numbers. Default: where the standard deviation is above 0. */
  readonly isDrawn?: boolean;
};

/** Declares the tests that every initializer passes, on each backend: shape, seeds, moments, leaks. */
export function testInitializer(conformance: InitializerConformance): void {
  testChecks(conformance.name, initializerChecks(conformance));
}

/** The checks that `testInitializer` declares. */
export function initializerChecks(conformance: InitializerConformance): Check[] {
  const { initializer, shape, mean, standardDeviation, kurtosis, reach = Number.POSITIVE_INFINITY } = conformance;
  const { isDrawn = standardDeviation > 0 } = conformance;
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
        if (isDrawn) expect(await values(2)).not.toEqual(await values(1));
      },
    },
    { name: 'leaves nothing behind', run: () => expectNoLeak(() => draw(1)) },
    {
      name: 'has the moments it promises',
      once: true,
      run: async () => {
        const random = RandomStream.fromSeed(5);
        const sums = [0, 0, 0, 0, 0];
        let furthest = 0;
        while (sums[0]! < NUMBERS) {
          const drawn = initializer(shape, random);
          for (const value of (await drawn.data()) as Float32Array) {
            const apart = value - mean;
            for (let power = 0, term = 1; power <= 4; power++, term *= apart) sums[power]! += term;
            furthest = Math.max(furthest, Math.abs(apart));
          }
          drawn.dispose();
        }
        const [count, first, second, , fourth] = sums as [number, number, number, number, number];
        const [average, variance] = [first / count, second / count - (first / count) ** 2];
        // Five standard errors of a mean; those of a spread are smaller for what is used here, and of a kurtosis 5 times as large.
        const error = 5 / Math.sqrt(count);
        assert.closeTo(average, 0, 1e-6 + error * standardDeviation, 'mean, less what it should be');
        assert.closeTo(Math.sqrt(variance), standardDeviation, 1e-6 + error * standardDeviation, 'standard deviation');
        if (kurtosis !== undefined) assert.closeTo(fourth / count / variance ** 2, kurtosis, 5 * error, 'kurtosis');
        assert.isAtMost(furthest, reach * (1 + 1e-6), 'reach');
      },
    },
  ];
}
