import { notEqual, reshape, type Tensor, unstack, where, zerosLike } from '@tensorflow/tfjs-core';

/** `after` in samples whose step counts, `before` (default: zeros) in the others. */
export type Choose = (after: Tensor, before?: Tensor) => Tensor;

const chooseAfter: Choose = (after) => after;

/** For each of `time` steps, what chooses by its column of the mask, [batch, time]; without one, all steps count. */
export function chooseBySteps(mask: Tensor | undefined, time: number): readonly Choose[] {
  if (mask === undefined) return new Array<Choose>(time).fill(chooseAfter);
  return unstack(mask, 1).map((step): Choose => {
    const counts = notEqual(reshape(step, [step.size, 1]), 0);
    return (after, before = zerosLike(after)) => where(counts, after, before);
  });
}
