import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { convert, disposeAll } from '../elementwise/convert.js';
import { indexingKernels } from '../indexing/indexing.js';
import { copyingKernels } from './copying.js';
import { stackingKernels } from './stacking.js';

const { GatherV2 } = indexingKernels;

/** Kernels that move numbers of four bytes, for bool: it is made int32, moved, and made bool again. */
export const byteMovingKernels: KernelTable = Object.fromEntries(
  Object.entries({ ...copyingKernels, ...stackingKernels, GatherV2: GatherV2! }).map(([name, kernel]) => [
    name,
    forBytes(kernel),
  ]),
);

function forBytes(kernel: OwnKernel): OwnKernel {
  return ownKernel<Readonly<Record<string, TensorInfo>>, Record<string, never>>(({ inputs, attrs, backend }) => {
    if (!Object.values(inputs).some(({ dtype }) => dtype === 'bool')) return undefined;
    const made: TensorInfo[] = [];
    const wide = Object.entries(inputs).map(([name, x]) => {
      if (x.dtype !== 'bool') return [name, x] as const;
      made.push(convert(backend, x, 'int32'));
      return [name, made.at(-1)!] as const;
    });
    const moved = kernel({ inputs: Object.fromEntries(wide), attrs, backend });
    disposeAll(backend, made);
    if (moved === undefined) return undefined;
    const outputs = [moved].flat().map((output) => {
      const narrow = convert(backend, output, 'bool');
      disposeAll(backend, [output]);
      return narrow;
    });
    return Array.isArray(moved) ? outputs : outputs[0]!;
  });
}
