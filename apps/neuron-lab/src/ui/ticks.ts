/** Round numbers between two others: at most `count` of them, and at least one. */
export function ticks(low: number, high: number, count = 5): number[] {
  const width = high - low;
  if (!(width > 0) || !Number.isFinite(width)) return [];
  const power = 10 ** Math.floor(Math.log10(width / count));
  const fits = (step: number): boolean => Math.floor(high / step) - Math.ceil(low / step) < count;
  const step = [1, 2, 5, 10].map((factor) => factor * power).find(fits) ?? 10 * power;
  const first = Math.ceil(low / step);
  const found: number[] = [];
  for (let i = first; i * step <= high + step * 1e-9; i++) found.push(Number((i * step).toPrecision(12)));
  // A narrow range may hold no multiple of the step: some of the finer ones, then.
  return found.length > 0 ? found : ticks(low, high, count + 1).slice(0, Math.max(1, Math.floor(count)));
}
