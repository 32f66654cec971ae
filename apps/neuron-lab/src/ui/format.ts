/** A number for people: four digits, a real minus sign, words for NaN and infinity. */
export function format(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? scientific(value) : String(Number(value.toPrecision(4)));
  return text.replace(/^-/, '−');
}

/** In brackets where a minus sign would stand beside another operator. */
export function inner(value: number): string {
  return value < 0 ? `(${format(value)})` : format(value);
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
  const digits = [...String(Number(exponent))].map((digit) => SUPERSCRIPTS[digit]!).join('');
  return `${Number(mantissa)}·10${digits}`;
}
