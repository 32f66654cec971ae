import type { AnyRule } from '../rule.js';

/**
 * One rule of several: the update of each is the gradient of the next.
 *
 * @param rename what the names of the rule at an index become; they must all differ
 */
export function inSequence(
  rules: readonly AnyRule[],
  rename: (name: string, index: number) => string = (name) => name,
): AnyRule {
  const renamed = <V>(of: (rule: AnyRule) => Readonly<Record<string, V>> | undefined): Record<string, V> =>
    Object.fromEntries(
      rules.flatMap((rule, i) => Object.entries(of(rule) ?? {}).map(([name, value]) => [rename(name, i), value])),
    );
  return {
    slots: renamed(({ slots }) => slots),
    scalars: renamed(({ scalars }) => scalars),
    constants: renamed(({ constants }) => constants),
    step: (e, { gradient, parameter, ...given }) => {
      let update = gradient;
      const steps = rules.map((rule, i) => {
        const own = <V>(names: object | undefined, values: Readonly<Record<string, V>>): Record<string, V> =>
          Object.fromEntries(Object.keys(names ?? {}).map((name) => [name, values[rename(name, i)]!]));
        const step = rule.step(e, {
          gradient: update,
          parameter,
          slots: own(rule.slots, given.slots),
          scalars: own(rule.scalars, given.scalars),
          constants: own(rule.constants, given.constants),
        });
        update = step.update;
        return step.slots;
      });
      const slots = steps.flatMap((step, i) =>
        Object.entries(step ?? {}).map(([name, value]) => [rename(name, i), value]),
      );
      return { update, slots: Object.fromEntries(slots) };
    },
  };
}
