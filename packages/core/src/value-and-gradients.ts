import { clone, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, ShapeError } from './errors.js';
import { registerGradients } from './gradients/register-gradients.js';
import { differentiate } from './internal/tape.js';
import { formatShape } from './shape.js';
import type { NamedTensors } from './state-dict.js';

/**
 * The value of a scalar function and its gradient with respect to named tensors.
 *
 * @param f uses the tensors of `of` and returns a scalar; called once
 * @param of the tensors to differentiate by, by name, owned by the caller
 * @returns the value and one gradient for each name, of its tensor's shape; the caller owns them all
 * @throws ShapeError when `f` does not return a scalar
 * @throws ArgumentError when the value does not depend on one of the tensors, or there are none
 * @example
 * const w = tensor1d([1, 2]);
 * const { value, gradients } = valueAndGradients(() => sum(square(w)), { w });
 */
export function valueAndGradients<Names extends NamedTensors>(
  f: () => Scalar,
  of: Names,
): { readonly value: Scalar; readonly gradients: { readonly [Name in keyof Names]: Tensor } } {
  registerGradients();
  const names = Object.keys(of);
  if (names.length === 0) {
    throw new ArgumentError({
      where: 'valueAndGradients',
      argument: 'of',
      expected: 'hold at least one tensor',
      received: 'none',
      advice: 'Unfreeze a parameter, or call the function alone',
    });
  }
  const tensors = names.map((name) => of[name]!);
  const { value, gradients } = differentiate(() => scalarOf(f, tensors), tensors);
  const unreached = names.filter((_, i) => gradients[i] === undefined);
  if (unreached.length > 0) {
    value.dispose();
    for (const gradient of gradients) gradient?.dispose();
    throw new ArgumentError({
      where: 'valueAndGradients',
      argument: 'of',
      expected: 'hold only tensors that the value depends on',
      received: unreached.map((name) => `\`${name}\``).join(', '),
      advice: 'Freeze what is not used, or leave it out',
    });
  }
  return {
    value: value as Scalar, // checked above: rank 0
    gradients: Object.fromEntries(names.map((name, i) => [name, gradients[i]!])) as { [Name in keyof Names]: Tensor }, // one per name of `of`
  };
}

function scalarOf(f: () => Scalar, tensors: readonly Tensor[]): Tensor {
  const y = f();
  if (y.rank !== 0) {
    throw new ShapeError({
      where: 'valueAndGradients',
      argument: 'f',
      expected: 'return a scalar',
      received: `a tensor of shape ${formatShape(y.shape)}`,
    });
  }
  // The value is the caller's to dispose; a tensor of `of` is not.
  return tensors.includes(y) ? clone(y) : y;
}
