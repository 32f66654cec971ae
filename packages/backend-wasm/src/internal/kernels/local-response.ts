import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { floatKernel, type KernelTable } from '../kernel.js';

type Attributes = Readonly<Record<'depthRadius' | 'bias' | 'alpha' | 'beta', number>>;

/** Nanoseconds for each number, about. */
const NANOSECONDS = 8;

/** Normalisation by what neighbouring channels hold, and its gradient. */
export const localResponseKernels: KernelTable = {
  LRN: floatKernel<{ readonly x: TensorInfo }, Attributes>(({ inputs: { x }, attrs, backend }) => {
    const { depthRadius, bias, alpha, beta } = attrs;
    const { rows, channels, cost } = sizeOf(x);
    const output = backend.newTensor(x.shape);
    const [source, target] = [backend.pointer(x), backend.pointer(output)];
    const bytes = channels * 4;
    backend.threads.over('localResponse', {
      extent: rows,
      cost,
      args: (from, length) => [
        ...[source + from * bytes, target + from * bytes, length, channels, depthRadius, bias, alpha, beta],
      ],
    });
    return output;
  }),

  LRNGrad: floatKernel<Readonly<Record<'dy' | 'x' | 'y', TensorInfo>>, Attributes>(
    ({ inputs: { dy, x, y }, attrs, backend }) => {
      const { depthRadius, bias, alpha, beta } = attrs;
      const { rows, channels, cost } = sizeOf(x);
      const output = backend.newTensor(x.shape);
      const pointers = [dy, x, y, output].map((tensor) => backend.pointer(tensor));
      backend.threads.run(
        backend.threads.cut(rows, { cost }).map(({ from, length }) => {
          const some = pointers.map((pointer) => pointer + from * channels * 4);
          const args = [...some, 0, length, channels, depthRadius, bias, alpha, beta];
          return [{ kernel: 'localResponseGradient', args, fromScratch: 1 << some.length }];
        }),
        (2 * channels + 4) * 4,
      );
      return output;
    },
  ),
};

function sizeOf({ shape }: TensorInfo): { rows: number; channels: number; cost: number } {
  const channels = shape.at(-1)!;
  const size = util.sizeFromShape(shape);
  return { rows: size / Math.max(1, channels), channels, cost: size * NANOSECONDS };
}
