// One word, as a float and as its bits.
const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Widens IEEE 754 half floats, exactly. */
export function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return mapInto(new Float32Array(halves.length), halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

/** Rounds to half floats, to the nearest, ties to even; from 65,520 on to infinity, as in IEEE 754. */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  return mapInto(new Uint16Array(values.length), values, (value) => {
    float[0] = value;
    const sign = (bits[0]! >>> 16) & 0x8000;
    if (Number.isNaN(value)) return sign | 0x7e00;
    const magnitude = Math.abs(value);
    if (magnitude >= 65520) return sign | 0x7c00;
    // Below 2⁻¹⁴, halves are multiples of 2⁻²⁴; above, each power of two has 1,024 of them. A fraction that rounds up to
    // the next power of two carries into the exponent in the sum.
    const exponent = Math.max(((bits[0]! >>> 23) & 0xff) - 127, -14);
    const steps = roundToEven(magnitude * 2 ** (10 - exponent));
    return sign | ((exponent + 14) * 1024 + steps);
  });
}

/** Widens bfloat16: the upper half of a float32. */
export function fromBfloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = mapInto(new Uint32Array(halves.length), halves, (half) => half << 16);
  return new Float32Array(wide.buffer);
}

/** Rounds to bfloat16, to the nearest, ties to even. */
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

/** The nearest integer, the even one of two. */
export function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
