import { roundToEven } from './round-to-even.js';

/**
 * The floats of 8 bits: a sign, an exponent, and as many bits of the fraction as remain. E5M2 has infinities and NaNs as
 * IEEE 754 has; E4M3 has no infinity, and its only NaN is the pattern with all bits set.
 *
 * @see Micikevicius et al., "FP8 formats for deep learning", 2022, https://arxiv.org/abs/2209.05433
 */
const formats = {
  e4m3: { fraction: 3, bias: 7, largest: 448, nan: 0x7f, overflow: 0x7f },
  e5m2: { fraction: 2, bias: 15, largest: 57344, nan: 0x7e, overflow: 0x7c },
} as const;

/** An infinity has no exponent. */
const FAR_TOO_LARGE = 2 ** 20;

/** Widens floats of 8 bits, exactly. */
export function fromFloat8(bytes: Uint8Array, kind: keyof typeof formats): Float32Array<ArrayBuffer> {
  const values = Float32Array.from({ length: 256 }, (_, byte) => widen(byte, kind));
  const result = new Float32Array(bytes.length);
  for (let i = 0; i < result.length; i++) result[i] = values[bytes[i]!]!;
  return result;
}

/** Rounds to floats of 8 bits, to the nearest, ties to even; what is too large becomes infinity, or NaN in E4M3. */
export function toFloat8(values: Float32Array, kind: keyof typeof formats): Uint8Array<ArrayBuffer> {
  const { fraction, bias, largest, nan, overflow } = formats[kind];
  const result = new Uint8Array(values.length);
  for (let i = 0; i < result.length; i++) {
    const value = values[i]!;
    const sign = value < 0 || Object.is(value, -0) ? 0x80 : 0;
    const magnitude = Math.min(Math.abs(value), FAR_TOO_LARGE);
    // A float32 below 2⁻³⁰ is 0 in either format, and its exponent need not be exact.
    const exponent = Math.max(Math.floor(Math.log2(Math.max(magnitude, 2 ** -30))), 1 - bias);
    const step = 2 ** (exponent - fraction);
    const rounded = roundToEven(magnitude / step) * step;
    if (Number.isNaN(value)) result[i] = nan;
    else if (rounded > largest) result[i] = sign | overflow;
    else result[i] = sign | (rounded / step + (exponent + bias - 1) * 2 ** fraction);
  }
  return result;
}

function widen(byte: number, kind: keyof typeof formats): number {
  const { fraction, bias, overflow, nan } = formats[kind];
  const bits = byte & 0x7f;
  const sign = byte & 0x80 ? -1 : 1;
  if (bits === overflow && overflow !== nan) return sign * Number.POSITIVE_INFINITY;
  if (bits >= overflow) return Number.NaN;
  const exponent = bits >> fraction;
  const mantissa = bits & (2 ** fraction - 1);
  return exponent === 0
    ? sign * mantissa * 2 ** (1 - bias - fraction)
    : sign * (2 ** fraction + mantissa) * 2 ** (exponent - bias - fraction);
}
