import { type Initializer, Parameter, type RandomStream } from '@neurite/core';
import { concat, type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * A parameter that holds several matrices or vectors along its last axis. Each is one of its own to the initializer, so
 * that fans count one of them, and each is orthogonal by itself.
 *
 * @param shape of one of them
 * @param columns the last size of each. Default: that of `shape`
 * @param names in the order in which they lie; each is drawn from the child of `random` with its name
 */
export function sideBySide<T extends Tensor>(
  initializer: Initializer,
  shape: readonly number[],
  {
    names,
    columns = [],
    random,
  }: { readonly names: readonly string[]; readonly columns?: readonly number[]; readonly random: RandomStream },
): Parameter<T> {
  const draw = (name: string, i: number): Tensor =>
    initializer([...shape.slice(0, -1), columns[i] ?? shape.at(-1)!], random.child(name));
  return new Parameter(tidy(() => concat(names.map(draw), shape.length - 1)) as T); // of this rank
}
