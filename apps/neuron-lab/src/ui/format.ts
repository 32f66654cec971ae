/** A number for people: four digits, a real minus sign, words for NaN and infinity. See `formatAlike` for several. */
export function format(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? scientific(value) : grouped(Number(value.toPrecision(4)));
  return text.replace(/^-/, '−');
}

/** In brackets where a minus sign would stand beside another operator. */
export function inner(value: number): string {
  return value < 0 ? `(${format(value)})` : format(value);
}

/**
 * Numbers that stand together, in one format: as many decimals for each, and one power of ten where they are very large
 * or very small.
 *
 * @param step the difference that must be seen. Default: four digits of the largest number
 */
export function formatAlike(values: readonly number[], step?: number): string[] {
  const size = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  if (size === 0) return values.map(format);
  const power = powerOf(size);
  const common = power >= 6 || power < -3 ? power : 0;
  const scale = 10 ** common;
  const most = Math.min(Math.max(-powerOf((step ?? size / 1000) / scale), 0), 9);
  const mantissas = values.map((value) => Number((value / scale).toFixed(most)));
  const decimals = Math.max(...mantissas.map((value) => String(value).split('.')[1]?.length ?? 0));
  const tail = common === 0 ? '' : `·10${superscript(common)}`;
  return values.map((value, i) => {
    if (!Number.isFinite(value)) return format(value);
    if (value === 0) return '0';
    return `${value < 0 ? '−' : ''}${grouped(Math.abs(mantissas[i]!), decimals)}${tail}`;
  });
}

/** With commas between thousands, from five digits on. */
function grouped(value: number, decimals?: number): string {
  const [whole, rest] = (decimals === undefined ? String(value) : value.toFixed(decimals)).split('.') as [
    string,
    string?,
  ];
  const parted = Math.abs(value) < 1e4 ? whole : whole.replace(/\d(?=(\d{3})+$)/g, '$&,');
  return rest === undefined ? parted : `${parted}.${rest}`;
}

/** The power of ten that a number begins with. Rounded, because 10 ** −3 is not exact. */
function powerOf(size: number): number {
  return Math.floor(Math.log10(size) + 1e-9);
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

function scientific(value: number): string {
  const [mantissa, exponent] = value.toExponential(2).split('e') as [string, string]; // toExponential always has both
  return `${Number(mantissa)}·10${superscript(Number(exponent))}`;
}

function superscript(power: number): string {
  return [...String(power)].map((digit) => SUPERSCRIPTS[digit]!).join('');
}
