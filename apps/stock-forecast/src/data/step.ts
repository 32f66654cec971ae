const DAY = 86_400_000;

/** How far apart the values of a series are. */
export type Step = {
  /** For people: `day`. */
  readonly name: string;
  /** After how many steps a pattern repeats, for the seasonal naive forecast: weeks of days, years of months. */
  readonly season: number;
  /** The time of the step after this one. */
  next(time: number): number;
};

/**
 * The step of a series, by the median distance of its times: days, weeks, months, quarters or years. Days without weekends
 * stay without.
 *
 * @param times increasing, at least two
 */
export function stepOf(times: Float64Array): Step {
  const gaps = Float64Array.from({ length: times.length - 1 }, (_, i) => times[i + 1]! - times[i]!).sort();
  const gap = gaps[gaps.length >> 1]!;
  const days = gap / DAY;
  if (days >= 0.9 && days < 5) {
    const hasWeekends = times.some(isWeekend);
    if (days >= 1.5) return { name: 'step', season: 1, next: (time) => time + gap };
    return hasWeekends
      ? { name: 'day', season: 7, next: (time) => time + DAY }
      : { name: 'day', season: 5, next: nextWeekday };
  }
  if (days >= 6 && days < 8) return { name: 'week', season: 52, next: (time) => time + 7 * DAY };
  if (days >= 27 && days < 33) return { name: 'month', season: 12, next: (time) => addMonths(time, 1) };
  if (days >= 85 && days < 95) return { name: 'quarter', season: 4, next: (time) => addMonths(time, 3) };
  if (days >= 360 && days < 370) return { name: 'year', season: 1, next: (time) => addMonths(time, 12) };
  return { name: 'step', season: 1, next: (time) => time + gap };
}

function isWeekend(time: number): boolean {
  const day = new Date(time).getUTCDay();
  return day === 0 || day === 6;
}

function nextWeekday(time: number): number {
  let next = time + DAY;
  while (isWeekend(next)) next += DAY;
  return next;
}

function addMonths(time: number, months: number): number {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  // The 31st is followed by the 30th where a month has no more days.
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}
