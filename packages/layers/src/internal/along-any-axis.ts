import {
  type AnyRank,
  ArgumentError,
  checkInteger,
  defineAnyRank,
  formatShape,
  formatSpec,
  Module,
  ShapeError,
  type Spec,
  type TensorSpec,
  tensorInput,
} from '@neurite/core';
import { type Tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import { sizesOf } from './sizes.js';

/** The options of layers that make distributions. */
export type AxisOptions = {
  /** The axis that is normalized, counted with the batch as axis 0, or from the end. Default -1, the last. */
  readonly axis?: number;
};

/** What layers have in common that treat the rows along one axis alike. */
export abstract class AlongAxis<T extends Tensor> extends Module<T, T> {
  readonly axis: number;
  readonly #where: string;

  /** @throws ArgumentError when `axis` is not an integer */
  constructor(where: string, axis: number) {
    super();
    checkInteger(where, 'axis', axis);
    this.axis = axis;
    this.#where = where;
  }

  /** Whether it leaves the steps of a sequence, axis 1, to themselves. */
  override get tokenwise(): boolean {
    return this.axis === -1 || this.axis > 1;
  }

  /** @param f is called with the axis as the last one, keeps the shape, and has a scope of its own if it needs one */
  protected along(x: T, f: (x: Tensor) => Tensor): T {
    const { rank, shape } = x;
    const axis = this.axis < 0 ? rank + this.axis : this.axis;
    if (axis < 0 || axis >= rank) refuse(this.#where, { argument: 'x', axis: this.axis, received: formatShape(shape) });
    if (axis === rank - 1) return f(x) as T; // the shape of x
    const swapped = shape.map((_, i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i));
    return tidy(() => transpose(f(transpose<Tensor>(x, swapped)), swapped)) as T; // the shape of x
  }
}

/** The blueprint of such a layer. */
export function alongAxis(
  where: string,
  options: { readonly axis?: number },
  build: <T extends Tensor>() => AlongAxis<T>,
): AnyRank {
  const { axis } = build();
  if (axis === 0) {
    const expected = 'be an integer other than 0, which is the batch';
    throw new ArgumentError({ where, argument: 'axis', expected, received: '0' });
  }
  const outputSpec = (input: Spec): TensorSpec => {
    const given = tensorInput(where, input, { axes: ['…', 'classes'] });
    const rank = sizesOf(given).length + 1;
    if (axis >= rank || rank + axis < 1) refuse(where, { argument: 'input', axis, received: formatSpec(given) });
    return given;
  };
  return defineAnyRank(where, [options], { outputSpec, build });
}

function refuse(
  where: string,
  { axis, ...given }: { readonly argument: string; readonly axis: number; readonly received: string },
): never {
  throw new ShapeError({ where, expected: `have an axis ${axis}, the batch counted as 0`, ...given });
}
