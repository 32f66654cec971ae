/** A number with at most four significant digits: `0.1235`, `12,346`, `1.2e-5`. The same in every locale. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'infinity' : '−infinity';
  if (isExtreme(value)) return formatExponential(value);
  const rounded = Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
  return formatDigits(String(rounded));
}

/** How numbers that stand together are written: all with an exponent where one of them needs it, except 0. */
export function formatTogether(values: readonly number[]): (value: number) => string {
  if (!values.some(isExtreme)) return formatNumber;
  return (value) => (value === 0 ? '0' : formatExponential(value));
}

/** Whether a finite number needs an exponent. */
function isExtreme(value: number): boolean {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e9);
}

function formatExponential(value: number): string {
  return minus(value.toExponential(2).replace(/\.?0*e\+?/, 'e'));
}

/** A share in [0, 1] as a percentage: `97.9 %`. Only 1 is `100 %`, and only 0 is `0 %`. */
export function formatPercent(share: number): string {
  const percent = Math.round(share * 1000) / 10;
  if (percent === 100 && share < 1) return 'almost 100 %';
  if (percent === 0 && share > 0) return 'almost 0 %';
  return `${percent} %`;
}

/** `1 value`, `2,000 values`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatDigits(String(count))} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function formatList(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Groups the digits before the point by thousands, and writes a minus sign instead of a hyphen. */
export function formatDigits(digits: string): string {
  const [whole = '', rest] = digits.split('.');
  const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,');
  return minus(rest === undefined ? grouped : `${grouped}.${rest}`);
}

function minus(text: string): string {
  return text.replaceAll('-', '−');
}
