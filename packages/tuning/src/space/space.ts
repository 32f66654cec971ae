/** What a hyperparameter that is chosen from a list can be. */
export type Scalar = string | number | boolean | null;

/** A number between two bounds, both included. */
export type FloatDimension = {
  readonly kind: 'float';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** The distance between two values, counted from `low`; undefined: every number is one. */
  readonly step: number | undefined;
};

/** An integer between two bounds, both included. */
export type IntDimension = {
  readonly kind: 'int';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number;
};

/** One of a few values without an order. */
export type ChoiceDimension<T extends Scalar = Scalar> = { readonly kind: 'choice'; readonly options: readonly T[] };

/** One of a few variants, each with hyperparameters of its own. */
export type ConditionalDimension<V extends Variants = Variants> = {
  readonly kind: 'conditional';
  readonly variants: V;
};

/** The hyperparameters of each variant, by its name. */
export type Variants = { readonly [variant: string]: Space };

/** One hyperparameter: what `float`, `int`, `choice`, `boolean` and `conditional` make. */
export type Dimension = FloatDimension | IntDimension | ChoiceDimension | ConditionalDimension;

/** Hyperparameters by name; a record among them groups some. */
export interface Space {
  readonly [name: string]: Dimension | Space;
}

/** The values of one hyperparameter, or of a space of them. */
export type Values<S> = S extends FloatDimension | IntDimension
  ? number
  : S extends ChoiceDimension<infer T>
    ? T
    : S extends ConditionalDimension<infer V>
      ? { readonly [Name in keyof V]: { readonly kind: Name } & Values<V[Name]> }[keyof V]
      : { readonly [Name in keyof S]: Values<S[Name]> };
