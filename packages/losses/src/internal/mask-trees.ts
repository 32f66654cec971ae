import { mapTensors, maskWeightless, spreadWeights, tensorsOf } from '@neurite/core';
import { cast, mul, Tensor } from '@tensorflow/tfjs-core';

/** Both factors of each loss: that of its sample, and that of its target. */
export function combineWeights(samples: Tensor | undefined, targets: Tensor | undefined): Tensor | undefined {
  if (samples === undefined || targets === undefined) return samples ?? targets;
  return mul(cast(spreadWeights(samples, targets.rank), 'float32'), cast(targets, 'float32'));
}

/** Tensors, or lists and records of these, whose elements at weight 0 are 0; see `maskWeightless`. */
export function maskTrees<const Trees extends readonly unknown[]>(trees: Trees, weights: Tensor): Trees {
  if (trees.every((tree) => tree instanceof Tensor)) {
    return maskWeightless(trees as readonly Tensor[], weights) as readonly unknown[] as Trees; // one for each
  }
  const masked = maskWeightless([...tensorsOf(trees).values()], weights).values();
  return mapTensors(trees, () => masked.next().value!); // in the same order
}
