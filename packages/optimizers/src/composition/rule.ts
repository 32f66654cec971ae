import type { ScheduleContext } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** A number that is the same for all parameters, or one for each by its path. */
export type PerPath = number | ((path: string) => number);

/**
 * Elementwise arithmetic that a rule is written in. `T` stands for one value of each element; a number is the same for
 * all of them. Each result is rounded to float32.
 */
export interface Algebra<T> {
  add(a: T | number, b: T | number): T;
  sub(a: T | number, b: T | number): T;
  mul(a: T | number, b: T | number): T;
  div(a: T | number, b: T | number): T;
  /** The larger of the two; NaN where one is NaN. */
  maximum(a: T | number, b: T | number): T;
  /** The smaller of the two; NaN where one is NaN. */
  minimum(a: T | number, b: T | number): T;
  sqrt(a: T | number): T;
  square(a: T): T;
  abs(a: T | number): T;
  /** −1, 0 or 1; NaN stays NaN. */
  sign(a: T): T;
  /** `x` where `a > b`, else `y`. */
  whereGreater(a: T | number, b: T | number, x: T | number, y: T | number): T;
}

/** What the scalar of a rule may depend on besides the step. */
export type RuleContext = ScheduleContext & {
  /** How many steps the parameter had before: the step, less for parameters that became trainable later than others. */
  readonly age: number;
};

/** What a rule reads in one step: the values of one parameter. */
export type RuleInput<T, Slot extends string, Scalar extends string, Constant extends string> = {
  /** The gradient, or what the link before made of it. */
  readonly gradient: T;
  readonly parameter: T;
  readonly slots: { readonly [S in Slot]: T };
  readonly scalars: { readonly [S in Scalar]: T };
  readonly constants: { readonly [C in Constant]: T | number };
};

/** How an optimizer moves one parameter, each element by itself. */
export type Rule<Slot extends string = never, Scalar extends string = never, Constant extends string = never> = {
  /** The tensors that are kept for each parameter, by what each begins as: a new tensor of the parameter's shape. */
  readonly slots?: { readonly [S in Slot]: (parameter: Tensor) => Tensor };
  /** The numbers that change from step to step. A schedule is one. Pure. */
  readonly scalars?: { readonly [S in Scalar]: (step: number, context: RuleContext) => number };
  /** The numbers that never change but may differ from parameter to parameter. Pure. */
  readonly constants?: { readonly [C in Constant]: PerPath };
  /** Called by `init` with the paths of the parameters; throws where they do not fit the rule. */
  readonly checkPaths?: (paths: readonly string[]) => void;
  /**
   * Is called once, when the optimizer is made, with symbols: what it does must not depend on values.
   *
   * @returns what is to be added to the parameter (or in a chain, the gradient of the next link), and all next slots
   */
  step<T>(
    e: Algebra<T>,
    input: RuleInput<T, Slot, Scalar, Constant>,
  ): { readonly update: T; readonly slots?: { readonly [S in Slot]: T } };
  /**
   * The weights to evaluate with, where they are not the parameters; called once, as `step` is. At most one link of a
   * chain has this.
   */
  readonly evaluation?: <T>(e: Algebra<T>, input: Pick<RuleInput<T, Slot, never, never>, 'parameter' | 'slots'>) => T;
};

/** A rule whose names do not matter. */
export type AnyRule = Rule<string, string, string>;
