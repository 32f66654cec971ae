// A separable convolution of bytes in integers of 16 bits; src/internal/blur-bytes.ts has the same in TypeScript.

/**
 * Blurs bytes down and then across; beyond the border is the mirror image.
 *
 * @param from rows × line bytes; 16 behind them can be read
 * @param to likewise; 16 behind them may change
 * @param weights i16 each, radius + 1 of them, from the middle outwards: with those of the other side the sum is 2¹⁵
 * @param rowsAt the addresses, as u32, of the 2 · radius + 1 rows of each result: rows × taps
 * @param wide i16, line + 2 · radius · channels + 16 values; 64 times as large as bytes, so that two of them are one of 16 bits
 */
export function blurRows(
  to: usize,
  rows: u32,
  line: u32,
  channels: u32,
  weights: usize,
  radius: u32,
  rowsAt: usize,
  wide: usize,
): void {
  const taps: u32 = 2 * radius + 1;
  const middle: usize = wide + ((<usize>radius * channels) << 1);
  for (let row: u32 = 0; row < rows; row++) {
    const own = rowsAt + ((<usize>row * taps) << 2);
    for (let i: usize = 0; i < line; i += 16) {
      const center = v128.load(<usize>load<u32>(own + (radius << 2)) + i);
      const first = v128.load16_splat(weights);
      let low = i16x8.q15mulr_sat_s(i16x8.shl(i16x8.extend_low_i8x16_u(center), 6), first);
      let high = i16x8.q15mulr_sat_s(i16x8.shl(i16x8.extend_high_i8x16_u(center), 6), first);
      for (let k: usize = 1; k <= radius; k++) {
        const above = v128.load(<usize>load<u32>(own + ((radius - k) << 2)) + i);
        const below = v128.load(<usize>load<u32>(own + ((radius + k) << 2)) + i);
        const weight = v128.load16_splat(weights + (k << 1));
        const lower = i16x8.add(i16x8.extend_low_i8x16_u(above), i16x8.extend_low_i8x16_u(below));
        const upper = i16x8.add(i16x8.extend_high_i8x16_u(above), i16x8.extend_high_i8x16_u(below));
        low = i16x8.add(low, i16x8.q15mulr_sat_s(i16x8.shl(lower, 6), weight));
        high = i16x8.add(high, i16x8.q15mulr_sat_s(i16x8.shl(upper, 6), weight));
      }
      v128.store(middle + (i << 1), low);
      v128.store(middle + (i << 1), high, 16);
    }
    mirror(middle, line, channels, radius);
    const target = to + <usize>row * line;
    for (let i: usize = 0; i < line; i += 16) {
      const at = middle + (i << 1);
      const first = v128.load16_splat(weights);
      let low = i16x8.add(i16x8.q15mulr_sat_s(v128.load(at), first), i16x8.splat(32));
      let high = i16x8.add(i16x8.q15mulr_sat_s(v128.load(at, 16), first), i16x8.splat(32));
      let left = at;
      let right = at;
      for (let k: usize = 1; k <= radius; k++) {
        left -= <usize>channels << 1;
        right += <usize>channels << 1;
        const weight = v128.load16_splat(weights + (k << 1));
        low = i16x8.add(low, i16x8.q15mulr_sat_s(i16x8.add(v128.load(left), v128.load(right)), weight));
        high = i16x8.add(high, i16x8.q15mulr_sat_s(i16x8.add(v128.load(left, 16), v128.load(right, 16)), weight));
      }
      v128.store(target + i, i8x16.narrow_i16x8_u(i16x8.shr_s(low, 6), i16x8.shr_s(high, 6)));
    }
  }
}

/** Fills both ends of a row with its mirror image. */
function mirror(middle: usize, line: u32, channels: u32, radius: u32): void {
  const width: i32 = <i32>(line / channels);
  for (let x: i32 = 1; x <= <i32>radius; x++) {
    const left = reflected(-x, width);
    const right = reflected(width - 1 + x, width);
    for (let c: i32 = 0; c < <i32>channels; c++) {
      store<i16>(middle + ((-x * <i32>channels + c) << 1), load<i16>(middle + ((left * channels + c) << 1)));
      store<i16>(
        middle + (((width - 1 + x) * <i32>channels + c) << 1),
        load<i16>(middle + ((right * channels + c) << 1)),
      );
    }
  }
}

function reflected(index: i32, size: i32): i32 {
  if (size == 1) return 0;
  const period = 2 * size - 2;
  let at = index % period;
  if (at < 0) at += period;
  return at < size ? at : period - at;
}
