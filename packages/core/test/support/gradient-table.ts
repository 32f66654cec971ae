import { checkGradients, expectNoLeak, onEachBackend } from '@neurite/testing';
import { concat, grads, reshape, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { RandomStream, valueAndGradients } from '../../src/index.js';

/** One row of a table: a function, and what it is differentiated at. */
export type GradientCase = {
  readonly name: string;
  readonly f: (...inputs: Tensor[]) => Tensor;
  /** Makes the inputs, new ones each time. */
  readonly inputs: () => Tensor[];
  /** Whether the second derivative is checked as well. */
  readonly second?: boolean;
  readonly step?: number;
};

/** Checks each row on each backend: by central differences, and that no tensor stays behind. */
export function gradientTable(cases: readonly GradientCase[]): void {
  onEachBackend(() => {
    for (const { name, f, inputs, second = false, step = 1e-2 } of cases) {
      it(name, async () => {
        const at = inputs();
        await checkGradients(f, at, { step });
        const floats = Object.fromEntries(at.filter((x) => x.dtype === 'float32').map((x, i) => [i, x]));
        await expectNoLeak(() => valueAndGradients(() => sum(f(...at)), floats));
        if (second) {
          const slopes = (...xs: Tensor[]): Tensor =>
            concat(grads((...ys: Tensor[]) => f(...ys))(xs).map((slope) => reshape(slope, [-1])));
          await checkGradients(slopes, at, { step });
        }
        for (const x of at) x.dispose();
      });
    }
  });
}

/** float32 draws between `low` and `high`, always the same ones for a shape. */
export function draw(shape: readonly number[], low = -2, high = 2): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const random = RandomStream.fromSeed(11).child(`${shape}`);
  return tensor(random.uniforms(size, low, high), [...shape], 'float32');
}

/** float32 numbers that differ from each other and from whole numbers by at least 0.1, in random order. */
export function distinct(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const order = RandomStream.fromSeed(12).child(`${shape}`).permutation(size);
  return tensor(
    Float32Array.from(order, (place) => (place - Math.floor(size / 2)) * 0.2 + 0.1),
    [...shape],
    'float32',
  );
}
