import { describe, expect, it } from 'vitest';
import { drawFan, format } from '../src/predict/draw-fan.js';
import type { Fan } from '../src/predict/fan.js';
import { textOf } from '../src/predict/predict.js';

const DAY = 86_400_000;

const fan: Fan = {
  series: 'It',
  title: 'naive',
  step: 'day',
  past: {
    times: Array.from({ length: 60 }, (_, t) => t * DAY),
    values: Array.from({ length: 60 }, (_, t) => 100 + (t % 9)),
  },
  times: Array.from({ length: 10 }, (_, h) => (60 + h) * DAY),
  quantiles: Array.from({ length: 10 }, (_, h) => [-2, -1, 0, 1, 2].map((q) => 104 + q * Math.sqrt(h + 1))),
};

describe('a fan', () => {
  it.each([40, 80, 120])('fits %i columns, and its steps are there', (width) => {
    const lines = drawFan(fan, width);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(lines.at(-1)).toMatch(width > 40 ? /1970-03-01 +1970-03-11$/ : /1970-02-09 +1970-03-11$/);
    const median = lines.find((line) => line.includes('━'))!;
    expect(median.match(/━/g)).toHaveLength(10 * Math.max(1, Math.min(4, Math.floor((width - 6 - 3) / 20))));
  });

  it('becomes wider, dark within light', () => {
    const lines = drawFan(fan, 80).slice(0, -1);
    const end = Math.max(...lines.map(({ length }) => length)) - 1;
    const column = (at: number): string =>
      lines
        .map((line) => line[at] ?? ' ')
        .join('')
        .trim();
    expect(column(end)).toMatch(/^░+▓+━▓+░+$/);
    expect(column(end).length).toBeGreaterThan(column(end - 30).length);
  });

  it('is told with its numbers, in the columns of the terminal', () => {
    const text = textOf(fan, 80);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(text).toContain('It, the next 10 days by naive');
    expect(text).toContain('1970-03-02  104.00      102.00       106.00');
  });

  it('of a flat series is a line', () => {
    const flat = { ...fan, past: { times: [0], values: [1] }, quantiles: fan.times.map(() => [1, 1, 1, 1, 1]) };
    expect(drawFan(flat, 60)).toHaveLength(16);
  });
});

it('values have the digits that they need', () => {
  expect([format(2875.4), format(39.8123), format(0.98765)]).toEqual(['2,875', '39.81', '0.9877']);
});
