import {
  add,
  cast,
  div,
  eye,
  type GradConfig,
  gather,
  gatherND,
  less,
  maximum,
  minimum,
  mul,
  onesLike,
  range,
  reshape,
  scalar,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { sumTo } from '../internal/broadcast.js';
import { kernelGradient, zerosOf } from '../internal/kernel-gradient.js';
import { sizeOf } from '../shape.js';

type BinAttrs = { readonly size: number; readonly binaryOutput?: boolean };

/** Gradients of kernels that scatter or sum elements by indices that are inputs. */
export const countingGradients: readonly GradConfig[] = [
  kernelGradient('Diag', ['x'], (dy, { x }) => ({
    x: () => reshape(sum(mul(reshape(dy, [x.size, x.size]), eye(x.size)), 1), x.shape),
  })),
  kernelGradient('SparseToDense', ['sparseIndices', 'sparseValues'], (dy, { sparseIndices, sparseValues }) => {
    // A scalar or a vector holds indices along the only axis.
    const indices = sparseIndices.rank === 2 ? sparseIndices : reshape(sparseIndices, [sparseIndices.size, 1]);
    return {
      sparseIndices: () => zerosOf(sparseIndices),
      sparseValues: () => sumTo(gatherND(dy, indices), sparseValues.shape),
      defaultValue: () => sub(sum(dy), sum(gatherND(dy, indices))),
    };
  }),
  kernelGradient('SparseSegmentSum', ['data', 'indices', 'segmentIds'], (dy, { data, indices, segmentIds }) => ({
    data: () => backTo(data, gather(dy, segmentIds as Tensor1D), indices), // the op checks their ranks
    indices: () => zerosOf(indices),
    segmentIds: () => zerosOf(segmentIds),
  })),
  kernelGradient('SparseSegmentMean', ['data', 'indices', 'segmentIds'], (dy, { data, indices, segmentIds }) => ({
    data: () => {
      const ids = segmentIds as Tensor1D; // the op checks its rank
      const counts = unsortedSegmentSum(onesLike(cast(ids, 'float32')), ids, dy.shape[0]!);
      const shares = div(dy, reshape(maximum(counts, 1), [dy.shape[0]!, ...dy.shape.slice(1).map(() => 1)]));
      return backTo(data, gather(shares, ids), indices);
    },
    indices: () => zerosOf(indices),
    segmentIds: () => zerosOf(segmentIds),
  })),
  ...['Bincount', 'DenseBincount'].map((name) =>
    kernelGradient(name, ['x', 'weights'], (dy, { x, weights }, attrs: BinAttrs) => ({
      x: () => zerosOf(x),
      weights: () => (attrs.binaryOutput === true ? zerosOf(weights) : ofWeights(dy, x, weights, attrs.size)),
    })),
  ),
];

/** Adds rows back to where they were gathered from. */
function backTo(data: Tensor, rows: Tensor, indices: Tensor): Tensor {
  return unsortedSegmentSum(rows, indices as Tensor1D, data.shape[0]!); // the op checks its rank
}

/** Each weight was added to the bin of its element, where there is such a bin; without weights each counts 1. */
function ofWeights(dy: Tensor, x: Tensor, weights: Tensor, size: number): Tensor {
  if (weights.size === 0) return zerosOf(weights);
  const rows = sizeOf(x.shape.slice(0, -1));
  const bins = minimum(x, scalar(size - 1, 'int32'));
  const offsets = mul(reshape(range(0, rows, 1, 'int32'), [rows, 1]), scalar(size, 'int32'));
  const indices = reshape(add(reshape(bins, [rows, x.shape.at(-1)!]), offsets), [x.size]) as Tensor1D; // one axis
  const taken = reshape(gather(reshape(dy, [rows * size]), indices), x.shape);
  return mul(taken, cast(less(x, scalar(size, 'int32')), 'float32'));
}
