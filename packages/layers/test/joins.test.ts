import { ArgumentError, build, inference, type Joins, ShapeError, spec, tokens } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { type Tensor, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  average,
  type ConcatenateOptions,
  concatenate,
  dense,
  multiply,
  parallel,
  sequential,
  sum,
} from '../src/index.js';
import { testLayer } from './test-layer.js';

type Forward = { forward(x: unknown, context: unknown): unknown };

for (const [name, join] of Object.entries({ average, multiply, sum })) {
  testLayer({
    name,
    blueprint: join(),
    input: { a: [3, 2], b: [3, 2], c: [3, 2] },
    output: [3, 2],
    masks: true,
    errors: [
      {
        run: () => join().outputSpec(spec([4])),
        type: ShapeError,
        message: `${name}: \`input\` must be a list or record of tensors; received [4].`,
      },
      {
        run: () => join().outputSpec({ a: spec([4]), b: [spec([4])] }),
        type: ShapeError,
        message: `${name}: \`input\` must be a list or record of tensors; received { a: [4], b: ([4]) }.`,
      },
      {
        run: () => join().outputSpec([spec([4, null]), spec([3, 2])]),
        type: ShapeError,
        message: `${name}: \`input\` must have tensors of one shape and dtype; received ([4, null], [3, 2]).`,
      },
      {
        run: () => join().outputSpec([spec([4]), tokens([4])]),
        type: ShapeError,
        message: `${name}: \`input\` must have tensors of one shape and dtype; received ([4], int32 [4]).`,
      },
      {
        run: (model) => (model as Forward).forward({ a: zeros([2, 3]), b: zeros([1, 3]) }, inference()),
        type: ShapeError,
        message: `${name}: \`x.b\` must have the shape of \`x.a\`, [2, 3]; received [1, 3].`,
      },
    ],
  });
  testLayer({ name: `${name} of one`, blueprint: join(), input: [[3]], output: [3] });
}

testLayer({
  name: 'concatenate',
  blueprint: concatenate(),
  input: { a: [3, 2], b: [3, 1], c: [3, 3] },
  output: [3, 6],
  masks: true,
  errors: [
    {
      run: () => concatenate({ axis: 0 }),
      type: ArgumentError,
      message: 'concatenate: `axis` must be an integer other than 0, which is the batch; received 0.',
    },
    {
      run: () => concatenate({ axes: 1 } as ConcatenateOptions),
      type: ArgumentError,
      message: 'concatenate: `options` must be among `axis`; received `axes`.',
    },
    {
      run: () => concatenate({ axis: 3 }).outputSpec([spec([4, 2]), spec([4, 2])]),
      type: ShapeError,
      message: 'concatenate: `input` must have tensors with an axis 3; received ([4, 2], [4, 2]).',
    },
    {
      run: () => concatenate({ axis: -2 }).outputSpec([spec([4, 2]), spec([4, 3])]),
      type: ShapeError,
      message:
        'concatenate: `input` must have tensors of one dtype that differ in axis -2 alone; received ([4, 2], [4, 3]).',
    },
    {
      run: (model) => (model as Forward).forward([zeros([2, 3, 1]), zeros([2, 4, 1])], inference()),
      type: ShapeError,
      message: 'concatenate: `x.1` must differ from `x.0`, [2, 3, 1], in axis 2 alone; received [2, 4, 1].',
    },
  ],
});

testLayer({
  name: 'concatenate along the first axis',
  blueprint: concatenate({ axis: 1 }),
  input: [
    [1, 2],
    [3, 2],
  ],
  output: [4, 2],
});

onEachBackend(() => {
  const a = tensor2d([[1, -2]]);
  const b = tensor2d([[3, 5]]);

  describe.each<[string, Joins, number[][]]>([
    ['sum', sum(), [[4, 3]]],
    ['multiply', multiply(), [[3, -10]]],
    ['average', average(), [[2, 1.5]]],
    ['concatenate', concatenate(), [[1, -2, 3, 5]]],
  ])('%s', (_, join, expected) => {
    it('joins the tensors of a record and of a list', async () => {
      using record = build(join, { input: { a: [2], b: [2] } });
      await expectClose(record.forward({ a, b }, inference()), expected);
      using list = build(join, { input: [[2], [2]] });
      await expectClose(list.forward([a, b], inference()), expected);
    });
  });

  it('knows what is known: sizes of null meet any, and are told where they add up', () => {
    expect(sum().outputSpec([spec([null, 3]), spec([4, null])])).toEqual(spec([4, 3]));
    expect(concatenate().outputSpec([spec([null, 3]), spec([4, 2])])).toEqual(spec([4, 5]));
    expect(concatenate({ axis: 1 }).outputSpec([spec([null, 3]), spec([4, 3])])).toEqual(spec([null, 3]));
  });

  it('makes layers for any rank of layers for any rank', () => {
    const gate = sequential(parallel([dense(3), dense(3)]), multiply());
    using model = build(gate, { input: [4] });
    const y: Tensor = model.forward(zeros([2, 4]), inference());
    expect(y.shape).toEqual([2, 3]);
  });
});
