import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats, type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';

type Attributes = Readonly<Record<'depthRadius' | 'bias' | 'alpha' | 'beta', number>>;

/** Nanoseconds for each number, about. */
const NANOSECONDS = 8;

/** Normalisation by what neighbouring channels hold, and its gradient. */
export const localResponseKernels: KernelTable = {
  LRN: localResponse('localResponse', ['x']),
  LRNGrad: localResponse('localResponseGradient', ['dy', 'x', 'y']),
};

function localResponse(kernel: 'localResponse' | 'localResponseGradient', names: readonly string[]): OwnKernel {
  return ownKernel<Readonly<Record<string, TensorInfo>>, Attributes>(({ inputs, attrs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { depthRadius, bias, alpha, beta } = attrs;
    const { shape } = inputs.x!; // both have it
    const output = backend.newTensor(shape, 'float32');
    const channels = shape.at(-1)!;
    const rows = util.sizeFromShape(shape) / Math.max(1, channels);
    const pointers = [...names.map((name) => inputs[name]!), output].map((tensor) => backend.pointer(tensor));
    backend.threads.run(
      backend.threads.cut(rows, { cost: rows * channels * NANOSECONDS }).map(({ from, length }) => {
        const some = pointers.map((pointer) => pointer + from * channels * 4);
        const args = [...some, 0, length, channels, depthRadius, bias, alpha, beta];
        return [{ kernel, args, fromScratch: 1 << some.length }];
      }),
      (2 * channels + 4) * 4,
    );
    return output;
  });
}
