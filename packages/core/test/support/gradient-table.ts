import { checkGradients, expectNoLeak, isThorough, onEachBackend } from '@neurite/testing';
import { concat, grads, reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { valueAndGradients } from '../../src/index.js';

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
          const gradients = (...xs: Tensor[]): Tensor =>
            concat(grads((...ys: Tensor[]) => f(...ys))(xs).map((gradient) => reshape(gradient, [-1])));
          await checkGradients(gradients, at, isThorough ? { step } : { step, elements: 6 });
        }
        for (const x of at) x.dispose();
      });
    }
  });
}
