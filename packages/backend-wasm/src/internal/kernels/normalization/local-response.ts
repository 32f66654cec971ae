import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { floatKernel, type KernelTable } from '../../kernel.js';
import { overRows, type Rows } from '../../over-rows.js';

type Attributes = Readonly<Record<'depthRadius' | 'bias' | 'alpha' | 'beta', number>>;

/** Nanoseconds for each number, about. */
const NANOSECONDS = 8;

/** Normalisation by what neighbouring channels hold, and its gradient. */
export const localResponseKernels: KernelTable = {
  LRN: floatKernel<{ readonly x: TensorInfo }, Attributes>(({ inputs: { x }, attrs, backend }) => {
    const output = backend.newTensor(x.shape);
    const channels = x.shape.at(-1)!;
    overRows(
      backend,
      'localResponse',
      [
        [x, channels],
        [output, channels],
      ],
      over(x, attrs),
    );
    return output;
  }),

  LRNGrad: floatKernel<Readonly<Record<'dy' | 'x' | 'y', TensorInfo>>, Attributes>(
    ({ inputs: { dy, x, y }, attrs, backend }) => {
      const output = backend.newTensor(x.shape);
      const channels = x.shape.at(-1)!;
      const tensors = [dy, x, y, output].map((tensor) => [tensor, channels] as const);
      overRows(backend, 'localResponseGradient', tensors, { ...over(x, attrs), scratch: 2 * channels + 4 });
      return output;
    },
  ),
};

function over({ shape }: TensorInfo, { depthRadius, bias, alpha, beta }: Attributes): Rows {
  const channels = shape.at(-1)!;
  const rows = util.sizeFromShape(shape.slice(0, -1));
  const sizes = (length: number): number[] => [length, channels, depthRadius, bias, alpha, beta];
  return { extent: rows, cost: rows * channels * NANOSECONDS, sizes };
}
