import { ArgumentError, assertShape, formatShape, type NamedTensors, ShapeError, sameShape } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Checks that there is one gradient of the right shape for each parameter, and no other.
 *
 * @returns the paths of the parameters
 * @throws ArgumentError
 * @throws ShapeError
 */
export function checkGradients(where: string, gradients: NamedTensors, parameters: NamedTensors): readonly string[] {
  const paths = Object.keys(parameters);
  const missing = paths.filter((path) => gradients[path] === undefined);
  const given = Object.keys(gradients);
  if (missing.length > 0 || given.length > paths.length) {
    const unknown = given.filter((path) => parameters[path] === undefined);
    throw new ArgumentError({
      where,
      argument: 'gradients',
      expected: 'have exactly one gradient for each parameter',
      received: [
        ...(missing.length > 0 ? [`none for ${list(missing)}`] : []),
        ...(unknown.length > 0 ? [`unknown ${list(unknown)}`] : []),
      ].join(' and '),
    });
  }
  for (const path of paths) {
    const { shape } = parameters[path]!;
    const received = gradients[path]!.shape;
    if (sameShape(shape, received)) continue;
    throw new ShapeError({
      where,
      argument: path,
      expected: `have a gradient of its shape, ${formatShape(shape)}`,
      received: formatShape(received),
    });
  }
  return paths;
}

const ADVICE = 'Use the state that init or the last update of the same optimizer gave';

/**
 * One tensor of an optimizer's state.
 *
 * @throws ArgumentError when it is missing
 */
export function tensorOf(where: string, state: NamedTensors, name: string): Tensor {
  const found = state[name];
  if (found !== undefined) return found;
  throw new ArgumentError({
    where,
    argument: 'state',
    expected: `have \`${name}\``,
    received: list(Object.keys(state)) || 'none',
    advice: ADVICE,
  });
}

/**
 * The same, of the shape of its parameter.
 *
 * @throws ArgumentError when it is missing
 * @throws ShapeError when it has another shape
 */
export function stateOf(where: string, state: NamedTensors, name: string, parameter: Tensor): Tensor {
  const found = tensorOf(where, state, name);
  assertShape(where, name, found.shape, parameter.shape, ADVICE);
  return found;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  return shown.join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
}
