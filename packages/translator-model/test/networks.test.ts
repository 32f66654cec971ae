import { useWasm } from '@neurite/backend-wasm';
import { build, inference } from '@neurite/core';
import { beamSearch, generate } from '@neurite/layers';
import type { FittedTokenizer } from '@neurite/preprocessing/tokenizer';
import { expectNoLeak } from '@neurite/testing';
import { removeBackend, type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANIMALS } from '../src/data/animals.js';
import { batchesOf, type PhraseBatch } from '../src/networks/batches.js';
import type { EncoderDecoder } from '../src/networks/encoder-decoder.js';
import { END, learnTokens, START } from '../src/networks/tokens.js';
import { encoderDecoder, INPUT, KINDS } from '../src/networks/translator.js';
import { attentionOf } from '../src/translate/attention.js';
import { readPhrases } from '../src/translate/read-phrases.js';

// As the command translates.
beforeAll(() => useWasm({ threads: 1, fallback: false }));
afterAll(() => removeBackend('wasm'));

const phrases = [Int32Array.of(5, 6, 7, END), Int32Array.of(8, END)];

describe.each(KINDS.map((kind) => [kind] as const))('the network %s', (kind) => {
  const network = encoderDecoder({ kind, vocabulary: 20, features: 16, heads: 2, layers: 2, dropout: 0.1 });
  const made = () => build(network, { input: INPUT, seed: 3 }) as EncoderDecoder;

  it('writes token by token what it would say to the whole text, and nothing of the padding', async () => {
    using model = made();
    const read = readPhrases(model, phrases);
    const length = 6;
    const texts = await generate(model.decoder, [[START], [START]], { length, input: read.input });
    for (const [row, phrase] of phrases.entries()) {
      const alone = tensor2d([[...phrase]], [1, phrase.length], 'int32');
      const target = tensor2d([texts[row]!], [1, length], 'int32') as Tensor2D;
      const sourceMask = tensor2d([[...phrase].map(() => 1)]);
      const logits = (
        await (model.forward({ source: alone, sourceMask, target }, inference()) as Tensor3D).array()
      )[0]!;
      const likeliest = logits.map((scores) => scores.indexOf(Math.max(...scores)));
      expect(texts[row]!.slice(1)).toEqual(likeliest.slice(0, -1));
    }
    read.dispose();
  });

  it('follows several texts, and leaves no tensor behind', async () => {
    using model = made();
    const find = async () => {
      const read = readPhrases(model, [phrases[0]!]);
      const found = await beamSearch(model.decoder, [START], { beams: 3, length: 5, end: END, input: read.input });
      read.dispose();
      return found;
    };
    const found = await find();
    expect(found).toHaveLength(3);
    expect(found[0]!.score).toBeGreaterThanOrEqual(found[1]!.score);
    await expectNoLeak(async () => void (await find()));
  });

  it('says where it looks', async () => {
    using model = build(encoderDecoder({ kind, vocabulary: 300, features: 16, heads: 2, layers: 2, dropout: 0 }), {
      input: INPUT,
      seed: 3,
    }) as EncoderDecoder;
    const tokenizer = learnTokens(ANIMALS, 300);
    const { weights, written, read } = await attentionOf(model, tokenizer, {
      phrase: 'red fox',
      translation: 'renard',
    });
    expect(read.join('')).toBe('red␣fox∎');
    expect(written.join('')).toBe('renard∎');
    for (const row of weights) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
  });
});

/** What batches have of the pairs, batch by batch. */
async function translationsIn(batches: AsyncIterable<PhraseBatch>, tokenizer: FittedTokenizer): Promise<string[][]> {
  const all: string[][] = [];
  for await (const { x, y, weights } of batches) {
    const [rows, length] = y.shape as [number, number]; // of rank 2
    all.push(
      Array.from({ length: rows }, (_, row) => {
        const own = (of: { readonly data: ArrayLike<number> }) =>
          Array.from(of.data).slice(row * length, (row + 1) * length);
        const next = own(y).filter((_, i) => own(weights)[i] === 1);
        expect(own(x.target).slice(0, next.length)).toEqual([START, ...next.slice(0, -1)]);
        expect(next.at(-1)).toBe(END);
        return tokenizer.invert(next.slice(0, -1));
      }),
    );
  }
  return all;
}

it('makes batches of phrases with what comes next, each phrase once', async () => {
  const tokenizer = learnTokens(ANIMALS, 300);
  const { batches, steps } = batchesOf(ANIMALS, tokenizer, { batch: 8 });
  const all = await translationsIn(batches, tokenizer);
  expect(all).toHaveLength(steps);
  expect(all.flat().toSorted()).toEqual(ANIMALS.map(({ target }) => target).toSorted());
});

it('makes epochs of all names and of some drawn phrases, others in each', async () => {
  const tokenizer = learnTokens(ANIMALS, 300);
  const pairs = ANIMALS.map((pair, i) => ({ ...pair, drawn: i % 2 === 1 }));
  const targets = (drawn: boolean) => pairs.filter((pair) => pair.drawn === drawn).map(({ target }) => target);
  const [names, drawn] = [targets(false), new Set(targets(true))];
  const { batches } = batchesOf(pairs, tokenizer, { batch: 8, drawn: 5 });
  const epochs = await Promise.all(
    [0, 1].map(async (epoch) => (await translationsIn(batches.iterate({ epoch, seed: 3 }), tokenizer)).flat()),
  );
  for (const epoch of epochs) {
    expect(epoch.filter((one) => drawn.has(one))).toHaveLength(5);
    expect(epoch.filter((one) => !drawn.has(one)).toSorted()).toEqual(names.toSorted());
  }
  expect(epochs[0]!.toSorted()).not.toEqual(epochs[1]!.toSorted());
});
