/** Powers of ten that a float64 holds exactly. */
const EXACT = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** A number as it is written: no leading zeros, which say that `007` is a name, and no more digits than it has. */
const NUMBER = /^[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[-+]\d\d:?\d\d)?)?$/;

/** How numbers are written. */
export type NumberForm = { readonly decimal: '.' | ','; readonly thousands: string | undefined };

/**
 * The number of a cell; NaN where it is none. Spaces around it do not count.
 *
 * @returns the float64 nearest to what is written, as `Number` gives it
 */
export function parseNumber(cell: string, form: NumberForm): number {
  return parseNumberIn(cell, 0, cell.length, form);
}

/** The same of a cell within a text, which needs no string of its own. Four arguments: it runs for each cell. */
export function parseNumberIn(text: string, start: number, end: number, form: NumberForm): number {
  const point = form.decimal === '.' ? 46 : 44;
  const first = start < end && text.charCodeAt(start) === 45 ? start + 1 : start; // behind a minus
  const last = Math.min(end, first + 16);
  let at = first;
  let digits = 0;
  let fraction = -1;
  // Up to 15 digits with at most 22 of them behind the point: integer and power are exact, and so is the quotient.
  for (; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits = 10 * digits + (code - 48);
    else if (code === point && fraction < 0) fraction = at;
    else break;
  }
  const count = at - first - (fraction < 0 ? 0 : 1);
  const isSimple = at === end && count > 0 && count < 16;
  const leadingZero = text.charCodeAt(first) === 48 && at > first + 1 && fraction !== first + 1;
  if (!isSimple || leadingZero) return parseSlowly(text.slice(start, end), form);
  const value = fraction < 0 ? digits : digits / EXACT[end - fraction - 1]!;
  return first === start ? value : -value;
}

function parseSlowly(cell: string, { decimal, thousands }: NumberForm): number {
  let text = cell.trim().replace('−', '-');
  if (thousands !== undefined && text.includes(thousands)) {
    const [integer, ...rest] = text.split(decimal);
    const groups = integer!.split(thousands);
    // 1,23 and 12345,678 are something else.
    if (!/^[-+]?[1-9]\d{0,2}$/.test(groups[0]!) || !groups.slice(1).every((group) => /^\d{3}$/.test(group)))
      return Number.NaN;
    text = [groups.join(''), ...rest].join(decimal);
  }
  if (decimal === ',') {
    if (text.includes('.')) return Number.NaN;
    text = text.replace(',', '.');
  }
  if (!NUMBER.test(text)) return Number.NaN;
  const value = Number(text);
  // An integer that a float64 cannot hold is an identifier, which would come out as another.
  if (!Number.isFinite(value) || (/^[-+]?\d+$/.test(text) && !Number.isSafeInteger(value))) return Number.NaN;
  return value;
}

/** 1 for true and yes, 0 for false and no, in any case; else NaN. */
export function parseBoolean(cell: string): number {
  if (cell === 'true' || cell === 'yes') return 1;
  if (cell === 'false' || cell === 'no') return 0;
  const text = cell.trim().toLowerCase();
  if (text === 'true' || text === 'yes') return 1;
  return text === 'false' || text === 'no' ? 0 : Number.NaN;
}

/** Milliseconds since 1970 of an ISO 8601 date or time, without a zone in UTC; else NaN. */
export function parseDate(cell: string): number {
  const match = DATE.exec(cell.trim());
  if (match === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]; // six groups
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return Number.NaN; // the 30th of February
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const milliseconds = Number(`0.${match[7] ?? 0}`) * 1000;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds - offsetOf(match[8]) * 60_000;
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
