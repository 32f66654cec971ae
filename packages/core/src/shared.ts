import type { AnyBlueprint, Blueprint, BuildContext } from './blueprint.js';
import { checkBlueprint } from './check-blueprint.js';
import { describeValue } from './checks.js';
import { withConfig } from './config.js';
import { ArgumentError, ShapeError } from './errors.js';
import { formatSpec, type Spec } from './spec.js';

/**
 * Lets a blueprint share its weights: wherever the result is used in a network, the same module runs.
 *
 * @param name distinguishes it from other shared blueprints where the network is saved as JSON
 * @returns a blueprint; the module is built at its first use, and every other use must have an input of the same spec
 * @throws ArgumentError without a name or a blueprint; ShapeError from the build, when its uses have inputs of different specs
 * @example
 * import { dense, inputs, relu, sequential } from '@neurite/layers';
 *
 * const tower = shared('tower', sequential(dense(4), relu()));
 * const both = inputs({ left: tower, right: tower });
 */
export function shared<B extends AnyBlueprint>(name: string, blueprint: B): B {
  if (typeof name !== 'string' || name === '') {
    const expected = 'be a name, a string that is not empty';
    throw new ArgumentError({ where: 'shared', argument: 'name', expected, received: describeValue(name) });
  }
  checkBlueprint('shared', 'blueprint', blueprint);
  const firsts = new WeakMap<BuildContext['shared'], Spec>();
  const build = (input: Spec, context: BuildContext): unknown => {
    const there = context.shared.get(result);
    if (there === undefined) {
      const module = (blueprint as Blueprint<never, unknown>).build(input, context); // all kinds are built alike
      context.shared.set(result, module);
      firsts.set(context.shared, input);
      return module;
    }
    const before = formatSpec(firsts.get(context.shared)!);
    if (before !== formatSpec(input)) {
      const expected = `be ${before}, as at its first use`;
      throw new ShapeError({ where: `shared ${name}`, argument: 'input', expected, received: formatSpec(input) });
    }
    return there;
  };
  // By descriptors: a copy by spreading would compute the config.
  const copy = Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(blueprint), build: { value: build } });
  const result: object = withConfig('shared', [name, blueprint], copy);
  return result as B; // the same kind, with another `build`
}
