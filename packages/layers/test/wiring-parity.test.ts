import {
  type AnyBlueprint,
  type Blueprint,
  build,
  type Context,
  inference,
  type KeyWords,
  keyTensor,
  loadState,
  parameters,
  type RandomKeys,
  type Spec,
  spec,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, fixture, type NestedNumbers, onEachBackend } from '@neurite/testing';
import { add, mul, type Scalar, sigmoid as squash, Tensor, tensor, tidy, sum as total } from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import {
  average,
  concatenate,
  dense,
  dropout,
  flatten,
  identity,
  inputs,
  lambda,
  masked,
  multiply,
  parallel,
  reshape,
  residual,
  sequential,
  sigmoid,
  simpleRnn,
  sum,
  tanh,
  timeDistributed,
} from '../src/index.js';

type Numbers = NestedNumbers | { readonly [name: string]: Numbers };
type Tree = Tensor | { readonly [name: string]: Tree };
type Case = {
  readonly layer: string;
  readonly x: Numbers;
  readonly state: Readonly<Record<string, NestedNumbers>>;
  readonly y: Numbers;
  readonly cotangent: Numbers;
  readonly gradients: { readonly x: Numbers; readonly state: Readonly<Record<string, NestedNumbers>> };
};
type DropoutCase = {
  readonly rate: number;
  readonly key: KeyWords;
  readonly first: number;
  readonly x: NestedNumbers;
  readonly y: NestedNumbers;
  readonly cotangent: NestedNumbers;
  readonly gradient: NestedNumbers;
};

const blueprints: Readonly<Record<string, AnyBlueprint>> = {
  residual: residual(sequential(dense(4), tanh())),
  parallel: parallel({ a: dense(2), b: identity() }),
  inputs: inputs({ a: dense(3), b: sequential(dense(1), sigmoid()) }),
  concatenate: concatenate(),
  sum: sum(),
  multiply: multiply(),
  average: average(),
  identity: identity(),
  lambda: lambda((x: Tensor): Tensor => mul(x, squash(x))),
  timeDistributed: timeDistributed(sequential(flatten(), dense(3))),
  masked: masked(sequential(dense(4), simpleRnn(3))),
  flatten: flatten(),
  reshape: reshape([4, 3]),
};

const isRecord = (value: Numbers): value is { readonly [name: string]: Numbers } =>
  typeof value === 'object' && !Array.isArray(value);

function toTree(numbers: Numbers): Tree {
  if (!isRecord(numbers)) return tensor(numbers as number[]);
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, toTree(value)]));
}

function specOf(tree: Tree): Spec {
  if (tree instanceof Tensor) return spec(tree.shape.slice(1));
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, specOf(value)]));
}

const leaves = (tree: Tree): Tensor[] => (tree instanceof Tensor ? [tree] : Object.values(tree).flatMap(leaves));

onEachBackend(() => {
  const { cases } = fixture<{ cases: Case[] }>('layers/wiring');
  describe('as PyTorch', () => {
    it.each(cases.map((one) => [one.layer, one] as const))('%s', async (_, one) => {
      const blueprint = blueprints[one.layer] as Blueprint<Tree, Tree>; // all kinds are built alike
      const x = toTree(one.x);
      using model = build(blueprint, { input: specOf(x) as never });
      const state = toTree(one.state) as Readonly<Record<string, Tensor>>; // a record
      loadState(model, state);
      const wanted = leaves(toTree(one.y));
      for (const [i, y] of leaves(model.forward(x, inference())).entries()) await expectClose(y, wanted[i]!);

      const cotangents = leaves(toTree(one.cotangent));
      const floats = leaves(x).slice(0, one.layer === 'masked' ? 1 : undefined); // nothing depends smoothly on a mask
      const given = Object.fromEntries(floats.map((leaf, i) => [`x ${i}`, leaf]));
      const own = Object.fromEntries([...parameters(model)].map(([path, { value }]) => [path, value]));
      const { gradients } = valueAndGradients(
        () =>
          tidy(() =>
            leaves(model.forward(x, inference()))
              .map((y, i) => total(mul(y, cotangents[i]!)))
              .reduce((all, next) => add(all, next)),
          ) as Scalar,
        { ...given, ...own },
      );
      for (const [i, by] of leaves(toTree(one.gradients.x)).entries()) {
        if (i < floats.length) await expectClose(gradients[`x ${i}`]!, await by.array());
      }
      for (const [path, by] of Object.entries(one.gradients.state)) await expectClose(gradients[path]!, by);
    });
  });

  const drawn = fixture<{ cases: DropoutCase[] }>('layers/dropout').cases;
  describe('dropout drops what Threefry says', () => {
    it.each(drawn.map((one) => [`${one.rate} from row ${one.first}`, one] as const))('%s', async (_, one) => {
      const x = tensor(one.x as number[]);
      using model = build(dropout(one.rate) as unknown as Blueprint, { input: x.shape.slice(1) }); // of any rank
      const random: RandomKeys = { child: () => random, key: () => keyTensor(one.key), replay: () => random };
      const context: Context = { training: true, random, rows: { first: one.first } };
      await expectClose(model.forward(x, context), one.y);
      const f = () => total(mul(model.forward(x, context), tensor(one.cotangent as number[]))) as Scalar;
      const { gradients } = valueAndGradients(f, { x });
      await expectClose(gradients.x, one.gradient);
    });
  });
});
