import { MEDIAN } from '../forecasters/forecaster.js';
import type { Fan } from './fan.js';

const ROWS = 15;

/**
 * A fan as lines of text: the past as a line of points, then for each step the 80 % band light, the 50 % band dark, and the
 * median.
 *
 * @param width the most characters of a line, at least 40
 */
export function drawFan({ past, times, quantiles }: Fan, width: number): string[] {
  const all = [...past.values, ...quantiles.flat()];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const labels = Array.from({ length: ROWS }, (_, row) => format(high - ((high - low) * row) / (ROWS - 1)));
  const margin = Math.max(...labels.map(({ length }) => length));
  const room = width - margin - 3;
  // Steps to come are as wide as fits, up to four columns; the past takes what is left.
  const wide = Math.max(1, Math.min(4, Math.floor(room / (2 * times.length))));
  const shown = Math.min(past.values.length, Math.max(1, room - wide * times.length));
  const values = past.values.slice(-shown);
  const rowOf = (value: number): number =>
    high === low ? ROWS >> 1 : Math.round(((high - value) / (high - low)) * (ROWS - 1));
  const lines = labels.map((label, row) => {
    const before = values.map((value) => (rowOf(value) === row ? '•' : ' ')).join('');
    const after = quantiles.map((own) => markAt(own.map(rowOf), row).repeat(wide)).join('');
    const tick = row % 2 === 0 ? `${label.padStart(margin)} ┤` : `${' '.repeat(margin)} │`;
    return `${tick}${before}${after}`.trimEnd();
  });
  const dates = axisOf([past.times.at(-shown)!, past.times.at(-1)!, times.at(-1)!].map(dateOf), {
    now: shown,
    end: shown + wide * times.length,
  });
  return [...lines, `${' '.repeat(margin + 2)}${dates}`];
}

/** The first date at the left, the last one at the right, that of now between them where there is room. */
function axisOf(
  [first = '', now = '', end = '']: readonly string[],
  at: { readonly now: number; readonly end: number },
): string {
  const from = at.end - end.length;
  const middle = Math.min(at.now - (now.length >> 1), from - now.length - 1);
  const left = middle > first.length ? `${first.padEnd(middle)}${now}` : first;
  return `${left.padEnd(from)}${end}`;
}

/** The mark of a step in a row, where smaller values stand in lower rows. */
function markAt(rows: readonly number[], row: number): string {
  if (rows[MEDIAN] === row) return '━';
  const within = (outer: number): boolean => row <= rows[outer]! && row >= rows[rows.length - 1 - outer]!;
  if (within(1)) return '▓';
  return within(0) ? '░' : ' ';
}

/** Five digits at most before the point, at least two decimals where these matter. */
export function format(value: number): string {
  const decimals = value >= 1000 ? 0 : value >= 10 ? 2 : 4;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

export function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
