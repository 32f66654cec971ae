import { formatDigits, formatNumber, formatTogether } from './format.js';

/** The ticks of an axis and their labels. */
export type Ticks = { readonly values: readonly number[]; readonly format: (value: number) => string };

/** The number of ticks that fit on an axis of this width in CSS pixels. */
export function tickCount(width: number): number {
  return Math.max(2, Math.min(10, Math.floor(width / 66)));
}

/**
 * Round numbers from `low` to `high`.
 *
 * @param count the approximate number; the actual one may be half or double
 * @param integers only integers, e.g. for epochs
 */
export function linearTicks(low: number, high: number, count: number, integers = false): Ticks {
  if (low === high) return { values: [low], format: formatNumber };
  const step = Math.max(niceStep((high - low) / count), integers ? 1 : 0);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const values = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  const plain = Math.max(Math.abs(low), Math.abs(high)) < 1e6 && step >= 1e-3;
  return { values, format: plain ? (value) => formatDigits(value.toFixed(digits)) : formatTogether(values) };
}

/** Extends a range to round numbers; `count` as for the ticks. */
export function niceRange(low: number, high: number, count: number): [low: number, high: number] {
  if (low === high) return [low, high];
  const step = niceStep((high - low) / count);
  const round = (steps: number) => Number((steps * step).toPrecision(12));
  return [round(Math.floor(low / step + 1e-9)), round(Math.ceil(high / step - 1e-9))];
}

/**
 * Powers of ten from `low` to `high`, with 2 and 5 between them where they fit. Both are above 0.
 *
 * @param count so many fit
 */
export function logarithmicTicks(low: number, high: number, count = 9): Ticks {
  const decades = Math.log10(high / low);
  const steps = 3 * decades < count ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / 8));
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += every) {
    for (const step of steps) values.push(Number(`${step}e${power}`));
  }
  const inside = values.filter((value) => value >= low && value <= high);
  return inside.length > 1 ? { values: inside, format: formatTogether(inside) } : linearTicks(low, high, 4);
}

/** The smallest and the largest finite value; 0 and 1 where there is none. */
export function rangeOf(values: Iterable<number>): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The smallest 1, 2 or 5 times a power of ten that is at least `step`. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5].find((nice) => nice * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}
