import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Batches, fit, type ProgressBarOptions, progressBar } from '../../src/index.js';
import { bar, formatDuration, formatNumber, joinParts } from '../../src/internal/progress-line.js';
import { Affine, lineBatches, momentum, near, shuffled, squaredError, Two } from '../support/toys.js';

type Output = { text: string; written: string[] };

async function train(
  options: ProgressBarOptions & {
    tty?: boolean;
    data?: Batches;
    validation?: Batches | undefined;
    stopAt?: number;
  } = {},
): Promise<Output> {
  const { tty = true, data = shuffled(lineBatches()), stopAt, ...rest } = options;
  const { validation = lineBatches(9, 4), ...bars } = { ...rest };
  const written: string[] = [];
  using model = new Two();
  await fit(model, data, {
    epochs: 2,
    validation: 'validation' in options ? options.validation : validation,
    loss: squaredError,
    metrics: { near },
    optimizer: momentum(0.05),
    callbacks: [
      progressBar({ stream: { write: (text) => written.push(text), isTTY: tty }, interval: 1e-9, ...bars }),
      { name: 'stop', stepEnd: (run) => (run.step === stopAt ? run.stop('enough') : undefined) },
    ],
  });
  return { text: written.join(''), written };
}

/** What each drawing leaves in its line, without control characters. */
function lines(written: readonly string[]): string[] {
  return written.map((text) => text.replaceAll('\r', '').replaceAll('\x1b[K', '').replaceAll('\n', ''));
}

describe('progressBar', () => {
  beforeEach(() => {
    vi.stubEnv('CI', '');
    vi.stubEnv('TERM', 'xterm');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([80, 120])('fits %i columns, with one line that stays for each epoch', async (columns) => {
    const { text, written } = await train({ columns });
    for (const line of lines(written)) expect(line.length).toBeLessThan(columns);
    expect(text.split('\n')).toHaveLength(3);
    // Six drawings of one line, then the line of the epoch in its place.
    expect(written.filter((part) => part.endsWith('\n'))).toHaveLength(2);
    expect(written).toHaveLength(14);
    const [first] = lines(written);
    expect(first).toMatch(/^epoch 1\/2 \[=+> +\] 1\/6 {2}loss [\d.e-]+ {2}near [\d.]+/);
    expect(lines(written)[6]).toMatch(/^epoch 1\/2: loss [\d.e-]+ near [\d.]+, validation loss [\d.e-]+ near [\d.]+/);
    if (columns === 120) expect(first).toMatch(/samples\/s {2}[\d.]+ s left$/);
  });

  it('takes a terminal that says 0 for one of 80 columns', async () => {
    const texts: string[] = [];
    const stream = { write: (text: string) => texts.push(text), isTTY: true, columns: 0 };
    await train({ stream });
    expect(texts.join('')).toContain('validation loss');
    for (const line of lines(texts)) expect(line.length).toBeLessThan(80);
  });

  it.each([60, 40, 20, 5])('never takes more than one line of %i columns', async (columns) => {
    const { written } = await train({ columns });
    for (const line of lines(written)) expect(line.length).toBeLessThan(columns);
  });

  it('counts steps while their number is not known', async () => {
    const endless = { [Symbol.iterator]: () => lineBatches()[Symbol.iterator]() };
    const { written } = await train({ columns: 120, data: endless });
    expect(lines(written)[0]).toMatch(/^epoch 1\/2 1 steps {2}loss/);
    expect(lines(written)[7]).toMatch(/^epoch 2\/2 \[=+> +\] 1\/6 {2}loss/);
  });

  it('prints plain whole lines where there is no terminal', async () => {
    const { text } = await train({ tty: false, interval: 60 });
    expect(text.includes('\r') || text.includes('\x1b')).toBe(false);
    expect(text).toMatch(
      /^epoch 1\/2: loss \S+ near \S+, validation loss \S+ near \S+, [\d.]+ s, [\d,]+ samples\/s\nepoch 2\/2: .*\n$/,
    );
  });

  it('prints plain lines in continuous integration, and now and then in a long epoch', async () => {
    vi.stubEnv('CI', 'true');
    const { text } = await train({ columns: 120 });
    expect(text.includes('\r') || text.includes('\x1b')).toBe(false);
    expect(text.split('\n')).toHaveLength(2 * 7 + 1);
    expect(text).toMatch(/^epoch 1\/2: 1\/6, loss \S+, near \S+, [\d,]+ samples\/s, .* left\n/);
  });

  it('prints plain lines to the console where there is no stream, as in a page', async () => {
    const written: string[] = [];
    vi.spyOn(process, 'stderr', 'get').mockReturnValue(undefined as never);
    vi.spyOn(console, 'info').mockImplementation((line: string) => void written.push(line));
    using model = new Affine(3, 1);
    await fit(model, lineBatches(6), {
      loss: squaredError,
      optimizer: momentum(),
      epochs: 2,
      callbacks: [progressBar({ live: true })],
    });
    expect(written).toEqual([
      expect.stringMatching(/^epoch 1\/2: loss \S+, .* samples\/s$/),
      expect.stringMatching(/^epoch 2\/2: loss \S+, .* samples\/s$/),
    ]);
  });

  it('says why a run stopped, in a line of its own', async () => {
    const { written } = await train({ columns: 80, stopAt: 3 });
    expect(written.at(-2)).toBe('\r\x1b[K');
    expect(lines(written).at(-1)).toBe('stopped after step 3: enough');
  });

  it('refuses options out of range', () =>
    expectError(
      () => progressBar({ columns: 0 }),
      ArgumentError,
      'progressBar: `columns` must be a finite number above 0; received 0.',
    ));
});

describe('the parts of a line', () => {
  it('leaves out the highest rank first, and of equal ones the last', () => {
    const parts = ['epoch', ' loss', ' a', ' b', ' rate'].map((text, i) => ({ text, rank: [0, 1, 2, 2, 3][i]! }));
    expect(joinParts(parts, 100)).toBe('epoch loss a b rate');
    expect(joinParts(parts, 18)).toBe('epoch loss a b');
    expect(joinParts(parts, 13)).toBe('epoch loss a');
    expect(joinParts(parts, 4)).toBe('epoc');
    // A character of two columns does not stand in one.
    expect(joinParts([{ text: '損失損失', rank: 0 }], 5)).toBe('損失');
  });

  it('draws bars and numbers', () => {
    expect(bar(0, 10)).toBe('[>       ]');
    expect(bar(0.5, 10)).toBe('[====>   ]');
    expect(bar(1, 10)).toBe('[========]');
    expect([0, 5, 0.31274, -0.09375, 12.345, 1e-7, 123456.7, Number.NaN].map(formatNumber)).toEqual([
      '0',
      '5',
      '0.3127',
      '-0.0938',
      '12.35',
      '1.00e-7',
      '1.23e+5',
      'NaN',
    ]);
    expect([0.84, 9.96, 52, 185, 7620].map(formatDuration)).toEqual([
      '0.8 s',
      '10 s',
      '52 s',
      '3 min 5 s',
      '2 h 7 min',
    ]);
  });
});
