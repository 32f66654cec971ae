import { type Initializer, Parameter, type RandomStream } from '@neurite/core';
import { concat, type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * A parameter that holds several matrices or vectors along its last axis. Each is one of its own to the initializer, so
 * that fans count one of them, and each is orthogonal by itself.
 *
 * @param shape of one of them
 * @param names in the order in which they lie; each is drawn from the child of `random` with its name
 */
export function sideBySide<T extends Tensor>(
  initializer: Initializer,
  shape: readonly number[],
  { names, random }: { readonly names: readonly string[]; readonly random: RandomStream },
): Parameter<T> {
  const draw = (name: string): Tensor => initializer(shape, random.child(name));
  return new Parameter(tidy(() => concat(names.map(draw), shape.length - 1)) as T); // of this rank
}
