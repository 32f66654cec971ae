import type { NamedTensors, Optimizer } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';

/**
 * Optimizers one after the other, of which the names of the state differ, and at most one has `evaluationParameters` and
 * at most one `gradientParameters`.
 *
 * @param links at least one
 */
export function linked(name: string, links: readonly Optimizer[]): Optimizer {
  const last = links.at(-1)!;

  /** Lets the gradients flow through all links but the last, and gives them to it. */
  const through = <R extends { readonly state: NamedTensors }>(
    [gradients, input]: Parameters<Optimizer['update']>,
    end: (...step: Parameters<Optimizer['update']>) => R,
  ): R => {
    let flowing = gradients;
    const next: NamedTensors[] = [];
    try {
      for (const link of links.slice(0, -1)) {
        const step = link.update(flowing, input);
        // What flows between two links is ours; the gradients are the caller's.
        if (flowing !== gradients) dispose(flowing);
        flowing = step.updates;
        next.push(step.state);
      }
      const result = end(flowing, input);
      return { ...result, state: Object.assign({}, ...next, result.state) };
    } catch (error) {
      dispose(next);
      throw error;
    } finally {
      if (flowing !== gradients) dispose(flowing);
    }
  };
  const evaluating = links.find(({ evaluationParameters }) => evaluationParameters !== undefined);
  const moving = links.find(({ gradientParameters }) => gradientParameters !== undefined);
  return {
    name,
    ...(links.some(({ isJoint = false }) => isJoint) && { isJoint: true }),
    init: (parameters) => Object.assign({}, ...links.map((link) => link.init(parameters))),
    update: (...step) => through(step, (...given) => last.update(...given)),
    ...(last.apply && { apply: (...step) => through(step, (...given) => last.apply!(...given)) }),
    ...(evaluating && { evaluationParameters: (...at) => evaluating.evaluationParameters!(...at) }),
    ...(moving && { gradientParameters: (...at) => moving.gradientParameters!(...at) }),
  };
}
