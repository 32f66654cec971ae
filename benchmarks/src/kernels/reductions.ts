import { bools, floats, ints, type KernelCase, twoSizes } from './kernel-case.js';

const SIZES = [
  [32, 32],
  [1024, 1024],
] as const;

export const reductions: readonly KernelCase[] = [
  ...['Sum', 'Mean', 'Max', 'Min'].flatMap((kernel) => [
    ...twoSizes(kernel, SIZES, (shape) => ({
      inputs: { x: floats(shape) },
      attrs: { axis: [1], keepDims: false },
    })),
    ...twoSizes(
      kernel,
      SIZES,
      (shape) => ({ inputs: { x: floats(shape) }, attrs: { axis: [0], keepDims: false } }),
      `${kernel} over rows`,
    ),
  ]),
  ...twoSizes('Prod', SIZES, (shape) => ({
    inputs: { x: floats(shape, 0.99, 1.01) },
    attrs: { axis: [1], keepDims: false },
  })),
  ...['All', 'Any'].flatMap((kernel) =>
    twoSizes(kernel, SIZES, (shape) => ({ inputs: { x: bools(shape) }, attrs: { axis: [1], keepDims: false } })),
  ),
  ...['ArgMax', 'ArgMin'].flatMap((kernel) =>
    twoSizes(kernel, SIZES, (shape) => ({ inputs: { x: floats(shape) }, attrs: { axis: 1 } })),
  ),
  ...['Cumsum', 'Cumprod'].flatMap((kernel) =>
    twoSizes(kernel, SIZES, (shape) => ({
      inputs: { x: floats(shape, 0.99, 1.01) },
      attrs: { axis: 1, exclusive: false, reverse: false },
    })),
  ),
  ...twoSizes('Softmax', SIZES, (shape) => ({ inputs: { logits: floats(shape, -5, 5) }, attrs: { dim: 1 } })),
  ...twoSizes('TopK', SIZES, (shape) => ({ inputs: { x: floats(shape) }, attrs: { k: 5, sorted: true } })),
  ...twoSizes('Multinomial', SIZES, (shape) => ({
    inputs: { logits: floats(shape) },
    attrs: { numSamples: 10, seed: 1, normalized: false },
    random: true,
  })),
  ...twoSizes('Bincount', [1024, 1 << 20], (n) => ({
    inputs: { x: ints([n], 100), weights: floats([n]) },
    attrs: { size: 100 },
  })),
  ...twoSizes('DenseBincount', [1024, 1 << 20], (n) => ({
    inputs: { x: ints([n], 100), weights: floats([n]) },
    attrs: { size: 100, binaryOutput: false },
  })),
  ...twoSizes('SearchSorted', [64, 1024], (n) => ({
    inputs: { sortedSequence: { ...floats([n, n]), sorted: true }, values: floats([n, n]) },
    attrs: { side: 'left' },
  })),
  ...twoSizes('Unique', [1024, 1 << 18], (n) => ({ inputs: { x: ints([n], 100) }, attrs: { axis: 0 } })),
];
