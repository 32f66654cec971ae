/** `1 row`, `2,000 rows`. */
export function count(number: number, noun: string, plural: string = `${noun}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}

/** A share in percent with two or three digits: `0.52 %`, `12 %`. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value === 0) return '0 %';
  if (value < 0.01) return 'less than 0.01 %';
  return `${value < 1 ? value.toFixed(2) : value < 10 ? value.toFixed(1) : value.toFixed(value > 99 && value < 100 ? 1 : 0)} %`;
}

/** A number with three digits, or four before the point. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return value.toExponential(1);
  return String(Number(value.toPrecision(size >= 1000 ? 4 : 3)));
}

/** A p-value, not smaller than anybody believes. */
export function pText(pValue: number): string {
  return pValue < 1e-4 ? '< 0.0001' : short(pValue);
}

/** Names of columns in quotes, where there is no code. */
export function quoted(text: string): string {
  return text.replaceAll(/`([^`]*)`/g, '“$1”');
}
