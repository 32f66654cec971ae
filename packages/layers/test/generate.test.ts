import { ArgumentError, build, inference, RandomStream, ShapeError, tokens } from '@neurite/core';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { softmax, type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { assert, describe, expect, it } from 'vitest';
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

describe('sampling', () => {
  const random = () => RandomStream.fromSeed(3);
  const logits = () => new Float32Array([Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05)]);
  const shares = (sampler: ReturnType<typeof sampling>, history: number[] = []): number[] => {
    const [stream, counts] = [random(), [0, 0, 0, 0]];
    for (let i = 0; i < 4000; i++) counts[sampler(logits(), history, stream)]!++;
    return counts.map((count) => count / 4000);
  };
  const expectShares = (given: number[], expected: number[]): void => {
    for (const [i, share] of given.entries()) assert.closeTo(share, expected[i]!, expected[i] === 0 ? 0 : 0.03);
  };

  it('draws by probability', () => expectShares(shares(sampling()), [0.5, 0.3, 0.15, 0.05]));
  it('sharpens with the temperature', () => {
    const powers = [0.5, 0.3, 0.15, 0.05].map((p) => p ** 2);
    const total = powers.reduce((a, b) => a + b);
    expectShares(
      shares(sampling({ temperature: 0.5 })),
      powers.map((p) => p / total),
    );
  });
  it('leaves all but the topK out', () => expectShares(shares(sampling({ topK: 2 })), [0.625, 0.375, 0, 0]));
  it('leaves all beyond topP out', () => {
    expectShares(shares(sampling({ topP: 0.79 })), [0.625, 0.375, 0, 0]);
    expectShares(shares(sampling({ topP: 0.81 })), [0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0]);
    expectShares(shares(sampling({ topP: 0.1 })), [1, 0, 0, 0]);
  });
  it('makes repetitions less likely', () => {
    const sampler = sampling({ repetitionPenalty: 2 });
    const weights = [0.5 ** 2, 0.3, 0.15 ** 2, 0.05];
    const total = weights.reduce((a, b) => a + b);
    expectShares(
      shares(sampler, [0, 2, 2]),
      weights.map((p) => p / total),
    );
    // A positive logit is divided.
    const counts = [0, 0];
    const stream = random();
    for (let i = 0; i < 2000; i++) counts[sampler(new Float32Array([2, 1]), [0], stream)]!++;
    assert.closeTo(counts[0]! / 2000, 0.5, 0.04);
  });
  it('takes the first of the likeliest where it is greedy', () => {
    expect(greedy()(new Float32Array([-1, 2, 2, 0]), [], random())).toBe(1);
  });
  it('refuses what is out of range', () => {
    for (const [options, message] of [
      [{ temperature: 0 }, 'sampling: `temperature` must be a finite number above 0; received 0.'],
      [{ topK: 0 }, 'sampling: `topK` must be an integer of at least 1; received 0.'],
      [{ topP: 1.1 }, 'sampling: `topP` must be a finite number above 0 and of at most 1; received 1.1.'],
      [
        { repetitionPenalty: 0.5 },
        'sampling: `repetitionPenalty` must be a finite number of at least 1; received 0.5.',
      ],
    ] as const) {
      expect(() => sampling(options)).toThrow(message);
    }
  });
});

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
    const logarithm = async (ids: readonly number[], from: number): Promise<number> => {
      const logits = model.forward(tensor2d([[...ids]], [1, ids.length], 'int32'), inference());
      const p = (await softmax(logits).array()) as number[][][];
      return ids.slice(from).reduce((sum, id, i) => sum + Math.log(p[0]![from + i - 1]![id]!), 0);
    };
    // All texts of three more ids, that end at the first 0.
    const all: number[][] = [];
    const extend = (ids: number[]): void => {
      if (ids.length === 5 || (ids.length > 2 && ids.at(-1) === 0)) all.push(ids);
      else for (let id = 0; id < IDS; id++) extend([...ids, id]);
    };
    extend([1, 2]);
    for (const lengthPenalty of [1, 0]) {
      const scored = await Promise.all(
        all.map(async (ids) => ({ ids, score: (await logarithm(ids, 2)) / (ids.length - 2) ** lengthPenalty })),
      );
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
    for (const [sampler, message] of [
      [greedy, 'generate: `sampler(…)` must be an integer of at least 0; received the function without a name.'],
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
