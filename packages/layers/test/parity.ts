import {
  type AnyBlueprint,
  type Blueprint,
  build,
  type Json,
  loadState,
  type Module,
  parameters,
  RandomStream,
  randomKeys,
  spec,
  stateDict,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, type NestedNumbers, type Tolerance } from '@neurite/testing';
import { mul, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** One case of `fixtures/layers`: what PyTorch answered, and Σ y · cotangent differentiated. */
export type ParityCase = {
  readonly x: NestedNumbers;
  /** Default float32; int32 inputs have no gradient. */
  readonly dtype?: 'float32' | 'int32';
  readonly training?: boolean;
  readonly state: Readonly<Record<string, NestedNumbers>>;
  readonly stateAfter?: Readonly<Record<string, NestedNumbers>>;
  readonly y: NestedNumbers;
  readonly cotangent: NestedNumbers;
  readonly gradients: Readonly<Record<string, NestedNumbers>>;
};

/** Expects a layer to answer as PyTorch did: value, gradients by input and parameters, and state afterwards. */
export async function expectParity(
  given: AnyBlueprint,
  { x: input, dtype = 'float32', training = false, state, stateAfter, y, cotangent, gradients: wanted }: ParityCase,
  tolerance: Tolerance = {},
): Promise<void> {
  const x = tensor(input as number[][], undefined, dtype);
  const context = () => ({ training, random: randomKeys(RandomStream.fromSeed(0)) });
  const blueprint = given as Blueprint; // all kinds are built alike
  const sample = spec(x.shape.slice(1), dtype);
  using model: Module = build(blueprint, { input: sample });
  const load = (): void => {
    loadState(model, Object.fromEntries(Object.entries(state).map(([path, v]) => [path, tensor(v as number[])])));
  };

  load();
  expect(blueprint.outputSpec(sample)).toEqual(spec(tensor(y as number[]).shape.slice(1)));
  await expectClose(model.forward(x, context()), y, tolerance);
  if (stateAfter !== undefined) {
    for (const [path, value] of Object.entries(stateDict(model))) await expectClose(value, stateAfter[path]!);
  }

  load();
  const of: Record<string, Tensor> = dtype === 'int32' ? {} : { x };
  for (const [path, parameter] of parameters(model)) if (parameter.trainable) of[path] = parameter.value;
  const { gradients } = valueAndGradients(
    () => sum(mul(model.forward(x, context()), tensor(cotangent as number[]))),
    of,
  );
  expect(Object.keys(gradients).sort()).toEqual(Object.keys(wanted).sort());
  for (const [path, gradient] of Object.entries(gradients)) await expectClose(gradient, wanted[path]!, tolerance);
}

/** A case whose input is a record or list of tensors; those that have no gradient, as masks, are constants. */
export type PartsCase = Omit<ParityCase, 'x'> & {
  readonly layer: string;
  readonly arguments: readonly Json[];
  readonly x: Readonly<Record<string, NestedNumbers>>;
  /** Of those of `x` that are not float32. */
  readonly dtypes?: Readonly<Record<string, 'int32'>>;
};

/** Expects a layer that takes several tensors to answer as PyTorch did: value, and gradients by its input and parameters. */
export async function expectPartsParity(
  given: AnyBlueprint,
  { x: parts, dtypes = {}, state, y, cotangent, gradients: wanted }: PartsCase,
  tolerance: Tolerance = {},
): Promise<void> {
  const tensors = Object.entries(parts).map(
    ([name, values]) => [name, tensor(values as number[], undefined, dtypes[name])] as const,
  );
  const whole = <V>(f: (of: Tensor) => V) =>
    Array.isArray(parts)
      ? tensors.map(([, of]) => f(of))
      : Object.fromEntries(tensors.map(([name, of]) => [name, f(of)]));
  const input = whole(({ shape, dtype }) => spec(shape.slice(1), dtype as 'float32' | 'int32')); // one of these two
  const x = whole((of) => of);
  const blueprint = given as AnyBlueprint as Blueprint; // all kinds are built alike
  using model = build(blueprint, { input: input as never }) as Module<unknown, Tensor>;
  loadState(model, Object.fromEntries(Object.entries(state).map(([path, v]) => [path, tensor(v as number[])])));
  const context = { training: false, random: randomKeys(RandomStream.fromSeed(0)) };
  await expectClose(model.forward(x, context), y, tolerance);
  const of: Record<string, Tensor> = Object.fromEntries(tensors.filter(([name]) => name in wanted));
  for (const [path, { value }] of parameters(model)) of[path] = value;
  const { gradients } = valueAndGradients(() => sum(mul(model.forward(x, context), tensor(cotangent as number[]))), of);
  expect(Object.keys(gradients).sort()).toEqual(Object.keys(wanted).sort());
  for (const [path, gradient] of Object.entries(gradients)) await expectClose(gradient, wanted[path]!, tolerance);
}
