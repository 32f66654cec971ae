import type { Description, Spec } from '@neurite/core';

/** What describes itself: a blueprint, or that of a cell. */
type Described = { describe?(input: Spec): Description };

/** How many multiply-adds a forward pass takes for one sample, all that is below counted. */
export function multiplyAddsOf(of: Described, input: Spec): number {
  const { multiplyAdds = 0, children = {} } = of.describe?.(input) ?? {};
  return Object.values(children).reduce((sum, [child, below]) => sum + multiplyAddsOf(child, below), multiplyAdds);
}
