import { ArgumentError, checkChoice, describeValue, type Json, resolveOptions } from '@neurite/core';
import type { ColumnTransformer, FittedColumn } from '../column.js';
import { checkRows, checkStrings } from '../internal/check-arguments.js';
import { fitBy } from '../internal/learn.js';
import { saveAs } from '../internal/number-column.js';
import { FIELDS, listOf, readSaved } from '../internal/saved.js';

/** A date: an object, milliseconds since 1970, or ISO 8601 text, in UTC where it names no zone; null, NaN, '' are missing. */
export type DateValue = Date | number | string | null | undefined;

/** A part of a date, as a column. */
export type DatePart =
  | 'year'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'dayOfYear'
  | 'weekday'
  | 'isWeekend'
  | 'hour'
  | 'minute'
  | 'second'
  | 'days';

export type DatePartsOptions = {
  /** Which parts, in this order. Default: year, month, day, weekday. */
  readonly parts?: readonly DatePart[];
  /** Whether parts that return, such as months, become a point on a circle: two columns, sine and cosine. Default: false. */
  readonly cyclic?: boolean;
};

type Part = { readonly of: (date: Date) => number; readonly period?: number; readonly first?: number };

const DAY = 86_400_000;
const NAME = 'dateParts';

/** Monday is 1, Sunday 7. */
const weekday = (date: Date): number => ((date.getUTCDay() + 6) % 7) + 1;
const startOfYear = (year: number): number => new Date(0).setUTCFullYear(year, 0, 1);
const dayOfYear = (date: Date): number => Math.floor((date.getTime() - startOfYear(date.getUTCFullYear())) / DAY) + 1;

/** The week belongs to the year of its Thursday. */
function week(date: Date): number {
  const thursday = new Date(date.getTime() + (4 - weekday(date)) * DAY);
  return Math.ceil(dayOfYear(thursday) / 7);
}

const PARTS: Readonly<Record<DatePart, Part>> = {
  year: { of: (date) => date.getUTCFullYear() },
  quarter: { of: (date) => Math.floor(date.getUTCMonth() / 3) + 1, period: 4, first: 1 },
  month: { of: (date) => date.getUTCMonth() + 1, period: 12, first: 1 },
  week: { of: week, period: 53, first: 1 },
  day: { of: (date) => date.getUTCDate(), period: 31, first: 1 },
  dayOfYear: { of: dayOfYear, period: 366, first: 1 },
  weekday: { of: weekday, period: 7, first: 1 },
  isWeekend: { of: (date) => (weekday(date) > 5 ? 1 : 0) },
  hour: { of: (date) => date.getUTCHours(), period: 24, first: 0 },
  minute: { of: (date) => date.getUTCMinutes(), period: 60, first: 0 },
  second: { of: (date) => date.getUTCSeconds() + date.getUTCMilliseconds() / 1000, period: 60, first: 0 },
  /** Days since 1970, with their fraction. */
  days: { of: (date) => date.getTime() / DAY },
};

const NAMES = Object.keys(PARTS) as DatePart[]; // its own keys

/**
 * Dates as numbers: year, quarter and month from 1, ISO week, day of the month and of the year, weekday from Monday = 1 to
 * Sunday = 7, weekend as 0 or 1, hour, minute, second with its fraction, days since 1970. Everything is in UTC. Learns
 * nothing, so `fit([])` is enough; a missing date is NaN in each column. There is no inverse.
 *
 * @returns a transformer of a column of dates
 * @throws ArgumentError when a value is no date
 * @example
 * const fitted = dateParts({ parts: ['month', 'weekday'] }).fit([]);
 * console.log(fitted.transform(['2024-02-29'])); // 2, 4
 */
export function dateParts(options: DatePartsOptions = {}): ColumnTransformer<DateValue> {
  const { parts, cyclic } = resolveOptions(NAME, options, {
    parts: ['year', 'month', 'day', 'weekday'],
    cyclic: false,
  });
  checkStrings(NAME, 'parts', parts, `be a list of ${NAMES.join(', ')}`);
  for (const part of parts) checkChoice(NAME, 'parts', part, NAMES);
  const start = () => ({ add() {}, end: () => fitted(parts, cyclic) });
  return {
    name: NAME,
    start,
    fit: fitBy(`${NAME}.fit`, start),
    restore(json: Json) {
      const saved = readSaved(NAME, json, { parts: listOf(NAMES), cyclic: FIELDS.boolean });
      return fitted(saved.parts as readonly DatePart[], saved.cyclic as boolean); // checked
    },
  };
}

function fitted(parts: readonly DatePart[], cyclic: boolean): FittedColumn<DateValue> {
  const columns = parts.flatMap((name): { readonly name: string; readonly of: (date: Date) => number }[] => {
    const { of, period, first = 0 } = PARTS[name];
    if (!cyclic || period === undefined) return [{ name, of }];
    const angle = (date: Date): number => (2 * Math.PI * (of(date) - first)) / period;
    return [
      { name: `${name}_sin`, of: (date) => Math.sin(angle(date)) },
      { name: `${name}_cos`, of: (date) => Math.cos(angle(date)) },
    ];
  });
  return {
    name: NAME,
    outputs: columns.map(({ name }) => name),
    transform(values) {
      checkRows(`${NAME}.transform`, 'values', values);
      const result = new Float64Array(values.length * columns.length);
      for (let row = 0; row < values.length; row++) {
        const date = toDate(values[row], row);
        columns.forEach(({ of }, i) => {
          result[row * columns.length + i] = date === undefined ? Number.NaN : of(date);
        });
      }
      return result;
    },
    toJSON: () => saveAs(NAME, { parts, cyclic }),
  };
}

const ISO = /^[+-]?\d{4,6}-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?$/;

function toDate(value: DateValue, row: number): Date | undefined {
  if (value === null || value === undefined || value === '' || Number.isNaN(value)) return undefined;
  if (value instanceof Date || typeof value === 'number' || (typeof value === 'string' && ISO.test(value))) {
    const zoned = typeof value === 'string' && /\d\d:\d\d/.test(value) && !/(Z|[+-]\d\d:?\d\d)$/.test(value);
    const date = new Date(zoned ? `${value.replace(' ', 'T')}Z` : value);
    if (!Number.isNaN(date.getTime()) && (typeof value !== 'string' || isDay(value))) return date;
  }
  throw new ArgumentError({
    where: `${NAME}.transform`,
    argument: 'values',
    expected: 'be dates, milliseconds since 1970, or text such as 2024-02-29 or 2024-02-29T13:45:00Z',
    received: `${describeValue(value)} in row ${row}`,
  });
}

/** Whether the month of a text has its day: a Date makes March 1 of February 30. */
function isDay(text: string): boolean {
  const [, year, month, day = '01'] = /^([+-]?\d+)-(\d\d)(?:-(\d\d))?/.exec(text)!; // as `ISO` has it
  return Number(day) <= new Date(new Date(0).setUTCFullYear(Number(year), Number(month), 0)).getUTCDate();
}
