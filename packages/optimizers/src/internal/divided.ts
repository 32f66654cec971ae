import type { NamedTensors, Optimizer, OptimizerInput } from '@neurite/core';
import { clone, type Tensor } from '@tensorflow/tfjs-core';
import { checkGradients } from './named-tensors.js';
import { prefixed } from './prefixed.js';

/**
 * Several optimizers, each for some of the parameters. Their states are prefixed by their indices, as those of a chain.
 *
 * @param partOf the index of the optimizer that moves a parameter
 */
export function divided(
  name: string,
  optimizers: readonly Optimizer[],
  partOf: (path: string, parameter: Tensor) => number,
): Optimizer {
  const parts = optimizers.map((optimizer, i) => prefixed(optimizer, `${i}/`));
  /** Those of a part, by the parameters: gradients have their names. */
  const own = (part: number, tensors: NamedTensors, parameters: NamedTensors): NamedTensors =>
    Object.fromEntries(Object.entries(tensors).filter(([path]) => partOf(path, parameters[path]!) === part));
  const each = (parameters: NamedTensors, f: (part: Optimizer, its: NamedTensors, i: number) => NamedTensors) =>
    Object.assign({}, ...parts.map((part, i) => f(part, own(i, parameters, parameters), i)));
  const inputOf = (i: number, input: OptimizerInput): OptimizerInput => ({
    ...input,
    state: Object.fromEntries(Object.entries(input.state).filter(([key]) => key.startsWith(`${i}/`))),
    parameters: own(i, input.parameters, input.parameters),
    evaluate: (parameters) => {
      const { loss, gradients } = input.evaluate({ ...input.parameters, ...parameters });
      return { loss, gradients: own(i, gradients, input.parameters) };
    },
  });
  const copies = (tensors: NamedTensors): NamedTensors =>
    Object.fromEntries(Object.entries(tensors).map(([path, value]) => [path, clone(value)]));
  const having = (member: 'evaluationParameters' | 'gradientParameters'): boolean =>
    parts.some((part) => part[member] !== undefined);
  return {
    name,
    ...(parts.some(({ isJoint = false }) => isJoint) && { isJoint: true }),
    init: (parameters) => each(parameters, (part, its) => part.init(its)),
    update: (gradients, input) => {
      checkGradients(name, gradients, input.parameters);
      const steps = parts.map((part, i) => part.update(own(i, gradients, input.parameters), inputOf(i, input)));
      return {
        updates: Object.assign({}, ...steps.map(({ updates }) => updates)),
        state: Object.assign({}, ...steps.map(({ state }) => state)),
      };
    },
    ...(parts.every(({ apply }) => apply !== undefined) && {
      apply: (gradients, input) => {
        checkGradients(name, gradients, input.parameters);
        const steps = parts.map((part, i) => part.apply!(own(i, gradients, input.parameters), inputOf(i, input)));
        return {
          parameters: Object.assign({}, ...steps.map(({ parameters }) => parameters)),
          state: Object.assign({}, ...steps.map(({ state }) => state)),
        };
      },
    }),
    ...(having('evaluationParameters') && {
      evaluationParameters: (state, parameters) =>
        each(parameters, (part, its) => part.evaluationParameters?.(state, its) ?? copies(its)),
    }),
    ...(having('gradientParameters') && {
      gradientParameters: (state, parameters) =>
        each(parameters, (part, its) => part.gradientParameters?.(state, its) ?? copies(its)),
    }),
  };
}
