import { checkChoice, checkInteger } from '@neurite/core';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { checkAxis, elementsOf } from '../../checks.js';
import { FOUR_BYTES, INTEGER, type KernelCall, type KernelTable, NUMERIC, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { dtypeOf } from '../shape/copying.js';
import { bitsOf } from '../shape/fill.js';
import { movable } from '../shape/movable.js';
import { MOST_COMPONENTS, withFlatIndices } from './flat-indices.js';

type GatherInputs = { readonly x: TensorInfo; readonly indices: TensorInfo };
type OneHotAttributes = Readonly<Record<'depth' | 'onValue' | 'offValue', number>> & { readonly dtype: string };

const GATHER: Signature = shapes<GatherInputs>(
  { x: '_ ...', indices: '...' },
  (where, { axis, batchDims }, { x, indices }) => {
    checkAxis(where, 'axis', axis, x.shape.length);
    const rank = indices.shape.length;
    checkInteger(where, 'batchDims', batchDims, { min: -rank, max: Math.min(rank, x.shape.length) });
  },
);
const ONE_HOT: Signature = shapes<Pick<GatherInputs, 'indices'>>(
  { indices: '...' },
  (where, { depth, dtype }, { indices }) => {
    checkInteger(where, 'depth', depth, { min: 0 });
    elementsOf([...indices.shape, depth]);
    checkChoice(where, 'dtype', dtype, NUMERIC);
  },
);

/** Rows at the indices that a tensor holds. Where one is out of bounds, the cpu backend says which. */
export const gatherKernels: KernelTable = {
  GatherNd: tfjsKernel(
    shapes({ params: '_ ...', indices: '... _' }),
    takes({ params: FOUR_BYTES, indices: INTEGER }, gatherNd),
  ),
  GatherV2: tfjsKernel(GATHER, ...movable(gather, (x) => ({ x, indices: INTEGER }))),
  OneHot: tfjsKernel(ONE_HOT, takes({ indices: INTEGER }, oneHot)),
};

function gather({
  inputs: { x, indices },
  attrs,
  backend,
}: KernelCall<GatherInputs, { readonly axis: number; readonly batchDims: number }>): TensorInfo | undefined {
  if (attrs.batchDims !== 0) return undefined;
  const axis = util.parseAxisParam(attrs.axis, x.shape)[0]!;
  const extent = x.shape[axis]!;
  const count = util.sizeFromShape(indices.shape);
  if (!backend.kernels.indicesInBounds({ indices: backend.pointer(indices), count, limit: extent })) return undefined;
  const before = x.shape.slice(0, axis);
  const after = x.shape.slice(axis + 1);
  const output = backend.newTensor([...before, ...indices.shape, ...after], dtypeOf(x));
  const [source, at, target] = backend.pointers(x, indices, output);
  const outer = util.sizeFromShape(before);
  backend.kernels.gather({ source, indices: at, target, outer, extent, count, inner: util.sizeFromShape(after) });
  return output;
}

function gatherNd({
  inputs: { params, indices },
  backend,
}: KernelCall<{ readonly params: TensorInfo; readonly indices: TensorInfo }>): TensorInfo | undefined {
  const [shape, count, inner, strides] = backend_util.prepareAndValidate(params as never, indices as never); // it reads shapes and dtypes
  if (strides.length > MOST_COMPONENTS) return undefined;
  const extent = util.sizeFromShape(params.shape) / inner;
  const rows = { indices, count, rank: indices.shape.at(-1)!, limit: extent, strides };
  return withFlatIndices(backend, rows, (flat) => {
    const output = backend.newTensor(shape, dtypeOf(params));
    const [source, target] = backend.pointers(params, output);
    backend.kernels.gather({ source, indices: flat, target, outer: 1, extent, count, inner });
    return output;
  });
}

function oneHot({
  inputs: { indices },
  attrs: { depth, onValue, offValue, dtype },
  backend,
}: KernelCall<{ readonly indices: TensorInfo }, OneHotAttributes>): TensorInfo | undefined {
  if (dtype !== 'float32' && dtype !== 'int32') return undefined;
  const output = backend.newTensor([...indices.shape, depth], dtype);
  const [at, target] = backend.pointers(indices, output);
  const count = util.sizeFromShape(indices.shape);
  const values = { on: bitsOf(onValue, dtype), off: bitsOf(offValue, dtype) };
  backend.kernels.oneHot({ indices: at, target, count, depth, ...values });
  return output;
}
