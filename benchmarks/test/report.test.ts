import { expect, it } from 'vitest';
import type { Measurement } from '../src/measure.js';
import { digits, formatCase, formatRatios, formatTable, wrap } from '../src/report.js';

const measured = (name: string, median: number): Measurement => ({
  name,
  median,
  quartiles: [median * 0.9, median * 1.1],
  times: [median],
});

it('gives our time in terms of each peer’s, the rate, and who is absent', () => {
  const lines = formatCase({
    case: 'matMul 1024',
    flops: 2e9,
    measurements: [measured('neurite', 100), measured('peer', 400)],
    absent: [{ name: 'other', reason: 'not written for it '.repeat(9) }],
  });
  expect(lines[1]).toMatch(/^neurite +100 ms +\[90\.0 – 110\] +20\.0 +1\.00$/);
  expect(lines[2]).toMatch(/^peer +400 ms .* 5\.0 +0\.25$/);
  expect(lines[3]).toMatch(/^other +– not written for it/);
  for (const line of lines.slice(0, 3)) expect(line.length).toBeLessThanOrEqual(76);
});

it('has a line for each kernel and size, the slowest first, and marks who is slower and who differs', () => {
  const kernel = (
    row: string,
    { size, ours, theirs }: { size: string; ours: number; theirs: number },
  ): Parameters<typeof formatTable>[0][number] => ({
    case: `kernel ${row} ${size}`,
    row,
    size,
    measurements: [measured('neurite', ours), measured('tfjs wasm', theirs)],
    absent: [],
  });
  const lines = formatTable([
    kernel('Add', { size: '[1024]', ours: 0.001, theirs: 0.002 }),
    { ...kernel('Add', { size: '[1024,1024]', ours: 3, theirs: 1 }), remark: 'the values differ' },
    kernel('Exp', { size: '[1024]', ours: 4, theirs: 1 }),
    { ...kernel('FFT', { size: '[8]', ours: 4, theirs: 1 }), measurements: [], absent: [{ name: 'it', reason: 'no' }] },
  ]);
  expect(lines.slice(1, 5)).toEqual([
    expect.stringMatching(/^Exp +\[1024\] +4000 +4\.00 >$/),
    expect.stringMatching(/^Add +\[1024,1024\] +3000 +3\.00 > ≠$/),
    expect.stringMatching(/^Add +\[1024\] +1\.00 +0\.50$/),
    expect.stringMatching(/^FFT +\[8\] +– it$/),
  ]);
  expect(lines.join(' ')).toContain('2 of 4: Exp [1024] (4.00), Add [1024,1024] (3.00).');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(76);
});

it('has a line for each layer with the ratio to each contender, the slowest first', () => {
  const layer = (row: string, times: Readonly<Record<string, number>>): Parameters<typeof formatRatios>[0][number] => ({
    case: row,
    row,
    size: '[8]',
    measurements: Object.entries(times).map(([name, time]) => measured(name, time)),
    absent: [],
  });
  const lines = formatRatios(
    [
      layer('relu()', { neurite: 1, a: 2 }),
      {
        ...layer('dense(2)', { neurite: 3, a: 2, 'a, b': 1.5, peak: 0.75 }),
        flops: 9,
        remark: 'not the same: x; a, b',
      },
    ],
    {
      columns: [
        ['a', 'a'],
        ['a, b', 'both'],
      ],
      share: 'peak',
    },
  );
  expect(lines[1]).toMatch(/^dense\(2\) +\[8\] +3\.00 +1\.50 +2\.00≠ +25 %$/);
  expect(lines[2]).toMatch(/^relu\(\) +\[8\] +1\.00 +0\.50 +– +–$/);
});

it('shows three digits', () => {
  expect([0.1234, 1.234, 12.34, 1234, Number.NaN].map(digits)).toEqual(['0.123', '1.23', '12.3', '1234', 'NaN']);
});

it('breaks lines between words', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
});
