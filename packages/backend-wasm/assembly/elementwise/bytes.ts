// Booleans, which are bytes of 0 or 1: from masks of vectors and back, four at a time.

/** Four bytes, 0 or 1, in the lowest lane. */
// @ts-ignore: decorator
@inline
export function toBytes(mask: v128): v128 {
  const words = i16x8.narrow_i32x4_s(mask, mask);
  return v128.and(i8x16.narrow_i16x8_s(words, words), i8x16.splat(1));
}

/** Stores the bytes of the lowest lane that lie below `end`. */
// @ts-ignore: decorator
@inline
export function storeBytes(target: usize, end: usize, bytes: v128): void {
  if (target + 4 <= end) v128.store32_lane(target, bytes, 0);
  else {
    const four = i32x4.extract_lane(bytes, 0);
    for (let shift = 0; target < end; target++, shift += 8) store<u8>(target, <u8>(four >>> shift));
  }
}

/** Four bytes as four integers. */
// @ts-ignore: decorator
@inline
export function loadBytes(bytes: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(bytes)));
}
