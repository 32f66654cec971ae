import { LEVELS, MEDIAN } from '../forecasters/forecaster.js';
import { dateOf, format } from './draw-fan.js';
import type { Fan } from './fan.js';

/** A row for each step: its date, the median, and the ends of the 80 % band. */
export function fanRows({ times, quantiles }: Fan): readonly (readonly string[])[] {
  return times.map((time, h) => {
    const own = quantiles[h]!;
    return [dateOf(time), format(own[MEDIAN]!), format(own[0]!), format(own[LEVELS.length - 1]!)];
  });
}

export const FAN_COLUMNS = ['date', 'median', 'low (10 %)', 'high (90 %)'] as const;

/** The rows as aligned lines. */
export function fanLines(fan: Fan): string[] {
  const rows = [FAN_COLUMNS, ...fanRows(fan)];
  const widths = FAN_COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '));
}
