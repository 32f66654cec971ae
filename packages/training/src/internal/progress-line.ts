import stringWidth from 'string-width';

/** A part of a line, with the separator before it, and its rank: parts of a higher rank are dropped first. */
export type Part = { readonly text: string; readonly rank: number };

/**
 * Joins parts, without those that do not fit: the highest rank goes first, of equal ranks the last one.
 *
 * @param columns the most that the line may take; longer text is cut
 */
export function joinParts(parts: readonly Part[], columns: number): string {
  const kept = [...parts];
  const text = (): string => kept.map((part) => part.text).join('');
  while (kept.length > 1 && stringWidth(text()) > columns) {
    const worst = kept.reduce((found, part, i) => (part.rank >= kept[found]!.rank ? i : found), 0);
    kept.splice(worst, 1);
  }
  return cut(text(), columns);
}

/** A bar such as `[=====>    ]` of exactly `columns`, at least 3. In ASCII, since other bars have no sure width. */
export function bar(fraction: number, columns: number): string {
  const inner = columns - 2;
  const done = Math.min(inner, Math.floor(fraction * inner));
  const head = done < inner ? '>' : '';
  return `[${'='.repeat(done)}${head}${' '.repeat(inner - done - head.length)}]`;
}

/** Of almost one width: `0.3127`, `12.35`, `3.13e-4`; integers as they are. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  if (size < 0.01 || size >= 1e4 || Number.isNaN(size)) return value.toExponential(2);
  return size < 10 ? value.toFixed(4) : value.toPrecision(4);
}

/** `5,120` */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `0.8 s`, `52 s`, `3 min 5 s`, `2 h 7 min` */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function cut(text: string, columns: number): string {
  const characters = [...text];
  while (characters.length > 0 && stringWidth(characters.join('')) > columns) characters.pop();
  return characters.join('');
}
