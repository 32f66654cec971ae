import { build, type Initializer, RandomStream, tokens } from '@neurite/core';
import { fixture, onEachBackend } from '@neurite/testing';
import { tensor2d } from '@tensorflow/tfjs-core';
import { assert, describe, expect, it } from 'vitest';
import { beamSearch, embedding, generate, greedy, type Sampler, type SamplingOptions, sampling } from '../src/index.js';

type Case = {
  readonly options: SamplingOptions;
  readonly logits: readonly number[];
  readonly history: readonly number[];
  readonly probabilities: readonly number[];
};
const { cases } = fixture<{ cases: Case[] }>('layers/sampling');

const DRAWS = 1000;

/** How often each id is drawn by numbers that are spread evenly over [0, 1): its probability, to 1 / DRAWS at each end. */
function sharesOf(sampler: Sampler, logits: Float32Array, history: readonly number[]): number[] {
  const counts = new Array<number>(logits.length).fill(0);
  for (let i = 0; i < DRAWS; i++) {
    const even = { uniform: () => (i + 0.5) / DRAWS } as unknown as RandomStream; // all that a sampler of ours asks
    counts[sampler(logits.slice(), history, even)]!++;
  }
  return counts.map((count) => count / DRAWS);
}

describe('sampling', () => {
  const logits = () => new Float32Array([Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05)]);
  const shares = (sampler: Sampler, history: number[] = []): number[] => sharesOf(sampler, logits(), history);
  const expectShares = (given: number[], expected: readonly number[]): void => {
    for (const [i, share] of given.entries()) {
      if (expected[i] === 0) assert.equal(share, 0);
      else assert.closeTo(share, expected[i]!, 2 / DRAWS);
    }
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
    expectShares(sharesOf(sampler, new Float32Array([2, 1]), [0]), [0.5, 0.5]);
  });
  it('takes the first of the likeliest where it is greedy', () => {
    expect(greedy()(new Float32Array([-1, 2, 2, 0]), [], RandomStream.fromSeed(3))).toBe(1);
  });
  it.each(cases.map((one) => [JSON.stringify(one.options), one] as const))(
    'has the probabilities of Hugging Face with %s',
    (_, { options, logits, history, probabilities }) =>
      expectShares(sharesOf(sampling(options), new Float32Array(logits), history), probabilities),
  );
  it('draws no id whose logit is −∞', () => {
    expectShares(sharesOf(sampling({ topK: 3 }), new Float32Array([-Infinity, 0, -Infinity, 0]), []), [0, 0.5, 0, 0.5]);
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

/** Logits of the next id by the last alone, and the logarithms of their probabilities in float64. */
function pairs(ids: number, seed: number) {
  const random = RandomStream.fromSeed(seed);
  const logits = Array.from({ length: ids }, () => Array.from({ length: ids }, () => Math.fround(2 * random.normal())));
  const table: Initializer = () => tensor2d(logits);
  const model = build(embedding(ids, ids, { embeddingsInitializer: table }), { input: tokens([null]) });
  const logarithms = logits.map((row) => {
    const total = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
    return row.map((logit) => logit - total);
  });
  return { model, logarithms };
}

onEachBackend(() => {
  it('finds with beams enough all texts in the order of their scores, as float64 has them', async () => {
    const [ids, end, length] = [3, 0, 6];
    for (const seed of [1, 2]) {
      const { model, logarithms } = pairs(ids, seed);
      for (const lengthPenalty of [0, 0.6, 1, 2]) {
        const all: { ids: number[]; score: number }[] = [];
        const extend = (text: number[], total: number): void => {
          for (let id = 0; id < ids; id++) {
            const next = { ids: [...text, id], total: total + logarithms[text.at(-1)!]![id]! };
            if (id !== end && next.ids.length < length) extend(next.ids, next.total);
            else all.push({ ids: next.ids, score: next.total / (next.ids.length - 2) ** lengthPenalty });
          }
        };
        extend([1, 2], 0);
        all.sort((a, b) => b.score - a.score);
        const found = await beamSearch(model, [1, 2], { beams: all.length, length, end, lengthPenalty });
        const scores = new Map(all.map((text) => [`${text.ids}`, text.score]));
        // Texts with the same pairs of ids in another order have one score.
        for (const [i, beam] of found.entries()) assert.closeTo(beam.score, all[i]!.score, 1e-5);
        expect(new Set(found.map((beam) => `${beam.ids}`)).size).toBe(all.length);
        const few = await beamSearch(model, [1, 2], { beams: 2, length, end, lengthPenalty });
        expect(few).toHaveLength(2);
        for (const beam of [...found, ...few]) assert.closeTo(beam.score, scores.get(`${beam.ids}`)!, 1e-5);
      }
      model.dispose();
    }
  });

  it('writes texts as often as they are likely', async () => {
    const { model, logarithms } = pairs(4, 3);
    const [count, temperature] = [3000, 0.7];
    const texts = await generate(model, new Array<number[]>(count).fill([1]), {
      length: 4,
      sampler: sampling({ temperature, topK: 3 }),
      seed: 5,
    });
    const chances = logarithms.map((row) => {
      const least = row.toSorted((a, b) => b - a)[2]!;
      const kept = row.map((one) => (one >= least ? Math.exp(one / temperature) : 0));
      const total = kept.reduce((a, b) => a + b);
      return kept.map((one) => one / total);
    });
    const seen = new Map<string, number>();
    for (const text of texts) seen.set(`${text}`, (seen.get(`${text}`) ?? 0) + 1);
    let [distance, counted] = [0, 0];
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        for (let c = 0; c < 4; c++) {
          const expected = count * chances[1]![a]! * chances[a]![b]! * chances[b]![c]!;
          const found = seen.get(`1,${a},${b},${c}`) ?? 0;
          if (expected === 0) expect(found).toBe(0);
          else [distance, counted] = [distance + (found - expected) ** 2 / expected, counted + 1];
        }
      }
    }
    expect(counted).toBe(27);
    // χ² of 26 degrees of freedom: above 54 once in a thousand.
    expect(distance).toBeLessThan(54);
    model.dispose();
  });
});
