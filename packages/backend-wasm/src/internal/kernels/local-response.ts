import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats, type KernelTable, ownKernel } from '../kernel.js';

type Attributes = Readonly<Record<'depthRadius' | 'bias' | 'alpha' | 'beta', number>>;

/** Nanoseconds for each number, about. */
const NANOSECONDS = 8;

/** Normalisation by what neighbouring channels hold, and its gradient. */
export const localResponseKernels: KernelTable = {
  LRN: ownKernel<{ readonly x: TensorInfo }, Attributes>(({ inputs: { x }, attrs, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const { depthRadius: radius, bias, alpha, beta } = attrs;
    const output = backend.newTensor(x.shape, 'float32');
    const channels = x.shape.at(-1)!;
    const rows = util.sizeFromShape(x.shape) / Math.max(1, channels);
    const [source, target] = [backend.pointer(x), backend.pointer(output)];
    backend.threads.over('localResponse', {
      extent: rows,
      cost: rows * channels * NANOSECONDS,
      args: (from, length) => [
        ...[source + from * channels * 4, target + from * channels * 4, length, channels, radius, bias, alpha, beta],
      ],
    });
    return output;
  }),

  LRNGrad: ownKernel<Readonly<Record<'x' | 'y' | 'dy', TensorInfo>>, Attributes>(
    ({ inputs: { x, y, dy }, attrs, backend }) => {
      if (!areFloats({ x, y, dy })) return undefined;
      const { depthRadius: radius, bias, alpha, beta } = attrs;
      const output = backend.newTensor(x.shape, 'float32');
      const channels = x.shape.at(-1)!;
      const rows = util.sizeFromShape(x.shape) / Math.max(1, channels);
      const pointers = [dy, x, y, output].map((tensor) => backend.pointer(tensor));
      const pieces = backend.threads.cut(rows, { cost: rows * channels * NANOSECONDS });
      backend.threads.run(
        pieces.map(({ from, length }) => {
          const some = pointers.map((pointer) => pointer + from * channels * 4);
          const args = [...some, 0, length, channels, radius, bias, alpha, beta];
          return [{ kernel: 'localResponseGradient', args, fromScratch: 1 << 4 }];
        }),
        (2 * channels + 4) * 4,
      );
      return output;
    },
  ),
};
