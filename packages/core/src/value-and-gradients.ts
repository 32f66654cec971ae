import { clone, type Scalar, Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { resolveOptions } from './checks.js';
import type { OnGradient } from './contracts/parallel.js';
import { ArgumentError, ShapeError } from './errors.js';
import { registerGradients } from './gradients/register-gradients.js';
import { differentiate } from './internal/tape.js';
import { memoryScope } from './memory.js';
import { formatShape } from './shape.js';
import type { NamedTensors } from './state-dict.js';
import { mapTensors } from './tensor-tree.js';

/** How gradients are taken. */
export type GradientOptions = {
  /** Whether a tensor that the value does not depend on gets a gradient of zeros; else it is an error. Default false. */
  readonly allowUnused?: boolean | undefined;
  /** Called with each gradient as soon as it is final, while the backward pass goes on. Default: nothing is. */
  readonly onGradient?: OnGradient | undefined;
};

/** A value and its gradients; the caller owns the tensors. */
export type ValueAndGradients<Names extends NamedTensors> = {
  readonly value: Scalar;
  /** One for each name, of its tensor's shape. */
  readonly gradients: { readonly [Name in keyof Names]: Tensor };
};

/**
 * The value of a scalar function and its gradient with respect to named tensors.
 *
 * @param f uses the tensors of `of` and returns a scalar, or `{ value, aux }` with other results of this pass: a tensor,
 *   or a list or record of tensors and other values; called once
 * @param of the tensors to differentiate by, by name, owned by the caller
 * @returns the value, the gradients, and `aux`; the caller owns their tensors
 * @throws ShapeError when the value is not a scalar
 * @throws ArgumentError when the value does not depend on one of the tensors, or there are none
 * @example
 * const w = tensor1d([1, 2]);
 * const { value, gradients } = valueAndGradients(() => sum(square(w)), { w });
 * const passed = valueAndGradients(() => {
 *   const y = square(w);
 *   return { value: sum<Scalar>(y), aux: y };
 * }, { w });
 * passed.aux.print(); // 1, 4
 */
export function valueAndGradients<Names extends NamedTensors>(
  f: () => Scalar,
  of: Names,
  options?: GradientOptions,
): ValueAndGradients<Names>;
export function valueAndGradients<Names extends NamedTensors, Aux>(
  f: () => { readonly value: Scalar; readonly aux: Aux },
  of: Names,
  options?: GradientOptions,
): ValueAndGradients<Names> & { readonly aux: Aux };
export function valueAndGradients<Names extends NamedTensors>(
  f: () => Scalar | { readonly value: Scalar; readonly aux: unknown },
  of: Names,
  options: GradientOptions = {},
): ValueAndGradients<Names> & { readonly aux?: unknown } {
  const { allowUnused, onGradient } = resolveOptions('valueAndGradients', options, {
    allowUnused: false,
    onGradient: undefined,
  });
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
  const pass = (): { readonly value: Scalar; readonly aux?: unknown } => {
    const result = f();
    const { value, aux } = result instanceof Tensor ? { value: result, aux: undefined } : result;
    // Tensors of the caller in `aux` stay the caller's.
    const others = aux === undefined ? {} : { aux: mapTensors(aux, (tensor) => clone(tensor)) };
    return { value: scalarOf(value, tensors), ...others };
  };
  const onFinal = onGradient && ((index: number, gradient: Tensor): void => onGradient(names[index]!, gradient));
  return memoryScope('valueAndGradients', () => {
    const { result, gradients } = differentiate(pass, tensors, onFinal);
    const unreached = allowUnused ? [] : names.filter((_, i) => gradients[i] === undefined);
    if (unreached.length > 0) {
      throw new ArgumentError({
        where: 'valueAndGradients',
        argument: 'of',
        expected: 'hold only tensors that the value depends on',
        received: unreached.map((name) => `\`${name}\``).join(', '),
        advice: 'Freeze what is not used, or allow it with `allowUnused`',
      });
    }
    const all = names.map((name, i) => [name, gradients[i] ?? zerosLike(tensors[i]!)]);
    return { ...result, gradients: Object.fromEntries(all) as { [Name in keyof Names]: Tensor } }; // one per name of `of`
  });
}

function scalarOf(y: Tensor, tensors: readonly Tensor[]): Scalar {
  if (y.rank !== 0) {
    throw new ShapeError({
      where: 'valueAndGradients',
      argument: 'f',
      expected: 'return a scalar',
      received: `a tensor of shape ${formatShape(y.shape)}`,
    });
  }
  // The value is the caller's to dispose; a tensor of `of` is not.
  return (tensors.includes(y) ? clone(y) : y) as Scalar; // rank 0
}
