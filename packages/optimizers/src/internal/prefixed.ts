import type { NamedTensors, Optimizer, OptimizerInput } from '@neurite/core';

/** The same optimizer, with a prefix before each name of its state. */
export function prefixed(optimizer: Optimizer, prefix: string): Optimizer {
  const { name, isJoint = false, apply, evaluationParameters, gradientParameters } = optimizer;
  const named = (state: NamedTensors): NamedTensors =>
    Object.fromEntries(Object.entries(state).map(([own, tensor]) => [prefix + own, tensor]));
  const own = (state: NamedTensors): NamedTensors =>
    Object.fromEntries(
      Object.entries(state).flatMap(([full, tensor]) =>
        full.startsWith(prefix) ? [[full.slice(prefix.length), tensor]] : [],
      ),
    );
  const unwrapped = (input: OptimizerInput): OptimizerInput => ({ ...input, state: own(input.state) });
  return {
    name,
    ...(isJoint && { isJoint }),
    init: (parameters) => named(optimizer.init(parameters)),
    update: (gradients, input) => {
      const { updates, state } = optimizer.update(gradients, unwrapped(input));
      return { updates, state: named(state) };
    },
    ...(apply && {
      apply: (gradients, input) => {
        const { parameters, state } = optimizer.apply!(gradients, unwrapped(input));
        return { parameters, state: named(state) };
      },
    }),
    ...(evaluationParameters && {
      evaluationParameters: (state, parameters) => optimizer.evaluationParameters!(own(state), parameters),
    }),
    ...(gradientParameters && {
      gradientParameters: (state, parameters) => optimizer.gradientParameters!(own(state), parameters),
    }),
  };
}
