import { cast, clipByValue, expandDims, floor, mul, scatterND, type Tensor, zeros } from '@tensorflow/tfjs-core';

/** The bin of each number from 0 to 1, of equal widths, int32; 1 is in the last bin, NaN in the first. */
export function binsOf(values: Tensor, bins: number): Tensor {
  return cast(clipByValue(floor(mul(values, bins)), 0, bins - 1), 'int32');
}

/** Adds up values by bin: integers exactly, up to 2³¹. */
export function histogram(index: Tensor, values: Tensor, bins: number): Tensor {
  return values.size === 0 ? zeros([bins], values.dtype) : scatterND(expandDims(index, -1), values, [bins]);
}
