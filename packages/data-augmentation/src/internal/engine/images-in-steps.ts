import type { Augmentation } from '@neurite/core';
import { clone, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { SequenceStep } from '../sequence-step.js';
import { changeGroups } from './change-groups.js';

/** Applies to each image its own steps; images with the same augmentation at a step are changed together. */
export function imagesInSteps(
  where: string,
  images: Tensor4D,
  { list, steps }: { readonly list: readonly Augmentation[]; readonly steps: readonly (readonly SequenceStep[])[] },
): Tensor4D {
  return tidy(() => {
    const longest = steps.reduce((most, { length }) => Math.max(most, length), 0);
    let changed = clone(images);
    for (let step = 0; step < longest; step++) {
      const groups = [...list, undefined].map((one, at) => {
        const index = one === undefined ? undefined : at;
        const rows = [...steps.keys()].filter((row) => steps[row]![step]?.at === index);
        const params = rows.map((row) => steps[row]![step]?.params);
        return { rows, change: (some: Tensor4D) => one?.images?.(some, params) ?? some.clone() };
      });
      changed = changeGroups(where, changed, groups);
    }
    return changed;
  });
}
