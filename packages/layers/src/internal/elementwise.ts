import { type AnyRank, defineAnyRank, type Module, tensorInput } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The blueprint of a layer without parameters that gives a float32 tensor of the shape that it took. */
export function elementwise(
  name: string,
  args: readonly unknown[],
  make: <T extends Tensor>() => Module<T, T>,
): AnyRank {
  return defineAnyRank(name, args, { outputSpec: (input) => tensorInput(name, input), build: make });
}
