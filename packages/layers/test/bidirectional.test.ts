import {
  ArgumentError,
  build,
  inference,
  loadState,
  RandomStream,
  ShapeError,
  spec,
  stateDict,
  tokens,
} from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { add, concat, mul, reverse, slice, type Tensor, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type BidirectionalMerge,
  type BidirectionalOptions,
  bidirectional,
  dense,
  dropout,
  embedding,
  gru,
  lstm,
  parallel,
  sequential,
  simpleRnn,
} from '../src/index.js';
import { testLayer } from './test-layer.js';

testLayer({
  name: 'bidirectional, merge: none',
  blueprint: bidirectional(simpleRnn(1, { useBias: false }), { merge: 'none' }),
  input: [2, 1],
  output: [[1], [1]],
  masks: true,
  parameters: {
    'forwardLayer.kernel': [1, 1],
    'forwardLayer.recurrentKernel': [1, 1],
    'backwardLayer.kernel': [1, 1],
    'backwardLayer.recurrentKernel': [1, 1],
  },
});

testLayer({
  name: 'bidirectional',
  blueprint: bidirectional(gru(2)),
  input: [3, 2],
  output: [4],
  parameters: {
    'forwardLayer.kernel': [2, 6],
    'forwardLayer.recurrentKernel': [2, 6],
    'forwardLayer.bias': [6],
    'forwardLayer.recurrentBias': [2],
    'backwardLayer.kernel': [2, 6],
    'backwardLayer.recurrentKernel': [2, 6],
    'backwardLayer.bias': [6],
    'backwardLayer.recurrentBias': [2],
  },
  masks: true,
  errors: [
    {
      run: () => bidirectional(gru(2), { merge: 'concat' as 'sum' }),
      type: ArgumentError,
      message:
        "bidirectional: `merge` must be 'concatenate', 'sum', 'multiply', 'average' or 'none'; received 'concat'.",
    },
    {
      run: () => bidirectional(gru(2), { mergeMode: 'sum' } as BidirectionalOptions),
      type: ArgumentError,
      message: 'bidirectional: `options` must be among `merge`; received `mergeMode`.',
    },
    {
      run: () => bidirectional(gru(2)).outputSpec(spec([3])),
      type: ShapeError,
      message:
        'gru (forward layer of bidirectional): `input` must be [time, features] without the batch axis; received [3].',
    },
    {
      run: () => bidirectional(parallel({ a: gru(2) }) as never).outputSpec(spec([3, 2])),
      type: ShapeError,
      message: 'bidirectional: `layer` must give one tensor; received { a: [2] }.',
    },
  ],
});

for (const merge of ['sum', 'multiply', 'average'] as const) {
  testLayer({
    name: `bidirectional, every step, ${merge}`,
    blueprint: bidirectional(sequential(simpleRnn(2, { returnSequences: true, useBias: false }), dropout(0.3)), {
      merge,
    }),
    input: [3, 2],
    output: [3, 2],
    parameters: {
      'forwardLayer.layers.0.kernel': [2, 2],
      'forwardLayer.layers.0.recurrentKernel': [2, 2],
      'backwardLayer.layers.0.kernel': [2, 2],
      'backwardLayer.layers.0.recurrentKernel': [2, 2],
    },
    masks: true,
  });
}

onEachBackend(() => {
  const x = tensor3d(RandomStream.fromSeed(2).normals(24), [3, 4, 2]);
  it('merge: none gives a list of what concatenate puts side by side', async () => {
    const layer = gru(2, { returnSequences: true });
    using both = build(bidirectional(layer, { merge: 'none' }), { input: [null, 2], seed: 7 });
    using one = build(bidirectional(layer), { input: [null, 2], seed: 7 });
    const x = tensor3d([1, -2, 0.5, 3, 0, 1], [1, 3, 2]);
    const [onward, back] = both.forward(x, inference());
    await expectClose(concat([onward, back], 2), await one.forward(x, inference()).array());
  });

  const merges: Record<Exclude<BidirectionalMerge, 'none'>, (a: Tensor, b: Tensor) => Tensor> = {
    concatenate: (a, b) => concat([a, b], -1),
    sum: (a, b) => add(a, b),
    multiply: (a, b) => mul(a, b),
    average: (a, b) => mul(add(a, b), 0.5),
  };

  describe.each(Object.keys(merges) as (keyof typeof merges)[])('merge: %s', (merge) => {
    it.each([true, false])('is a layer in each direction, returnSequences: %s', async (returnSequences) => {
      const layer = lstm(3, { returnSequences });
      using both = build(bidirectional(layer, { merge }), { input: [null, 2], seed: 7 });
      using one = build(layer, { input: [null, 2] });
      const of = (direction: string): Tensor => {
        const state = Object.entries(stateDict(both)).filter(([path]) => path.startsWith(direction));
        loadState(one, Object.fromEntries(state.map(([path, value]) => [path.slice(direction.length + 1), value])));
        return one.forward(direction === 'forwardLayer' ? x : reverse(x, 1), inference());
      };
      const [there, back] = [of('forwardLayer'), of('backwardLayer')];
      const expected = merges[merge](there, returnSequences ? reverse(back, 1) : back);
      await expectClose(both.forward(x, inference()), expected);
    });
  });

  it('tags a padded batch as it tags each sentence alone', async () => {
    const tagger = sequential(embedding(9, 3), bidirectional(lstm(4, { returnSequences: true })), dense(2));
    using model = build(tagger, { input: tokens([null]), seed: 3 });
    const ids = tensor2d(
      [
        [1, 2, 3, 4],
        [5, 6, 0, 0],
      ],
      [2, 4],
      'int32',
    );
    const mask = tensor2d([
      [1, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
    const { outputs, mask: after } = model.run({ x: ids, mask }, inference());
    expect(after).toBe(mask);
    const alone = model.forward(tensor2d([[5, 6]], [1, 2], 'int32'), inference());
    await expectClose(slice(outputs, [1, 0, 0], [1, 2, 2]), alone);
  });
});
