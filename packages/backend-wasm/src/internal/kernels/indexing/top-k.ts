import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { fourBytes } from '../shape/copying.js';

/** So many are found in one pass; for more, rows are sorted. */
const FEW = 32;

/** The largest numbers of each row, largest first, of equals the first first; NaN counts as the largest. */
export const topKKernels: KernelTable = {
  TopK: ownKernel<{ readonly x: TensorInfo }, { k: number; sorted: boolean }>(
    ({ inputs: { x }, attrs: { k }, backend }) => {
      const dtype = fourBytes(x);
      const columns = x.shape.at(-1);
      if (dtype === undefined || columns === undefined || k > columns) return undefined;
      const shape = [...x.shape.slice(0, -1), k];
      const outputs = [backend.newTensor(shape, dtype), backend.newTensor(shape, 'int32')] as const;
      const [source, values, places] = [x, ...outputs].map((tensor) => backend.data.get(tensor.dataId).values) as [
        Float32Array | Int32Array,
        Float32Array | Int32Array,
        Int32Array,
      ]; // of four bytes, as chosen above
      const rows = util.sizeFromShape(shape.slice(0, -1));
      if (k <= FEW) {
        const [numbers, found, at] = backend.pointers(x, ...outputs);
        if (k > 0) backend.kernels.largestOfRows(numbers, found, at, rows, columns, k, dtype === 'int32' ? 1 : 0);
        return [...outputs];
      }
      for (let row = 0; row < rows; row++) {
        const numbers = source.subarray(row * columns, (row + 1) * columns);
        const order = Int32Array.from(numbers, (_, i) => i).sort((i, j) => before(numbers[i]!, numbers[j]!) || i - j);
        for (let i = 0; i < k; i++) {
          places[row * k + i] = order[i]!;
          values[row * k + i] = numbers[order[i]!]!;
        }
      }
      return [...outputs];
    },
  ),
};

/** Below 0 where a comes before b. */
function before(a: number, b: number): number {
  if (a > b) return -1;
  if (a < b) return 1;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}
