import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { fold, normalize, wordsOf } from '@neurite/translator-model/normalize';
import type { Pair } from '@neurite/translator-model/pair';
import { type Parts, splitPairs } from '@neurite/translator-model/split';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPairs } from '../src/data/load-pairs.js';
import { readPairs } from '../src/data/read-pairs.js';
import { examinePairs } from '../src/examine-pairs.js';

/** Those phrases of the test that stand in the training after folding case, punctuation and digits. */
function repeated({ train, test, validation }: Parts): readonly string[] {
  const known = new Set(train.map(({ source }) => fold(source)));
  return [...test, ...validation].map(({ source }) => source).filter((source) => known.has(fold(source)));
}

describe('phrases of Unicode', () => {
  let parts: Parts;
  beforeAll(async () => {
    parts = await loadPairs({ from: 'en', to: 'fr', seed: 7, amount: 0.015 });
  });

  it('are of all kinds', () => {
    const all = [...parts.train, ...parts.validation, ...parts.test];
    const find = (source: string): string | undefined => all.find((pair) => pair.source === source)?.target;
    expect(find('flag: Chad')).toBe('drapeau : Tchad');
    expect(find('woman farmer: dark skin tone')).toBe('fermière : peau foncée');
    expect(find('Germany')).toBe('Allemagne');
    expect(find('yesterday')).toBe('hier');
    for (const [category, pattern] of [
      ['dates', /^dimanche \d+ \p{L}+ \d{4}$/u],
      ['relative times', /^il y a \d+ jours$/],
      ['units', / par /],
      ['lists', /, .* (et|ou) /],
      ['currencies', /^[\d ,]+ \p{L}+/u],
      ['numbers', /million/],
    ] as const) {
      expect(all.filter((pair) => pair.category === category && pattern.test(pair.target)).length).toBeGreaterThan(0);
    }
    for (const { source, target } of all) {
      expect(source).toBe(normalize(source));
      expect(target).toBe(normalize(target));
    }
  });

  it('leave the test unseen: each phrase, and each combination', () => {
    expect(parts.test.length).toBeGreaterThan(400);
    expect(repeated(parts)).toEqual([]);
    const learned = new Set(parts.train.map(({ group }) => group));
    for (const { group } of parts.test) expect(learned.has(group)).toBe(false);
    // A weekday with a month, whatever the day and the year, and in any form.
    const inWords = (pairs: readonly Pair[]) =>
      pairs.filter(({ category, source }) => category === 'dates' && /^\p{L}+day,/u.test(source));
    const combinations = (pairs: readonly Pair[]) =>
      new Set(inWords(pairs).map(({ source }) => wordsOf(source).slice(0, 2).join(' ')));
    const [seen, unseen] = [combinations(parts.train), combinations(parts.test)];
    expect(unseen.size).toBeGreaterThan(3);
    for (const one of unseen) expect(seen.has(one)).toBe(false);
    // A unit in the past or in the future, one or many of it.
    const directions = (pairs: readonly Pair[]) =>
      new Set(
        pairs
          .filter(({ category, source }) => category === 'relative times' && /\d/.test(source))
          .map(({ source }) => fold(source).replace(/s(?= ago|$)/, '')),
      );
    const [read, tested] = [directions(parts.train), directions(parts.test)];
    expect(read.size).toBeGreaterThan(10);
    expect(tested.size).toBeGreaterThan(1);
    for (const one of tested) expect(read.has(one)).toBe(false);
  });

  it('know the parts of what is tested: territories of flags, units, items of lists', () => {
    const known = new Set(parts.train.flatMap(({ source }) => wordsOf(source)));
    const tested = parts.test.filter(({ category, source }) => category === 'lists' || source.startsWith('flag: '));
    expect(tested.length).toBeGreaterThan(50);
    for (const { source } of tested) for (const word of wordsOf(source)) expect(known).toContain(word);
  });

  it('are the same for a seed, and are examined', async () => {
    const few = { from: 'en', to: 'fr', seed: 7, amount: 0.0025 };
    expect(await loadPairs(few)).toEqual(await loadPairs(few));
    const { findings } = await examinePairs(
      { ...parts, train: parts.train.slice(0, 500), test: parts.test.slice(0, 100) },
      7,
    );
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('come in other languages', async () => {
    const { train } = await loadPairs({ from: 'de', to: 'es', seed: 7, amount: 0.0025 });
    expect(train.find(({ source }) => source === 'Deutschland')?.target).toBe('Alemania');
    await expectError(
      () => loadPairs({ from: 'en', to: 'xx', seed: 7, amount: 1 }),
      ArgumentError,
      'npm run translate: `--to` must be the code of a language that Unicode translates, such as en, fr, de or pt-BR; received xx.',
    );
  });
});

it('splits so that a phrase which differs in case, punctuation or digits alone is not tested', () => {
  const pairs = Array.from({ length: 300 }, (_, i): Pair => {
    const source = `${['In', 'in', 'IN:'][i % 3]} ${i} ${'abcdefghij'[i % 10]}`;
    return { source, target: `dans ${i}`, category: 'phrases', group: `group ${i}` };
  });
  expect(repeated(splitPairs(pairs, 7))).toEqual([]);
});

describe('readPairs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pairs-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const lines = Array.from({ length: 20 }, (_, i) => [`the ${i}`, `le\u202f${i}`] as const);

  it.each([
    ['tabs', lines.map((cells) => cells.join('\t')).join('\n')],
    ['attributions', lines.map((cells) => [...cells, 'CC-BY'].join('\t')).join('\r\n')],
    ['numbers of Tatoeba', lines.map(([a, b], i) => `${i}\t${a}\t${i + 50}\t${b}`).join('\n')],
    ['commas', lines.map((cells) => cells.join(',')).join('\n')],
  ])('reads a file with %s', async (_, text) => {
    const path = join(folder, 'pairs.txt');
    writeFileSync(path, text);
    const pairs = await readPairs(path);
    expect(pairs.map(({ source, target }) => [source, target])).toEqual(
      lines.map(([a, b]) => [a, b.replace('\u202f', ' ')]),
    );
  });

  it('leaves what looks like a date or a number as it is written', async () => {
    const path = join(folder, 'dates.csv');
    const rows = Array.from({ length: 20 }, (_, i) => [`2024-01-${i + 10}`, `${i}.50`]);
    writeFileSync(path, rows.map((cells) => cells.join(',')).join('\n'));
    expect((await readPairs(path)).map(({ source, target }) => [source, target])).toEqual(rows);
  });

  it('says what is wrong with a file', async () => {
    const path = join(folder, 'wrong.tsv');
    writeFileSync(path, 'one\tun\ntwo\t\n');
    await expectError(
      () => readPairs(path),
      FormatError,
      `${path}: line 2 has no two phrases. Write a phrase, a tab and its translation into each line.`,
    );
    writeFileSync(path, '');
    await expectError(() => readPairs(path), FormatError, `readCsv (${path}): there is no row in the text.`);
    writeFileSync(path, 'one\tun\n');
    await expectError(() => readPairs(path), FormatError, `${path}: the file has 1 phrases. At least 20 are needed.`);
  });
});
