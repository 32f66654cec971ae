/** A share: `97.9 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Seconds as people say them: `3.2 ms`, `4.1 s`, `2.5 min`. */
export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${significant(seconds * 1e6)} µs`;
  if (seconds < 1) return `${significant(seconds * 1e3)} ms`;
  return seconds < 120 ? `${significant(seconds)} s` : `${significant(seconds / 60)} min`;
}

/** Bytes: `1.2 MB`. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = count < 1 ? 0 : Math.min(3, Math.floor(Math.log10(count) / 3));
  return `${significant(count / 1000 ** power)} ${units[power]}`;
}

/** A number of samples or parameters: `8,000`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** `2.3 times`. */
export function times(ratio: number): string {
  return `${significant(ratio)} times`;
}

/** Two digits at least. */
export function significant(value: number): string {
  if (value === 0) return '0';
  return value >= 100 ? count(value) : String(Number(value.toPrecision(2)));
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
