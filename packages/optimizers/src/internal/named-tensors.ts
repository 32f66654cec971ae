import { ArgumentError, formatShape, type NamedTensors, ShapeError, sameShape } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Checks that there is one gradient of the right shape for each parameter, and no other.
 *
 * @throws ArgumentError
 * @throws ShapeError
 */
export function checkGradients(where: string, gradients: NamedTensors, parameters: NamedTensors): void {
  const missing = Object.keys(parameters).filter((path) => gradients[path] === undefined);
  const unknown = Object.keys(gradients).filter((path) => parameters[path] === undefined);
  if (missing.length > 0 || unknown.length > 0) {
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
  for (const [path, { shape }] of Object.entries(parameters)) {
    if (!sameShape(shape, gradients[path]!.shape)) {
      throw new ShapeError({
        where,
        argument: path,
        expected: `have a gradient of its shape, ${formatShape(shape)}`,
        received: formatShape(gradients[path]!.shape),
      });
    }
  }
}

/**
 * One tensor of an optimizer's state.
 *
 * @param slot what it is, e.g. `firstMoment`
 * @throws ArgumentError when it is missing
 */
export function stateOf(where: string, state: NamedTensors, slot: string, path: string): Tensor {
  const found = state[`${slot}/${path}`];
  if (found === undefined) {
    throw new ArgumentError({
      where,
      argument: 'state',
      expected: `have \`${slot}/${path}\``,
      received: list(Object.keys(state)) || 'none',
      advice: 'Use the state that init or the last update of the same optimizer gave',
    });
  }
  return found;
}

/** A tensor for each of the names. */
export function mapNamed(named: NamedTensors, f: (tensor: Tensor, name: string) => Tensor): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(named).map(([name, tensor]) => [name, f(tensor, name)]));
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  return shown.join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
}
