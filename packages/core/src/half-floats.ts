// One word, as a float and as its bits.
const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);
/** The bits of infinity, of 2¹⁶, of 2⁻¹⁴, of 1/2, and the difference of the exponents' biases. */
const [INFINITE, TOO_LARGE, NORMAL, HALF, BIAS] = [0x7f800000, 0x47800000, 0x38800000, 0x3f000000, 0x38000000] as const;

/**
 * Widens IEEE 754 half floats, exactly.
 *
 * @returns an array of its own, one value for each half float
 * @example
 * fromFloat16(Uint16Array.of(0x3c00)); // 1
 */
export function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return mapInto(new Float32Array(halves.length), halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

/**
 * Rounds to half floats, to the nearest, ties to even; from 65,520 on to infinity, as in IEEE 754.
 *
 * @returns an array of its own, one half float for each value
 * @example
 * fromFloat16(toFloat16(Float32Array.of(1 / 3))); // 0.333251953125
 */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  return mapInto(new Uint16Array(values.length), values, (value) => {
    float[0] = value;
    const sign = (bits[0]! >>> 16) & 0x8000;
    const magnitude = bits[0]! & 0x7fffffff;
    if (magnitude > INFINITE) return sign | 0x7e00;
    if (magnitude >= TOO_LARGE) return sign | 0x7c00;
    if (magnitude < NORMAL) {
      // Beside 1/2, float32 has the steps of the smallest halves: the sum rounds.
      float[0] = Math.abs(value) + 0.5;
      return sign | (bits[0]! - HALF);
    }
    // A fraction that rounds up to the next power of two carries into the exponent.
    return sign | ((magnitude - BIAS + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  });
}

/**
 * Widens bfloat16: the upper half of a float32.
 *
 * @returns an array of its own, one value for each half float
 * @example
 * fromBfloat16(Uint16Array.of(0x3f80)); // 1
 */
export function fromBfloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = mapInto(new Uint32Array(halves.length), halves, (half) => half << 16);
  return new Float32Array(wide.buffer);
}

/**
 * Rounds to bfloat16, to the nearest, ties to even.
 *
 * @returns an array of its own, one half float for each value
 * @example
 * fromBfloat16(toBfloat16(Float32Array.of(1 / 3))); // 0.333984375
 */
export function toBfloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  return mapInto(new Uint16Array(values.length), values, (value) => {
    float[0] = value;
    const word = bits[0]!;
    // Without the quiet bit, a NaN whose fraction is in the lower half would become infinity.
    if (Number.isNaN(value)) return (word >>> 16) | 0x40;
    return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  });
}

type Numbers = Float32Array | Uint32Array | Uint16Array;

/** As `from` of typed arrays, which takes a hundred times as long. */
function mapInto<Result extends Numbers>(result: Result, values: Numbers, f: (value: number) => number): Result {
  for (let i = 0; i < result.length; i++) result[i] = f(values[i]!);
  return result;
}
