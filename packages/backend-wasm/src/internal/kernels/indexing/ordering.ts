import { checkChoice, checkInteger } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { FLOAT, FOUR_BYTES, INTEGER, type KernelCall, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { dtypeOf } from '../shape/copying.js';

type Elements = Float32Array | Int32Array;
type SearchInputs = { readonly sortedSequence: TensorInfo; readonly values: TensorInfo };

/** Up to so many are found by insertion; for more, rows are sorted. */
const FEW = 32;

const SORTED: Signature = shapes({ sortedSequence: 'rows _', values: 'rows _' }, (where, { side }) =>
  checkChoice(where, 'side', side, ['left', 'right']),
);
const ROWS: Signature = shapes<{ readonly x: TensorInfo }>({ x: '... columns' }, (where, { k }, { x }) =>
  checkInteger(where, 'k', k, { min: 0, max: x.shape.at(-1)! }),
);

/** Searching in sorted rows, and the largest elements of rows. */
export const orderingKernels: KernelTable = {
  SearchSorted: tfjsKernel(
    SORTED,
    takes({ sortedSequence: FLOAT, values: FLOAT }, searchSorted),
    takes({ sortedSequence: INTEGER, values: INTEGER }, searchSorted),
  ),
  TopK: tfjsKernel(ROWS, takes({ x: FOUR_BYTES }, topK)),
};

function searchSorted({
  inputs: { sortedSequence, values },
  attrs: { side },
  backend,
}: KernelCall<SearchInputs, { readonly side: string }>): TensorInfo | undefined {
  const output = backend.newTensor(values.shape, 'int32');
  const [sorted, searched, target] = backend.pointers(sortedSequence, values, output);
  const [rows, count] = values.shape as [number, number];
  backend.kernels.searchSorted({
    sorted,
    values: searched,
    target,
    rows,
    length: sortedSequence.shape[1]!,
    count,
    after: side === 'right',
    integers: values.dtype === 'int32',
  });
  return output;
}

/** The largest elements of each row and their indices, largest first, equal ones by index; NaN counts as the largest. */
function topK({
  inputs: { x },
  attrs: { k },
  backend,
}: KernelCall<{ readonly x: TensorInfo }, { readonly k: number }>): TensorInfo[] | undefined {
  const columns = x.shape.at(-1)!;
  const shape = [...x.shape.slice(0, -1), k];
  const outputs = [backend.newTensor(shape, dtypeOf(x)), backend.newTensor(shape, 'int32')] as const;
  const rows = util.sizeFromShape(shape.slice(0, -1));
  if (k > FEW) sortRows(backend, [x, ...outputs], { rows, columns, k });
  else if (k > 0) {
    const [source, values, indices] = backend.pointers(x, ...outputs);
    backend.kernels.topK({ x: source, values, indices, rows, columns, k, integers: x.dtype === 'int32' });
  }
  return [...outputs];
}

function sortRows(
  backend: WasmBackend,
  tensors: readonly [x: TensorInfo, values: TensorInfo, indices: TensorInfo],
  { rows, columns, k }: Readonly<Record<'rows' | 'columns' | 'k', number>>,
): void {
  const [source, values, indices] = tensors.map(({ dataId }) => backend.data.get(dataId).values) as [
    Elements,
    Elements,
    Int32Array,
  ]; // of these dtypes
  for (let row = 0; row < rows; row++) {
    const elements = source.subarray(row * columns, (row + 1) * columns);
    const order = Int32Array.from(elements, (_, i) => i).sort((i, j) => before(elements[i]!, elements[j]!) || i - j);
    for (let i = 0; i < k; i++) {
      indices[row * k + i] = order[i]!;
      values[row * k + i] = elements[order[i]!]!;
    }
  }
}

/** Below 0 where a comes before b. */
function before(a: number, b: number): number {
  if (a > b) return -1;
  if (a < b) return 1;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}
