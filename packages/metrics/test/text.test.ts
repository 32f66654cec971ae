import { ArgumentError, type HostArray, hostArray, RandomStream } from '@neurite/core';
import { expectError, fixture } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { bleu, chrf, corpusBleu, corpusChrf } from '../src/index.js';

type TextCase = {
  readonly metric: 'bleu' | 'chrf';
  readonly name: string;
  readonly options: object;
  readonly hypotheses: string[];
  readonly references: string[][];
  readonly value: number;
};

const { cases } = fixture<{ cases: TextCase[] }>('metrics/text');
const corpus = { bleu: corpusBleu, chrf: corpusChrf };
const tokens = (...rows: number[][]): HostArray =>
  hostArray(Int32Array.from(rows.flat()), [rows.length, rows[0]!.length]);

describe('texts', () => {
  it.each(cases)('$metric of $name with $options is that of sacrebleu', (one) => {
    expect(corpus[one.metric](one.hypotheses, one.references, one.options)).toBeCloseTo(one.value, 8);
  });

  it('takes tokens as words', () => {
    const [guesses, truths] = [
      tokens([1, 2, 3, 4, 5, 0], [7, 8, 9, 9, 0, 0]),
      tokens([1, 2, 3, 4, 6, 7], [7, 8, 9, 1, 0, 0]),
    ];
    const expected = corpusBleu(['1 2 3 4 5', '7 8 9 9'], ['1 2 3 4 6 7', '7 8 9 1'], { tokenize: 'none' });
    const metric = bleu({ padding: 0 });
    expect(metric.value(metric.add(metric.start(), guesses, truths))).toBe(expected);
  });

  it('decodes tokens into texts', () => {
    const decode = (codes: ArrayLike<number>): string => String.fromCharCode(...Array.from(codes));
    const row = (text: string): number[] => [...text.padEnd(12, '\0')].map((letter) => letter.charCodeAt(0));
    const [guesses, truths] = [
      ['the cat sat.', 'on mats'],
      ['the cats sat', 'on mats'],
    ] as const;
    const metrics = { bleu: bleu({ padding: 0, decode, maxOrder: 2 }), chrf: chrf({ padding: 0, decode }) };
    const [a, b] = [tokens(...guesses.map(row)), tokens(...truths.map(row))];
    expect(metrics.bleu.value(metrics.bleu.add(metrics.bleu.start(), a, b))).toBe(
      corpusBleu(guesses, truths, { maxOrder: 2 }),
    );
    expect(metrics.chrf.value(metrics.chrf.add(metrics.chrf.start(), a, b))).toBe(corpusChrf(guesses, truths));
  });

  it.each([bleu({ padding: 0 }), chrf({ padding: 0 })])(
    '$name is that of the whole set for any batches, order and weights',
    (metric) => {
      const random = RandomStream.fromSeed(5);
      const draw = (): number[] => Array.from({ length: 8 }, () => random.integer(5));
      const rows = Array.from({ length: 9 }, () => [draw(), draw()] as const);
      const of = (indices: readonly number[], weights?: number[]): number => {
        let total = metric.start() as never;
        for (let start = 0; start < indices.length; start += 4) {
          const part = indices.slice(start, start + 4);
          const counts = weights && hostArray(Float32Array.from(part, (i) => weights[i]!));
          const [guesses, truths] = [0, 1].map((side) => tokens(...part.map((i) => rows[i]![side]!))) as [
            HostArray,
            HostArray,
          ];
          total = metric.add(total, guesses, truths, { weights: counts }) as never;
        }
        return metric.value(total);
      };
      const all = [...rows.keys()];
      expect(of(all.toReversed())).toBeCloseTo(of(all), 10);
      expect(
        of(
          all,
          all.map((i) => i % 3),
        ),
      ).toBeCloseTo(of(all.flatMap((i) => Array.from({ length: i % 3 }, () => i))), 10);
    },
  );

  it('says what it does not take', async () => {
    await expectError(
      () => corpusBleu(['a'], []),
      ArgumentError,
      'corpusBleu: `references` must have one entry for each of 1 hypotheses; received 0.',
    );
    await expectError(
      () => corpusChrf(['a'], [[]]),
      ArgumentError,
      'corpusChrf: `references[0]` must be a text, or a list of at least one; received [].',
    );
    await expectError(
      () => bleu({ tokenize: 'intl' as never }),
      ArgumentError,
      "bleu: `tokenize` must be '13a', 'none' or 'char'; received 'intl'.",
    );
    await expectError(
      () => bleu({ smoothing: 'exp', smoothingValue: 2 }),
      ArgumentError,
      "bleu: `smoothingValue` must be left out unless smoothing is 'floor' or 'add-k'; received 2.",
    );
    await expectError(
      () => chrf({ decode: 'utf-8' as never }),
      ArgumentError,
      "chrf: `decode` must be a function; received 'utf-8'.",
    );
    await expectError(
      () => chrf({ wordOrder: -1 }),
      ArgumentError,
      'chrf: `wordOrder` must be an integer of at least 0; received -1.',
    );
  });
});
