import { firstValues, permuted } from './values.js';

/** The parameters of the networks that peers write by hand, as our layers have them: channels last. */
const ours: Readonly<Record<string, readonly (readonly [name: string, shape: readonly number[]])[]>> = {
  mlp: [
    ['k1', [784, 512]],
    ['b1', [512]],
    ['k2', [512, 512]],
    ['b2', [512]],
    ['k3', [512, 10]],
    ['b3', [10]],
  ],
  cnn: [
    ['k1', [3, 3, 1, 32]],
    ['b1', [32]],
    ['k2', [3, 3, 32, 64]],
    ['b2', [64]],
    ['k3', [9216, 128]],
    ['b3', [128]],
    ['k4', [128, 10]],
    ['b4', [10]],
  ],
};

/** What the dense layer behind the pool of the CNN sees: [height, width, channels, units]. */
const FLATTENED = [12, 12, 64, 128];

/** The first values of a network's parameters as libraries with channels first have them: kernels are [out, in, 3, 3]. */
export function channelsFirst(
  network: string,
): { readonly name: string; readonly shape: readonly number[]; readonly values: Float32Array }[] {
  return Array.from(firstValues(ours[network]!), ([name, shape, values]) => {
    if (shape.length === 4) {
      const [height, width, input, output] = shape as [number, number, number, number]; // of this length
      return { name, shape: [output, input, height, width], values: permuted(values, shape, [3, 2, 0, 1]) };
    }
    if (shape[0] === 9216) return { name, shape, values: permuted(values, FLATTENED, [2, 0, 1, 3]) };
    return { name, shape, values };
  });
}
