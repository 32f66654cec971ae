import { addN, gather, matMul, mul, reshape, type Tensor, tensor, tensor1d } from '@tensorflow/tfjs-core';

/** Which elements along an axis make each output, with what weights. */
export type Taps = readonly (readonly (readonly [index: number, weight: number])[])[];

/**
 * Linear combinations along one axis, as a matrix product. To be called in a scope.
 *
 * @param taps one list for each element that comes out; those of one index add up
 */
export function combineAlong(x: Tensor, axis: number, taps: Taps): Tensor {
  const size = x.shape[axis]!;
  const outer = x.shape.slice(0, axis).reduce((product, of) => product * of, 1);
  const inner = x.shape.slice(axis + 1).reduce((product, of) => product * of, 1);
  const matrix = new Float32Array(taps.length * size);
  for (const [row, list] of taps.entries()) {
    for (const [index, weight] of list) matrix[row * size + index]! += weight;
  }
  const y = matMul(tensor(matrix, [1, taps.length, size]), reshape(x, [outer, size, inner]));
  return reshape(y, x.shape.with(axis, taps.length));
}

/**
 * The same where few elements make each output, one by one: as many elements for each. To be called in a scope.
 */
export function blendAlong(x: Tensor, axis: number, taps: Taps): Tensor {
  const weights = x.shape.map((_, i) => (i === axis ? taps.length : 1));
  const parts = taps[0]!.map((_, k) => {
    const factors = tensor(
      taps.map((list) => list[k]![1]),
      weights,
    );
    return mul(
      takeAlong(
        x,
        axis,
        taps.map((list) => list[k]![0]),
      ),
      factors,
    );
  });
  return addN(parts);
}

/** Elements along one axis in another order, or several times. To be called in a scope. */
export function takeAlong(x: Tensor, axis: number, indices: readonly number[]): Tensor {
  return gather(x, tensor1d(Int32Array.from(indices), 'int32'), axis);
}
