import { clone, keep, Tensor } from '@tensorflow/tfjs-core';
import { checkOptions, describeValue } from './checks.js';
import { ArgumentError, DisposedError, ShapeError } from './errors.js';
import { formatShape, type Shape, sameShape } from './shape.js';

/** How a parameter is kept. */
export type ParameterOptions = {
  /** Whether training may change it. Default true. */
  readonly trainable?: boolean;
  /** Kept by its module (running mean, counters) and never given a gradient. Default false. */
  readonly buffer?: boolean;
  /**
   * How the buffers of replicas that were trained in parallel become one: their mean, or that of the first.
   * Default `mean`.
   */
  readonly reduce?: BufferReduction;
};

/** How the buffers of replicas become one. */
export type BufferReduction = 'mean' | 'first';

/** Who trains a parameter at present: it has newer values than the parameter, and is told of changes. */
export interface ParameterHolder {
  /** The value to read, lent; undefined where it is the parameter's own. Has no side effect. */
  current(parameter: Parameter): Tensor | undefined;
  /** Somebody else has assigned, frozen, unfrozen or disposed the parameter, whose own value is the newest now. */
  changed(parameter: Parameter): void;
}

/** What ran while parameters held other tensors, and what was assigned to them meanwhile, owned by the caller. */
export type Lent<R> = { readonly result: R; readonly assigned: ReadonlyMap<Parameter, Tensor> };

/** How tensors are lent. */
export type LendOptions = {
  /** Called with each parameter that is read or assigned and was not lent a tensor. Default: nothing is. */
  readonly others?: ((parameter: Parameter) => void) | undefined;
};

/**
 * One tensor that training may change, or that its module keeps (a buffer).
 *
 * A parameter owns its tensor: it is kept out of every `tidy` and disposed by `dispose` or `assign`.
 */
export class Parameter<T extends Tensor = Tensor> {
  static #others: LendOptions['others'];

  readonly buffer: boolean;
  readonly reduce: BufferReduction;
  /** Who trains it; undefined while nobody does. `fit` sets it for the time of a run. */
  holder: ParameterHolder | undefined;
  #trainable: boolean;
  #value: T;
  /** Whether it holds what `lend` gave it, or what was assigned instead. */
  #lent = false;
  /** Whether `#value` was assigned while it was lent another. */
  #assigned = false;
  /** The holder's tensor that `#value` is a copy of. */
  #source: Tensor | undefined;

  /**
   * @param value the first value; the parameter owns it from now on
   * @throws ArgumentError when `value` is no tensor, or an option is unknown
   */
  constructor(value: T, options: ParameterOptions = {}) {
    checkOptions('Parameter', options, ['trainable', 'buffer', 'reduce']);
    if (!(value instanceof Tensor)) {
      throw new ArgumentError({
        where: 'Parameter',
        argument: 'value',
        expected: 'be a tensor',
        received: describeValue(value),
        advice: 'If an initializer gave it, pass what the initializer returns: heNormal(), not heNormal',
      });
    }
    const { trainable = true, buffer = false, reduce = 'mean' } = options;
    this.#value = keep(value);
    this.buffer = buffer;
    this.reduce = reduce;
    this.#trainable = trainable && !buffer;
  }

  /**
   * Runs `f` while parameters hold other tensors; afterwards each has its own again. What `f` assigned is given back.
   * Where `f` throws, what it assigned is disposed.
   *
   * @param loans for each parameter a tensor of its shape and dtype, owned by the caller
   * @throws ShapeError when a shape or dtype differs
   * @throws DisposedError when a tensor has been disposed
   * @example
   * using neuron = new Neuron({ inputs: 2 });
   * const loans = new Map([[neuron.bias, scalar(3)]]);
   * const { result } = Parameter.lend(loans, () => neuron.bias.value); // the scalar of 3
   */
  static lend<R>(
    loans: ReadonlyMap<Parameter, Tensor>,
    f: () => R,
    { others = Parameter.#others }: LendOptions = {},
  ): Lent<R> {
    const before: { readonly parameter: Parameter; readonly value: Tensor; lent: boolean; assigned: boolean }[] = [];
    const assigned = new Map<Parameter, Tensor>();
    const outer = Parameter.#others;
    try {
      for (const [parameter, tensor] of loans) {
        parameter.#check('Parameter.lend', 'tensor', tensor);
        before.push({ parameter, value: parameter.#value, lent: parameter.#lent, assigned: parameter.#assigned });
        parameter.#value = tensor;
        parameter.#lent = true;
        parameter.#assigned = false;
      }
      Parameter.#others = others;
      const result = f();
      for (const { parameter } of before) if (parameter.#assigned) assigned.set(parameter, parameter.#value);
      return { result, assigned };
    } catch (error) {
      for (const { parameter } of before) if (parameter.#assigned) parameter.#value.dispose();
      throw error;
    } finally {
      Parameter.#others = outer;
      for (const { parameter, value, lent, assigned } of before) {
        parameter.#value = value;
        parameter.#lent = lent;
        parameter.#assigned = assigned;
      }
    }
  }

  /** The current tensor, owned by the parameter: do not dispose it, and do not keep it across a training step. */
  get value(): T {
    if (!this.#lent) {
      Parameter.#others?.(this);
      if (this.holder !== undefined) this.#follow(this.holder);
    }
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

  get isDisposed(): boolean {
    return this.#value.isDisposed;
  }

  /** Whether training may change it; always false for a buffer. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(trainable: boolean) {
    const next = trainable && !this.buffer;
    if (next === this.#trainable) return;
    if (this.holder !== undefined && !this.#lent) this.#follow(this.holder);
    this.#trainable = next;
    this.holder?.changed(this);
  }

  /**
   * Replaces the tensor and disposes the old one.
   *
   * @param next same shape and dtype as before; the parameter owns it from now on
   * @throws ShapeError when the shape or dtype differs
   * @throws DisposedError when `next` has been disposed
   */
  assign(next: T): void {
    this.#check('Parameter.assign', 'next', next);
    if (next === this.#value) return;
    if (!this.#lent) Parameter.#others?.(this);
    if (!this.#lent || this.#assigned) this.#value.dispose();
    this.#value = keep(next);
    if (this.#lent) {
      this.#assigned = true;
    } else {
      this.#source = undefined;
      this.holder?.changed(this);
    }
  }

  /** Frees the tensor. Calling it twice is harmless. */
  dispose(): void {
    if (this.#value.isDisposed) return;
    this.#value.dispose();
    this.holder?.changed(this);
  }

  /** Takes the holder's value where it is a newer one. */
  #follow(holder: ParameterHolder): void {
    const current = holder.current(this);
    if (current === undefined || current === this.#source || this.#value.isDisposed) return;
    this.#value.dispose();
    this.#value = keep(clone(current)) as T; // of the parameter's shape, as every tensor that it is lent
    this.#source = current;
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
