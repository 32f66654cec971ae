import {
  add,
  cast,
  clipByValue,
  expandDims,
  floor,
  floorDiv,
  mul,
  range,
  reshape,
  scalar,
  scatterND,
  sum,
  type Tensor,
  zeros,
} from '@tensorflow/tfjs-core';

/** So many float32 are added one after the other; then come the sums of these. */
const BLOCK = 4096;

/** The bin of each number from 0 to 1, of equal widths, int32; 1 is in the last bin, NaN in the first. */
export function binsOf(values: Tensor, bins: number): Tensor {
  return cast(clipByValue(floor(mul(values, bins)), 0, bins - 1), 'int32');
}

/** Adds up values by bin: integers exactly, up to 2³¹, others in blocks. */
export function histogram(index: Tensor, values: Tensor, bins: number): Tensor {
  if (values.size === 0) return zeros([bins], values.dtype);
  const blocks = values.dtype === 'float32' ? Math.ceil(values.size / BLOCK) : 1;
  if (blocks === 1) return scatterND(expandDims(index, -1), values, [bins]);
  const block = floorDiv(range(0, values.size, 1, 'int32'), scalar(BLOCK, 'int32'));
  const ofBlock = add(mul(block, scalar(bins, 'int32')), index);
  return sum(reshape(scatterND(expandDims(ofBlock, -1), values, [blocks * bins]), [blocks, bins]), 0);
}
