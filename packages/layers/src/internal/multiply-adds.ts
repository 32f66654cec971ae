import type { Description, Spec } from '@neurite/core';

/** What describes itself: a blueprint, or that of a cell. */
type Described = { describe?(input: Spec): Description };

/** The number of multiply-adds of a forward pass for one sample, everything below included. */
export function multiplyAddsOf(of: Described, input: Spec): number {
  const { multiplyAdds = 0, children = {} } = of.describe?.(input) ?? {};
  return Object.values(children).reduce((sum, [child, below]) => sum + multiplyAddsOf(child, below), multiplyAdds);
}
