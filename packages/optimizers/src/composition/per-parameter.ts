import { ArgumentError, type NamedTensors, type Optimizer, type OptimizerInput } from '@neurite/core';
import { elementwiseStep } from '@neurite/ops';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkGradients, stateOf } from '../internal/named-tensors.js';
import { remembered } from '../internal/remembered.js';
import { rules } from '../internal/rules.js';
import { type TracedRule, traceEvaluation, traceRule } from '../internal/trace-rule.js';
import type { AnyRule, Rule } from './rule.js';

/**
 * Makes an optimizer of a rule for one parameter, written once in elementwise arithmetic. The rule becomes a program that
 * backends with such a kernel run over all parameters in one pass, and others operation by operation.
 *
 * The state is `<slot>/<path>` for each slot and parameter. Parameters that became trainable later than others have
 * scalars of their own `age`. `chain` makes one program of neighboring links that are made by this function.
 *
 * @param name for errors
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when a slot is called `gradient` or `parameter`, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * // Sign descent with momentum.
 * const signum = (learningRate: number, beta = 0.9): Optimizer =>
 *   perParameter('signum', {
 *     slots: { momentum: zerosLike },
 *     step: (e, { gradient, slots }) => {
 *       const momentum = e.add(e.mul(slots.momentum, beta), e.mul(gradient, 1 - beta));
 *       return { update: e.mul(e.sign(momentum), -learningRate), slots: { momentum } };
 *     },
 *   });
 */
export function perParameter<
  Slot extends string = never,
  Scalar extends string = never,
  Constant extends string = never,
>(name: string, rule: Rule<Slot, Scalar, Constant>): Optimizer {
  const { slots = {}, scalars = {} } = rule as AnyRule; // its names do not matter from here on
  const updating = traceRule(rule as AnyRule, { apply: false });
  const applying = traceRule(rule as AnyRule, { apply: true });
  const evaluating = traceEvaluation(rule as AnyRule);
  const kept = Object.keys(slots);
  const taken = kept.find((slot) => slot === 'gradient' || slot === 'parameter');
  if (taken !== undefined) {
    throw new ArgumentError({
      where: name,
      argument: 'slots',
      expected: 'have other names than `gradient` and `parameter`',
      received: `\`${taken}\``,
    });
  }
  const stateNames = remembered((path) => record(kept, (slot) => `${slot}/${path}`));

  const columnsOf = (
    state: NamedTensors,
    parameters: NamedTensors,
    gradients: NamedTensors = {},
  ): Readonly<Record<string, (path: string) => Tensor>> => ({
    ...record(kept, (slot) => (path) => stateOf(name, state, stateNames(path)[slot]!, parameters[path]!)),
    parameter: (path) => parameters[path]!,
    gradient: (path) => gradients[path]!,
  });

  /** @returns the first output of the program by paths, and the next state */
  const run = (
    { program, constants }: TracedRule,
    gradients: NamedTensors,
    { state, parameters, clock }: OptimizerInput,
  ): readonly [NamedTensors, NamedTensors] => {
    const all = checkGradients(name, gradients, parameters);
    const first: Record<string, Tensor> = {};
    const next: Record<string, Tensor> = {};
    const columns = columnsOf(state, parameters, gradients);
    for (const [joined, paths] of byJoining(all, clock.joined)) {
      const [moved, ...nextSlots] = elementwiseStep(program, {
        tensors: record(program.tensors, (tensor) => paths.map(columns[tensor]!)),
        scalars: record(program.scalars, (scalar) =>
          clock.scalar((step, context) => scalars[scalar]!(step, { ...context, age: step - joined })),
        ),
        constants: paths.map(constants),
      });
      paths.forEach((path, i) => {
        first[path] = moved![i]!;
        kept.forEach((slot, k) => {
          next[stateNames(path)[slot]!] = nextSlots[k]![i]!;
        });
      });
    }
    return [first, next];
  };

  const optimizer: Optimizer = {
    name,
    init: (parameters) => {
      rule.checkPaths?.(Object.keys(parameters));
      return tidy(() => {
        const state: Record<string, Tensor> = {};
        for (const [path, value] of Object.entries(parameters)) {
          for (const slot of kept) state[stateNames(path)[slot]!] = slots[slot]!(value);
        }
        return state;
      });
    },
    update: (gradients, input) =>
      tidy(() => {
        const [updates, state] = run(updating, gradients, input);
        return { updates, state };
      }),
    apply: (gradients, input) =>
      tidy(() => {
        const [parameters, state] = run(applying, gradients, input);
        return { parameters, state };
      }),
    ...(evaluating && {
      evaluationParameters: (state, parameters) =>
        tidy(() => {
          const { program, constants } = evaluating;
          const paths = Object.keys(parameters);
          const columns = columnsOf(state, parameters);
          const [weights] = elementwiseStep(program, {
            tensors: record(program.tensors, (tensor) => paths.map(columns[tensor]!)),
            scalars: {},
            constants: paths.map(constants),
          });
          return Object.fromEntries(paths.map((path, i) => [path, weights![i]!]));
        }),
    }),
  };
  rules.set(optimizer, rule as AnyRule);
  return optimizer;
}

/** The paths by the step in which they joined. */
function byJoining(
  paths: readonly string[],
  joined: Readonly<Record<string, number>> = {},
): ReadonlyMap<number, readonly string[]> {
  const groups = new Map<number, string[]>();
  for (const path of paths) {
    const step = joined[path] ?? 0;
    const group = groups.get(step);
    if (group === undefined) groups.set(step, [path]);
    else group.push(path);
  }
  return groups;
}

function record<V>(names: readonly string[], f: (name: string) => V): Record<string, V> {
  return Object.fromEntries(names.map((name) => [name, f(name)]));
}
