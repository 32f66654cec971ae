import { reshape, type Tensor, where } from '@tensorflow/tfjs-core';

/**
 * `where` for any number of axes: webgl and webgpu select from at most four, so more of them become one where all that is
 * no scalar has one shape.
 */
export function whereAnyRank(condition: Tensor, t: Tensor | number, e: Tensor | number): Tensor {
  const isScalar = (of: Tensor | number): of is number => typeof of === 'number' || of.rank === 0;
  const [largest, ...others] = [condition, t, e].filter((of): of is Tensor => !isScalar(of));
  if (largest === undefined || largest.rank <= 4 || others.some(({ size }) => size !== largest.size)) {
    return where(condition, t, e);
  }
  const row = <Of extends Tensor | number>(of: Of): Of => (isScalar(of) ? of : (reshape(of, [largest.size]) as Of)); // still a tensor
  return reshape(where(row(condition), row(t), row(e)), largest.shape);
}
