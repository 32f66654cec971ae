import type { Optimizer, OptimizerInput } from '@neurite/core';
import { type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { RuleContext } from '../composition/rule.js';
import { checkGradients, tensorOf } from './named-tensors.js';

/** What a composed rule reads of one parameter. */
export type Entry<Slot extends string, Number extends string> = {
  readonly path: string;
  readonly gradient: Tensor;
  readonly parameter: Tensor;
  readonly slots: { readonly [S in Slot]: Tensor };
  readonly scalars: { readonly [S in Number]: Scalar };
};

/** What it makes of one parameter. */
export type Moved<Slot extends string> = {
  readonly update: Tensor;
  readonly slots?: { readonly [S in Slot]: Tensor };
};

/** How an optimizer moves all parameters, by operations on whole tensors. */
export type ComposedRule<Slot extends string, Number extends string> = {
  /** The tensors that are kept for each parameter, of any shape, by what each begins as: a new tensor. */
  readonly slots?: { readonly [S in Slot]: (parameter: Tensor) => Tensor };
  readonly scalars?: { readonly [S in Number]: (step: number, context: RuleContext) => number };
  /** Whether a parameter moves by the gradients of others. Default false. */
  readonly isJoint?: boolean;
  /** Runs in a tidy. */
  step(entries: readonly Entry<Slot, Number>[], input: OptimizerInput): readonly Moved<Slot>[];
};

/**
 * Makes an optimizer of a rule with norms or products, which is no program of elementwise operations: it runs as the
 * operations that it is composed of. The state is `<slot>/<path>`, as that of `perParameter`.
 */
export function composed<Slot extends string = never, Number extends string = never>(
  name: string,
  { slots, scalars, isJoint = false, step }: ComposedRule<Slot, Number>,
): Optimizer {
  const slotNames = Object.keys(slots ?? {}) as Slot[];
  const scalarNames = Object.keys(scalars ?? {}) as Number[];
  return {
    name,
    ...(isJoint && { isJoint }),
    init: (parameters) =>
      tidy(() => {
        const state: Record<string, Tensor> = {};
        for (const [path, value] of Object.entries(parameters)) {
          for (const slot of slotNames) state[`${slot}/${path}`] = slots![slot](value);
        }
        return state;
      }),
    update: (gradients, input) =>
      tidy(() => {
        const { state, parameters, clock } = input;
        const paths = checkGradients(name, gradients, parameters);
        const known = new Map<number, Entry<Slot, Number>['scalars']>();
        const scalarsOf = (joined: number): Entry<Slot, Number>['scalars'] => {
          let found = known.get(joined);
          if (found === undefined) {
            found = record(scalarNames, (scalar) =>
              clock.scalar((at, context) => scalars![scalar](at, { ...context, age: at - joined })),
            );
            known.set(joined, found);
          }
          return found;
        };
        const entries = paths.map((path) => ({
          path,
          gradient: gradients[path]!,
          parameter: parameters[path]!,
          slots: record(slotNames, (slot) => tensorOf(name, state, `${slot}/${path}`)),
          scalars: scalarsOf(clock.joined?.[path] ?? 0),
        }));
        const updates: Record<string, Tensor> = {};
        const next: Record<string, Tensor> = {};
        step(entries, input).forEach((moved, i) => {
          const path = paths[i]!;
          updates[path] = moved.update;
          for (const slot of slotNames) next[`${slot}/${path}`] = moved.slots![slot];
        });
        return { updates, state: next };
      }),
  };
}

function record<Name extends string, V>(names: readonly Name[], f: (name: Name) => V): { readonly [N in Name]: V } {
  return Object.fromEntries(names.map((name) => [name, f(name)])) as { readonly [N in Name]: V }; // one for each name
}
