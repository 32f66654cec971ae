import type { AnyRule } from '../composition/rule.js';

/**
 * One rule of several: the update of each is the gradient of the next. At most one has weights to evaluate with.
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
  const own = <V>(i: number, names: object | undefined, values: Readonly<Record<string, V>>): Record<string, V> =>
    Object.fromEntries(Object.keys(names ?? {}).map((name) => [name, values[rename(name, i)]!]));
  const evaluating = rules.findIndex(({ evaluation }) => evaluation !== undefined);
  const { evaluation, slots: averaged } = rules[evaluating] ?? {};
  return {
    ...(evaluation && {
      evaluation: (e, { parameter, slots }) => evaluation(e, { parameter, slots: own(evaluating, averaged, slots) }),
    }),
    checkPaths: (paths) => {
      for (const rule of rules) rule.checkPaths?.(paths);
    },
    slots: renamed(({ slots }) => slots),
    scalars: renamed(({ scalars }) => scalars),
    constants: renamed(({ constants }) => constants),
    step: (e, { gradient, parameter, ...given }) => {
      let update = gradient;
      const steps = rules.map((rule, i) => {
        const step = rule.step(e, {
          gradient: update,
          parameter,
          slots: own(i, rule.slots, given.slots),
          scalars: own(i, rule.scalars, given.scalars),
          constants: own(i, rule.constants, given.constants),
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
