// Weighted sums of bytes in integers of 32 bits; resample.ts of the package images has the same in TypeScript.

/** Binary places of weights. */
const BITS = 22;

/**
 * Resamples rows of pixels of 1 to 4 bytes.
 *
 * @param from 16 bytes behind it can be read
 * @param line bytes of a row
 * @param to `count` pixels for each row; 4 bytes behind them may change
 * @param firsts u32, for each new pixel the first old one that it depends on
 * @param weights i32, `length` for each new pixel
 */
export function resampleAcross(
  from: usize,
  rows: u32,
  line: u32,
  channels: u32,
  to: usize,
  count: u32,
  firsts: usize,
  weights: usize,
  length: u32,
): void {
  for (let row: u32 = 0; row < rows; row++) {
    let weight = weights;
    for (let i: usize = 0; i < count; i++) {
      let source = from + <usize>load<u32>(firsts + (i << 2)) * channels;
      const end = weight + ((<usize>length) << 2);
      let sum = i32x4.splat(1 << (BITS - 1));
      for (; weight < end; weight += 4) {
        const bytes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(source)));
        sum = i32x4.add(sum, i32x4.mul(bytes, v128.load32_splat(weight)));
        source += channels;
      }
      const values = i32x4.shr_s(sum, BITS);
      const words = i16x8.narrow_i32x4_s(values, values);
      store<i32>(to, i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0));
      to += channels;
    }
    from += line;
  }
}

/**
 * Resamples whole rows, as `resampleAcross` pixels.
 *
 * @param line bytes of a row; of 16 behind `from` and `to` those can be read, and these may change
 */
export function resampleDown(
  from: usize,
  line: u32,
  to: usize,
  count: u32,
  firsts: usize,
  weights: usize,
  length: u32,
): void {
  for (let row: usize = 0; row < count; row++) {
    const first = from + <usize>load<u32>(firsts + (row << 2)) * line;
    const own = weights + ((row * length) << 2);
    for (let i: usize = 0; i < line; i += 16) {
      let source = first + i;
      let a = i32x4.splat(1 << (BITS - 1));
      let b = a;
      let c = a;
      let d = a;
      for (let k: usize = 0; k < length; k++) {
        const weight = v128.load32_splat(own + (k << 2));
        const bytes = v128.load(source);
        const low = i16x8.extend_low_i8x16_u(bytes);
        const high = i16x8.extend_high_i8x16_u(bytes);
        a = i32x4.add(a, i32x4.mul(i32x4.extend_low_i16x8_u(low), weight));
        b = i32x4.add(b, i32x4.mul(i32x4.extend_high_i16x8_u(low), weight));
        c = i32x4.add(c, i32x4.mul(i32x4.extend_low_i16x8_u(high), weight));
        d = i32x4.add(d, i32x4.mul(i32x4.extend_high_i16x8_u(high), weight));
        source += line;
      }
      const low = i16x8.narrow_i32x4_s(i32x4.shr_s(a, BITS), i32x4.shr_s(b, BITS));
      const high = i16x8.narrow_i32x4_s(i32x4.shr_s(c, BITS), i32x4.shr_s(d, BITS));
      v128.store(to + i, i8x16.narrow_i16x8_u(low, high));
    }
    to += line;
  }
}
