import { readdirSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import {
  type AnyBlueprint,
  type Blueprint,
  build,
  fromConfig,
  type Json,
  mapTensors,
  RandomStream,
  randomKeys,
  type SpecInput,
  shared,
  spec,
  tensorsOf,
  trainables,
  valueAndGradients,
} from '@neurite/core';
import { fixture, type NestedNumbers } from '@neurite/testing';
import { add, getBackend, ones, type Scalar, setBackend, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as layers from '../src/index.js';
import { registry } from './test-layer.js';

/** What is exported and makes no layer with a gradient, each with the reason. */
const OTHERS = {
  beamSearch: 'draws texts',
  defineCell: 'makes the blueprint of a cell of one’s own',
  generate: 'draws texts',
  greedy: 'draws tokens',
  sampling: 'draws tokens',
  shiftRight: 'moves integers alone',
};

let before: string;
beforeAll(async () => {
  before = getBackend();
  await useWasm({ fallback: false });
});
afterAll(async () => {
  await useWasm({ fallback: true });
  await setBackend(before);
});

/** Goes through a layer in training and back to its inputs and parameters. */
function pass(layer: AnyBlueprint, x: unknown): void {
  const input = mapTensors(x, ({ shape, dtype }) => spec(shape.slice(1), dtype as 'float32') as never); // specs in their place
  using model = build(layer as Blueprint<unknown, unknown>, { input: input as SpecInput, seed: 7 });
  const inputs = [...tensorsOf(x)]
    .filter(([, { dtype }]) => dtype === 'float32')
    .map(([path, of]) => [`x ${path}`, of]);
  const context = { training: true, random: randomKeys(RandomStream.fromSeed(1)) };
  const total = (): Scalar =>
    [...tensorsOf(model.forward(x, context)).values()]
      .filter(({ dtype }) => dtype === 'float32')
      .map((y) => sum<Scalar>(y))
      .reduce((all, one) => add(all, one));
  tidy(() => {
    const of = { ...(Object.fromEntries(inputs) as Record<string, Tensor>), ...trainables(model) };
    valueAndGradients(total, of, { allowUnused: true });
  });
}

/** A call of a layer, and its inputs. */
type Call = {
  readonly layer: string;
  readonly arguments: readonly Json[];
  readonly x: NestedNumbers | Readonly<Record<string, NestedNumbers>>;
  readonly dtype?: 'int32';
  readonly dtypes?: Readonly<Record<string, 'int32'>>;
};

/** The fixtures whose inputs are lists or records of tensors. */
const PARTS = ['attending', 'joins', 'unpool', 'weighted-bags'];

/** What the fixtures of layers call, by layer. */
const calls = new Map<string, (Call & { readonly isWhole: boolean })[]>();
for (const name of readdirSync(new URL('../../../fixtures/layers/', import.meta.url))) {
  if (!name.endsWith('.json')) continue;
  const file = name.replace('.json', '');
  for (const one of fixture<{ cases: Partial<Call>[] }>(`layers/${file}`).cases) {
    if (one.layer === undefined || one.arguments === undefined || one.x === undefined) continue;
    const call = { ...(one as Call), isWhole: !PARTS.includes(file) }; // as just seen
    calls.set(call.layer, [...(calls.get(call.layer) ?? []), call]);
  }
}

function inputOf({ x, dtype, dtypes = {}, isWhole }: Call & { readonly isWhole: boolean }): unknown {
  if (isWhole) return tensor(x as number[], undefined, dtype);
  const parts = Object.entries(x).map(([name, of]) => [name, tensor(of as number[], undefined, dtypes[name])] as const);
  return Array.isArray(x) ? parts.map(([, of]) => of) : Object.fromEntries(parts);
}

const sequential = layers.sequential as (...parts: readonly unknown[]) => AnyBlueprint;
const branches = { a: layers.dense(3), b: layers.dense(3) };
const joined = (join: unknown): AnyBlueprint => sequential(layers.parallel(branches), join);
const cell = (of: unknown): AnyBlueprint => layers.recurrent(of as never) as AnyBlueprint; // any cell
const positioned = (position: unknown): AnyBlueprint =>
  layers.multiHeadAttention({ heads: 2, position: position as never }); // any of the three
const row = [2, 5];
const tokens = [2, 5, 4];
const image = [2, 5, 4, 4];

/** Those that fixtures call in another way: a layer with its inputs. */
const own: Readonly<Record<string, readonly [layer: AnyBlueprint, x: readonly number[] | (() => unknown)]>> = {
  alibi: [positioned(layers.alibi()), tokens],
  average: [joined(layers.average()), row],
  batchNorm: [layers.batchNorm(), image],
  bidirectional: [layers.bidirectional(layers.lstm(3)) as AnyBlueprint, tokens],
  concatenate: [joined(layers.concatenate()), row],
  convLstm1dCell: [cell(layers.convLstm1dCell(2, 2)), image],
  convLstm2dCell: [cell(layers.convLstm2dCell(2, 2)), [2, 3, 4, 3, 2]],
  convLstm3dCell: [cell(layers.convLstm3dCell(2, 2)), [2, 3, 2, 3, 2, 2]],
  crossAttention: [
    layers.crossAttention({ heads: 2 }) as AnyBlueprint,
    () => ({ query: ones(tokens), context: ones([2, 3, 4]) }),
  ],
  dense: [layers.dense(3), row],
  dropout: [layers.dropout(0.5), row],
  dropoutCell: [cell(layers.stacked(layers.dropoutCell(0.5), layers.gruCell(3))), tokens],
  flatten: [layers.flatten(), image],
  gelu: [layers.gelu(), row],
  groupNorm: [layers.groupNorm(2), image],
  gruCell: [cell(layers.gruCell(3)), tokens],
  identity: [sequential(layers.dense(3), layers.identity()), row],
  inputs: [sequential(layers.inputs(branches), layers.sum()), () => ({ a: ones(row), b: ones(row) })],
  lambda: [layers.lambda((x: Tensor) => add(x, 1)) as AnyBlueprint, row],
  leakyRelu: [layers.leakyRelu(), row],
  lstmCell: [cell(layers.lstmCell(3)), tokens],
  masked: [
    layers.masked(layers.dense(3)) as AnyBlueprint,
    () => ({
      x: ones(tokens),
      mask: tensor([
        [1, 1, 1, 0, 0],
        [1, 1, 1, 1, 1],
      ]),
    }),
  ],
  multiply: [joined(layers.multiply()), row],
  parallel: [joined(layers.sum()), row],
  positionalEmbedding: [layers.positionalEmbedding(6), tokens],
  relativePositions: [positioned(layers.relativePositions({ maxDistance: 3 })), tokens],
  relu: [layers.relu(), row],
  reshape: [layers.reshape([5, 1]), row],
  residual: [layers.residual(layers.dense(5)) as AnyBlueprint, row],
  rotary: [positioned(layers.rotary()), tokens],
  sigmoid: [layers.sigmoid(), row],
  silu: [layers.silu(), row],
  simpleRnn: [layers.simpleRnn(3), tokens],
  simpleRnnCell: [cell(layers.simpleRnnCell(3)), tokens],
  stacked: [cell(layers.stacked(layers.lstmCell(3), layers.simpleRnnCell(2))), tokens],
  sum: [joined(layers.sum()), row],
  tanh: [layers.tanh(), row],
  timeDistributed: [layers.timeDistributed(layers.dense(3)) as AnyBlueprint, tokens],
};
const words = shared('words', layers.embedding(7, 4));

describe('layers on kernels of wasm alone, forward and backward', () => {
  it.each([...calls.keys()])('%s', (name) => {
    for (const call of calls.get(name)!) {
      const layer = fromConfig({ name, arguments: call.arguments }, registry);
      tidy(() => pass(layer, inputOf(call)));
    }
  });

  it.each(Object.keys(own))('%s', (name) => {
    const [layer, x] = own[name]!;
    tidy(() => pass(layer, typeof x === 'function' ? x() : ones([...x])));
  });

  it('unembedding', () => {
    tidy(() =>
      pass(sequential(words, layers.dense(4), layers.unembedding(words)), tensor([[1, 6]], undefined, 'int32')),
    );
  });

  it('covers every layer', () => {
    const names = Object.entries(layers)
      .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name) && !(name in OTHERS))
      .map(([name]) => name);
    const covered = new Set([...calls.keys(), ...Object.keys(own), 'unembedding']);
    expect(names.filter((name) => !covered.has(name))).toEqual([]);
  });
});
