import { keep, type Tensor } from '@tensorflow/tfjs-core';
import { DisposedError, ShapeError } from './errors.js';
import { formatShape, type Shape, sameShape } from './shape.js';

/** How a parameter is kept. */
export type ParameterOptions = {
  /** Whether training may change it. Default true. */
  readonly trainable?: boolean;
  /** Kept by its module (running mean, counters) and never given a gradient. Default false. */
  readonly buffer?: boolean;
  /**
   * How replicas of a model that were trained side by side make one buffer of theirs: their mean, or that of the first.
   * Default `mean`.
   */
  readonly reduce?: BufferReduction;
};

/** How replicas make one buffer of theirs. */
export type BufferReduction = 'mean' | 'first';

/**
 * One tensor that training may change, or that its module keeps (a buffer).
 *
 * A parameter owns its tensor: it is kept out of every `tidy` and disposed by `dispose` or `assign`.
 */
export class Parameter<T extends Tensor = Tensor> {
  readonly buffer: boolean;
  readonly reduce: BufferReduction;
  #trainable: boolean;
  #value: T;
  #borrowed = false;

  /** @param value the first value; the parameter owns it from now on */
  constructor(value: T, { trainable = true, buffer = false, reduce = 'mean' }: ParameterOptions = {}) {
    this.#value = keep(value);
    this.buffer = buffer;
    this.reduce = reduce;
    this.#trainable = trainable && !buffer;
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

  /** Whether training may change it; always false for a buffer. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(trainable: boolean) {
    this.#trainable = trainable && !this.buffer;
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
   * Lends the parameter another tensor while `f` runs. What `f` assigned meanwhile is given back, owned by the
   * caller; the parameter's own tensor returns to its place. Where `f` throws, what it assigned is disposed.
   *
   * @param tensor same shape and dtype as the parameter's; owned by the caller
   * @throws ShapeError when the shape or dtype differs
   * @throws DisposedError when `tensor` has been disposed
   */
  lend<R>(tensor: T, f: () => R): { readonly result: R; readonly assigned: T | undefined } {
    this.#check('Parameter.lend', 'tensor', tensor);
    const own = this.#value;
    const wasBorrowed = this.#borrowed;
    this.#value = tensor;
    this.#borrowed = true;
    try {
      const result = f();
      return { result, assigned: this.#borrowed ? undefined : this.#value };
    } catch (error) {
      if (!this.#borrowed) this.#value.dispose();
      throw error;
    } finally {
      this.#value = own;
      this.#borrowed = wasBorrowed;
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
