import {
  ArgumentError,
  type Blueprint,
  build,
  DtypeError,
  inference,
  Module,
  parameters,
  type RunInput,
  type RunOutput,
  ShapeError,
  spec,
  tokens,
} from '@neurite/core';
import { expectError, onEachBackend } from '@neurite/testing';
import { clone, ones, type Tensor, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  concatenate,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  gru,
  identity,
  inputs,
  parallel,
  relu,
  sequential,
} from '../src/index.js';
import { testLayer } from './test-layer.js';

type Forward = { forward(x: unknown, context: unknown): unknown };

testLayer({
  name: 'parallel',
  blueprint: parallel({ wide: dense(3), deep: sequential(dense(2), relu(), dropout(0.4)), same: identity() }),
  input: [2, 3],
  output: { wide: [2, 3], deep: [2, 2], same: [2, 3] },
  parameters: {
    'branches.wide.kernel': [3, 3],
    'branches.wide.bias': [3],
    'branches.deep.layers.0.kernel': [3, 2],
    'branches.deep.layers.0.bias': [2],
  },
  masks: true,
  errors: [
    {
      run: () => parallel({}),
      type: ArgumentError,
      message: 'parallel: `branches` must have at least one branch; received none.',
    },
    {
      run: () => parallel({ a: relu(), b: sequential(relu(), dense(3)) }).outputSpec(spec([])),
      type: ShapeError,
      message:
        'dense (layer 1 of sequential, branch b of parallel): `input` must be […, features] without the batch axis; ' +
        'received [].',
    },
    {
      run: (model) => (model as Forward).forward(zeros([2, 4]), inference()),
      type: ShapeError,
      message:
        'dense (branch wide of parallel): `x` must have shape [batch, …, 3]; received [2, 4]. ' +
        'The last axis must equal the features it was built for.',
    },
  ],
});

testLayer({
  name: 'parallel as a list',
  blueprint: parallel([dense(2), identity()]),
  input: [3],
  output: [[2], [3]],
  parameters: { 'branches.0.kernel': [3, 2], 'branches.0.bias': [2] },
});

testLayer({
  name: 'inputs',
  blueprint: inputs({ image: sequential(conv2d(1, 2), flatten()), words: embedding(5, 2) }),
  input: { image: [3, 2, 1], words: tokens([4]) },
  output: { image: [2], words: [4, 2] },
  parameters: {
    'branches.image.layers.0.kernel': [2, 2, 1, 1],
    'branches.image.layers.0.bias': [1],
    'branches.words.embeddings': [5, 2],
  },
  errors: [
    {
      run: () => inputs({ a: relu(), b: relu() }).outputSpec({ a: spec([3]) }),
      type: ShapeError,
      message: 'inputs: `input` must be a list or record with the fields a, b; received { a: [3] }.',
    },
    {
      run: () => inputs({ a: relu() }).outputSpec({ a: spec([3]), b: spec([3]) }),
      type: ShapeError,
      message: 'inputs: `input` must be a list or record with the fields a; received { a: [3], b: [3] }.',
    },
    {
      run: () => inputs({ a: relu() }).outputSpec(spec([3])),
      type: ShapeError,
      message: 'inputs: `input` must be a list or record with the fields a; received [3].',
    },
    {
      run: () => inputs({ a: relu(), words: embedding(5, 2) }).outputSpec({ a: spec([3]), words: spec([3]) }),
      type: DtypeError,
      message:
        'embedding (branch words of inputs): `input` must be int32; received [3]. Describe the ids with tokens([…]).',
    },
    {
      run: (model) => (model as Forward).forward({ image: ones([2, 3, 2, 1]) }, inference()),
      type: ShapeError,
      message: 'inputs: `x` must be a list or record with the fields image, words; received none for `x.words`.',
    },
    {
      run: (model) => (model as Forward).forward(ones([2, 3, 2, 1]), inference()),
      type: ShapeError,
      message: 'inputs: `x` must be a list or record with the fields image, words; received one tensor.',
    },
  ],
});

onEachBackend(() => {
  /** Makes a mask of its own. */
  class Shorten extends Module {
    override forward(x: Tensor): Tensor {
      return clone(x);
    }
    override run({ x }: RunInput<Tensor>): RunOutput<Tensor> {
      return { outputs: this.forward(x), mask: tensor2d([[1, 0]]), state: {} };
    }
  }
  const shorten: Blueprint = { name: 'shorten', outputSpec: (input) => input, build: () => new Shorten() };

  it('hands a mask on, and refuses two', async () => {
    const x = ones([1, 2, 3]);
    const mask = tensor2d([[1, 1]]);
    using one = build(parallel([dense(2), relu()]) as unknown as Blueprint, { input: [2, 3] });
    expect(one.run({ x, mask }, inference()).mask).toBe(mask);
    using two = build(parallel([shorten, relu()]), { input: [2, 3] });
    await expectError(
      () => two.run({ x, mask }, inference()),
      ArgumentError,
      'parallel: `mask` must be the same after each branch; received 2 different ones.',
    );
  });

  it('has names for states, one for each branch that has one', () => {
    using model = build(parallel({ a: gru(2), b: relu(), c: sequential(gru(3)) }), { input: [null, 3] });
    expect(Object.keys(model.initialState({ batch: 4 }))).toEqual(['branches.a', 'branches.c']);
  });

  it('shares one input, and joins what comes out', () => {
    const skip = sequential(parallel([identity(), conv2d(4, 3, { padding: 'same' })]), concatenate());
    using model = build(skip, { input: [null, null, 3] });
    expect([...parameters(model).keys()]).toEqual(['layers.0.branches.1.kernel', 'layers.0.branches.1.bias']);
    expect(model.forward(ones([2, 8, 5, 3]), inference()).shape).toEqual([2, 8, 5, 7]);
  });
});
