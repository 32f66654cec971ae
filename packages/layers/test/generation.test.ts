import { ArgumentError, build, inference, RandomStream, type State, tokens } from '@neurite/core';
import { expectClose, expectError, expectNoLeak, expectNoReads, onEachBackend } from '@neurite/testing';
import { concat, slice, type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  dense,
  embedding,
  gelu,
  layerNorm,
  multiHeadAttention,
  positionalEmbedding,
  residual,
  sequential,
} from '../src/index.js';

const VOCABULARY = 7;

const block = () =>
  sequential(
    residual(sequential(layerNorm(), multiHeadAttention({ heads: 2, causal: true }))),
    residual(sequential(layerNorm(), dense(8), gelu(), dense(4))),
  );
const network = sequential(
  embedding(VOCABULARY, 4),
  positionalEmbedding(10),
  block(),
  block(),
  layerNorm(),
  dense(VOCABULARY),
);

const draw = (batch: number, time: number, seed = 1): Tensor2D => {
  const random = RandomStream.fromSeed(seed);
  const ids = Int32Array.from({ length: batch * time }, () => random.integer(VOCABULARY));
  return tensor2d(ids, [batch, time], 'int32');
};

onEachBackend(() => {
  const make = () => build(network, { input: tokens([null]), seed: 5 });

  it.each([[[1, 1, 1, 1, 1, 1]], [[6]], [[4, 1, 1]], [[2, 3, 1]]])(
    'gives in pieces of %s tokens what it gives at once',
    async (sizes) => {
      using model = make();
      const x = draw(2, 6);
      let state = model.initialState({ batch: 2, length: 8 });
      let begin = 0;
      const pieces: Tensor3D[] = [];
      for (const size of sizes) {
        const piece = slice(x, [0, begin], [2, size]);
        const result = model.run({ x: piece, state }, inference());
        pieces.push(result.outputs);
        state = result.state;
        begin += size;
      }
      await expectClose(concat(pieces, 1), model.forward(x, inference()), { relative: 1e-4, absolute: 1e-5 });
    },
  );

  it('generates after prompts of different lengths, padded to one', async () => {
    using model = make();
    const prompt = tensor2d(
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
    const more = draw(2, 3);
    let { state } = model.run({ x: prompt, mask, state: model.initialState({ batch: 2, length: 9 }) }, inference());
    const found: Tensor3D[] = [];
    for (const t of [0, 1, 2]) {
      const result = model.run({ x: slice(more, [0, t], [2, 1]), state }, inference());
      found.push(result.outputs);
      state = result.state;
    }
    const generated = concat(found, 1);
    for (const [row, length] of [4, 2].entries()) {
      const whole = concat([slice(prompt, [row, 0], [1, length]), slice(more, [row, 0], [1, 3])], 1);
      const expected = slice(model.forward(whole as Tensor2D, inference()), [0, length, 0], [1, 3, VOCABULARY]);
      const own = slice(generated, [row, 0, 0], [1, 3, VOCABULARY]);
      await expectClose(own, expected, { relative: 1e-4, absolute: 1e-5 });
    }
  });

  it('has one shape of state, reads nothing, and leaves nothing behind', async () => {
    using model = make();
    const state = model.initialState({ batch: 1, length: 4 });
    const shapes = (of: State): string => JSON.stringify(of, (_, value) => value?.shape ?? value);
    const x = draw(1, 1);
    await expectNoLeak(() => expectNoReads(() => model.run({ x, state }, inference())));
    const next = model.run({ x, state }, inference());
    expect(shapes(next.state)).toBe(shapes(state));
    expect(Object.keys(state)).toEqual(['layers.1', 'layers.2', 'layers.3']);
  });

  it('gives NaN where there is no room left, in the cache or among the positions', async () => {
    using model = make();
    const x = draw(1, 6);
    const small = model.run({ x, state: model.initialState({ batch: 1, length: 5 }) }, inference()).outputs;
    const values = (await small.array())[0]!.map((row) => row.some(Number.isNaN));
    expect(values).toEqual([false, false, false, false, false, true]);
    let state = model.initialState({ batch: 1, length: 20 });
    for (const size of [6, 4]) {
      const result = model.run({ x: slice(x, [0, 0], [1, size]), state }, inference());
      expect([...(await result.outputs.data())].some(Number.isNaN)).toBe(false);
      state = result.state;
    }
    const beyond = model.run({ x: slice(x, [0, 0], [1, 1]), state }, inference()).outputs;
    expect([...(await beyond.data())].every(Number.isNaN)).toBe(true);
  });

  it('asks for the length of the cache', async () => {
    using model = make();
    await expectError(
      () => model.initialState({ batch: 1 }),
      ArgumentError,
      'multiHeadAttention: `length` must be the number of tokens that the cache has room for; received none. ' +
        'Write initialState({ batch, length }).',
    );
    using all = build(multiHeadAttention({ heads: 2 }), { input: [null, 4] });
    expect(all.initialState({ batch: 1 })).toEqual({});
  });
});
