import { keep, type Tensor } from '@tensorflow/tfjs-core';
import { DisposedError, ShapeError } from './errors.js';
import { formatShape, type Shape, sameShape } from './shape.js';

/** How a parameter is kept. */
export type ParameterOptions = {
  /** Whether training may change it. Default true. */
  readonly trainable?: boolean;
  /** Kept by its module (running mean, counters) and never given a gradient. Default false. */
  readonly statistic?: boolean;
};

/** What a function returned that ran on lent tensors, and what it assigned. */
export type Lent<R> = { readonly result: R; readonly assigned: ReadonlyMap<Parameter, Tensor> };

/**
 * One tensor that training may change, or that its module keeps (a statistic).
 *
 * A parameter owns its tensor: it is kept out of every `tidy` and disposed by `dispose` or `assign`.
 */
export class Parameter<T extends Tensor = Tensor> {
  readonly statistic: boolean;
  #trainable: boolean;
  #value: T;
  #borrowed = false;

  /** @param value the first value; the parameter owns it from now on */
  constructor(value: T, { trainable = true, statistic = false }: ParameterOptions = {}) {
    this.#value = keep(value);
    this.statistic = statistic;
    this.#trainable = trainable && !statistic;
  }

  /** The current tensor, owned by the parameter: do not dispose it. */
  get value(): T {
    if (this.#value.isDisposed) {
      throw new DisposedError({
        where: 'Parameter',
        problem: `a parameter of shape ${formatShape(this.#value.shape)} was used after it had been disposed`,
        advice: 'Keep the model until the last use of it',
      });
    }
    return this.#value;
  }

  get shape(): Shape {
    return this.#value.shape;
  }

  /** Whether training may change it; always false for a statistic. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(trainable: boolean) {
    this.#trainable = trainable && !this.statistic;
  }

  /**
   * Puts another tensor in place and disposes the one that was there.
   *
   * @param next same shape and dtype as before; the parameter owns it from now on
   * @throws ShapeError when the shape or dtype differs
   * @throws DisposedError when `next` has been disposed
   */
  assign(next: T): void {
    this.#check('Parameter.assign', 'next', next);
    if (next === this.#value) return;
    if (!this.#borrowed) this.#value.dispose();
    this.#value = keep(next);
    this.#borrowed = false;
  }

  /**
   * Lends parameters other tensors while `f` runs; then their own tensors are back. Where `f` throws, what it assigned
   * is disposed.
   *
   * @param tensors for each parameter one of its shape and dtype; owned by the caller
   * @returns what `f` returned, and the tensors that it assigned, by parameter; the caller owns them
   * @throws ShapeError when a shape or dtype differs
   * @throws DisposedError when a tensor has been disposed
   */
  static lend<R>(tensors: ReadonlyMap<Parameter, Tensor>, f: () => R): Lent<R> {
    for (const [parameter, tensor] of tensors) parameter.#check('Parameter.lend', 'tensors', tensor);
    const own = Array.from(tensors.keys(), (parameter) => [parameter, parameter.#value, parameter.#borrowed] as const);
    for (const [parameter, tensor] of tensors) {
      parameter.#value = tensor;
      parameter.#borrowed = true;
    }
    let returned = false;
    try {
      const result = f();
      const assigned = own.flatMap(([parameter]) =>
        parameter.#borrowed ? [] : [[parameter, parameter.#value] as const],
      );
      returned = true;
      return { result, assigned: new Map(assigned) };
    } finally {
      for (const [parameter, value, borrowed] of own) {
        if (!returned && !parameter.#borrowed) parameter.#value.dispose();
        parameter.#value = value;
        parameter.#borrowed = borrowed;
      }
    }
  }

  /** Frees the tensor. Calling it twice is harmless. */
  dispose(): void {
    if (!this.#value.isDisposed) this.#value.dispose();
  }

  #check(where: string, argument: string, tensor: T): void {
    if (!sameShape(this.#value.shape, tensor.shape) || this.#value.dtype !== tensor.dtype) {
      throw new ShapeError({
        where,
        argument,
        expected: `be ${this.#value.dtype} of shape ${formatShape(this.#value.shape)}`,
        received: `${tensor.dtype} of shape ${formatShape(tensor.shape)}`,
      });
    }
    if (tensor.isDisposed) {
      throw new DisposedError({ where, problem: `\`${argument}\` had been disposed before` });
    }
  }
}
