import { ArgumentError, build, inference, ShapeError, tokens } from '@neurite/core';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { softmax, type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { assert, expect, it } from 'vitest';
import {
  beamSearch,
  dense,
  embedding,
  generate,
  greedy,
  gru,
  multiHeadAttention,
  residual,
  rotary,
  sampling,
  sequential,
  transformerDecoderBlock,
} from '../src/index.js';

const IDS = 4;
const network = () =>
  sequential(
    embedding(IDS, 6),
    residual(multiHeadAttention({ heads: 3, causal: true, position: rotary() })),
    gru(6, { returnSequences: true }),
    dense(IDS, { kernelInitializer: (shape, random) => tensor2d(random.normals(24), shape as [number, number]) }),
  );

onEachBackend(() => {
  it('writes what reading the whole text again in each step would', async () => {
    using model = build(network(), { input: tokens([null]), seed: 3 });
    const prompts = [
      [1, 2],
      [3, 0],
    ];
    const texts = await generate(model, prompts, { length: 7 });
    for (const [i, prompt] of prompts.entries()) {
      const slow = [...prompt];
      while (slow.length < 7) {
        const logits = model.forward(tensor2d([slow], [1, slow.length], 'int32'), inference());
        const last = (await logits.array())[0]!.at(-1)!;
        slow.push(last.indexOf(Math.max(...last)));
      }
      expect(texts[i]).toEqual(slow);
    }
  });

  it('ends each text with its end, and draws by seed', async () => {
    using model = build(network(), { input: tokens([null]), seed: 3 });
    const write = (seed: number, end?: number) =>
      generate(model, [[1], [2], [3]], { length: 12, sampler: sampling(), seed, end });
    const texts = await write(1, 0);
    for (const text of texts) {
      const at = text.indexOf(0, 1);
      expect(at === -1 ? text.length : at).toBe(at === -1 ? 12 : text.length - 1);
    }
    expect(await write(1, 0)).toEqual(texts);
    expect(await write(2)).not.toEqual(await write(1));
    const seen: number[] = [];
    await generate(model, [[1]], {
      length: 9,
      onStep: ([text]) => {
        seen.push(text!.length);
        return text!.length < 4;
      },
    });
    expect(seen).toEqual([2, 3, 4]);
  });

  it('finds the likeliest text of all with beams enough, and the greedy one with one', async () => {
    using model = build(network(), { input: tokens([null]), seed: 5 });
    // All texts of three more ids, that end at the first 0.
    const all: number[][] = [];
    const extend = (ids: number[]): void => {
      if (ids.length === 5 || (ids.length > 2 && ids.at(-1) === 0)) all.push(ids);
      else for (let id = 0; id < IDS; id++) extend([...ids, id]);
    };
    extend([1, 2]);
    // What stands behind an end makes no difference before it.
    const padded = all.map((ids) => [...ids, 0, 0].slice(0, 5));
    const p = (await softmax(model.forward(tensor2d(padded, undefined, 'int32'), inference())).array()) as number[][][];
    const logarithms = all.map((ids, row) =>
      ids.slice(2).reduce((sum, id, i) => sum + Math.log(p[row]![i + 1]![id]!), 0),
    );
    for (const lengthPenalty of [1, 0]) {
      const scored = all.map((ids, row) => ({ ids, score: logarithms[row]! / (ids.length - 2) ** lengthPenalty }));
      scored.sort((a, b) => b.score - a.score);
      const found = await beamSearch(model, [1, 2], { beams: 16, length: 5, end: 0, lengthPenalty });
      for (const [i, beam] of found.slice(0, 3).entries()) {
        expect(beam.ids).toEqual(scored[i]!.ids);
        assert.closeTo(beam.score, scored[i]!.score, 1e-4);
      }
    }
    const [one] = await beamSearch(model, [1, 2], { beams: 1, length: 5 });
    expect(one!.ids).toEqual((await generate(model, [[1, 2]], { length: 5 }))[0]);
  });

  it('ends once no text that goes on can be likelier', async () => {
    using model = build(network(), { input: tokens([null]), seed: 5 });
    const [[, , likeliest] = []] = await generate(model, [[1, 2]], { length: 3 });
    let reads = 0;
    const input = (ids: Tensor2D): Tensor2D => {
      reads++;
      return ids;
    };
    const options = { beams: 1, length: 50, end: likeliest, lengthPenalty: 0, input };
    const found = await beamSearch(model, [1, 2], options);
    expect(found.map(({ ids }) => ids)).toEqual([[1, 2, likeliest]]);
    // Two of them tell what grows with the text.
    expect(reads).toBe(3);
  });

  it('writes while it reads a context', async () => {
    const decoder = transformerDecoderBlock({ heads: 2 });
    using model = build(decoder, { input: { x: [null, 4], context: [3, 4] }, seed: 7 });
    const { oneHot, cast, ones } = await import('@tensorflow/tfjs-core');
    const input = (ids: Tensor2D) => ({
      x: cast(oneHot(ids, 4), 'float32') as Tensor3D,
      context: ones([ids.shape[0], 3, 4]) as Tensor3D,
    });
    const [text] = await generate(model, [[1]], { length: 4, input });
    expect(text).toHaveLength(4);
    const [best] = await beamSearch(model, [1], { beams: 2, length: 4, input });
    expect(best!.ids).toHaveLength(4);
  });

  it('leaves no tensor behind, and says what is wrong', async () => {
    using model = build(network(), { input: tokens([null]), seed: 3 });
    await expectNoLeak(async () => void (await generate(model, [[1, 2]], { length: 5 })));
    await expectNoLeak(async () => void (await beamSearch(model, [1, 2], { beams: 2, length: 5 })));
    await expectError(
      () => generate(model, [[1], [1, 2]], { length: 5 }),
      ArgumentError,
      'generate: `prompt` must have from 1 to 4 ids, integers of at least 0, and all prompts the same number; received 1, 2.',
    );
    await expectError(
      () => beamSearch(model, [[1, 2]] as never, { beams: 2, length: 5 }),
      ArgumentError,
      'beamSearch: `prompt` must have from 1 to 4 ids, integers of at least 0, and all prompts the same number; received [1, 2].',
    );
    await expectError(
      () => generate(model, [1, 2] as never, { length: 5 }),
      ArgumentError,
      'generate: `prompts` must be a list of ids for each text, [[1, 2, 3]]; received [1, 2].',
    );
    await expectError(
      () => generate(network() as never, [[1]], { length: 5 }),
      ArgumentError,
      'generate: `model` must be a module, which build gives; received an object with outputSpec, describe, build, name, config.',
    );
    for (const [where, write] of [
      ['generate', () => generate(model, [[1]], { length: 5, end: 9 })],
      ['beamSearch', () => beamSearch(model, [1], { beams: 2, length: 5, end: 9 })],
    ] as const) {
      const message = `${where}: \`end\` must be an integer from 0 to 3; received 9.`;
      await expectNoLeak(() => expectError(write, ArgumentError, message));
    }
    for (const [sampler, message] of [
      [() => 4, 'generate: `sampler(…)` must be an integer from 0 to 3; received 4.'],
      [greedy, 'generate: `sampler(…)` must be an integer from 0 to 3; received the function without a name.'],
      [
        sampling,
        'sampling: `options` must be an object with `temperature`, `topK`, `topP`, `repetitionPenalty`; received a Float32Array of 16 bytes.',
      ],
    ] as const) {
      const wrong = sampler as never;
      await expectNoLeak(() =>
        expectError(() => generate(model, [[1]], { length: 5, sampler: wrong }), ArgumentError, message),
      );
    }
    using wrong = build(sequential(embedding(IDS, 6), gru(6)), { input: tokens([null]), seed: 3 });
    await expectError(
      () => generate(wrong as never, [[1]], { length: 5 }),
      ShapeError,
      'generate: `model` must give logits of shape [batch, tokens, ids]; received [1, 6].',
    );
  });
});
