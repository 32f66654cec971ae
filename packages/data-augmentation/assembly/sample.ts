// Bytes between pixels; src/internal/sample-row.ts has the same in floats.

/** Binary places of shares of pixels. */
const BITS = 11;
const ONE: f64 = 2048;

/** Bytes of two pixels side by side, as pairs of 16 bits for each channel. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function pairsOf(channels: i32): v128 {
  return channels == 3
    ? i8x16(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1)
    : channels == 4
      ? i8x16(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1)
      : i8x16(0, -1, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
}

/** @param place x and y, in pixels, the center of the first at 0.5 */
// @ts-ignore: a decorator of AssemblyScript
@inline
function sample(image: usize, stride: i32, channels: i32, pairs: v128, place: v128, most: v128, to: usize): void {
  // A bias of 1 makes all of it positive. `pmin` and `pmax` are one instruction each; NaN becomes `most`.
  const scaled = f64x2.add(f64x2.mul(place, f64x2.splat(ONE)), f64x2.splat(ONE / 2));
  const clipped = f64x2.pmax(f64x2.splat(0), f64x2.pmin(most, scaled));
  // Beside 2⁵² an integer is the lowest bits of a float: a conversion that saturates takes several instructions.
  const fixed = f64x2.add(clipped, f64x2.splat(4503599627370496));
  const x = i32x4.extract_lane(fixed, 0);
  const y = i32x4.extract_lane(fixed, 2);
  const shareX = x & 2047;
  const shareY = y & 2047;
  const corner = image + ((y >> BITS) - 1) * stride + ((x >> BITS) - 1) * channels;
  const across = i32x4.splat((2048 - shareX) | (shareX << 16));
  const upper = i32x4.dot_i16x8_s(i8x16.swizzle(v128.load64_zero(corner), pairs), across);
  const lower = i32x4.dot_i16x8_s(i8x16.swizzle(v128.load64_zero(corner + stride), pairs), across);
  const sum = i32x4.add(
    i32x4.add(i32x4.mul(upper, i32x4.splat(2048 - shareY)), i32x4.mul(lower, i32x4.splat(shareY))),
    i32x4.splat(1 << (2 * BITS - 1)),
  );
  const values = i32x4.shr_s(sum, 2 * BITS);
  const words = i16x8.narrow_i32x4_s(values, values);
  store<i32>(to, i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function mostOf(height: i32, width: i32): v128 {
  return f64x2.replace_lane(f64x2.splat(ONE * <f64>(width + 1)), 1, ONE * <f64>(height + 1));
}

/**
 * A row of pixels from anywhere in an image of 1, 3 or 4 bytes a pixel, by bilinear interpolation; rounded to the nearest.
 *
 * @param image its first pixel; around the image are one row and one column before, two behind, and 8 bytes more
 * @param stride bytes from one row to the next
 * @param xs f64, in pixels, the center of the first at 0.5; those beyond the border by more than a pixel are taken to be
 *   in the row or column around the image
 * @param to 4 bytes behind the row may change
 */
export function sampleRow(
  image: usize,
  stride: i32,
  height: i32,
  width: i32,
  channels: i32,
  xs: usize,
  ys: usize,
  count: i32,
  to: usize,
): void {
  const pairs = pairsOf(channels);
  const most = mostOf(height, width);
  for (let i: i32 = 0; i < count; i++) {
    const place = f64x2.replace_lane(f64x2.splat(load<f64>(xs)), 1, load<f64>(ys));
    sample(image, stride, channels, pairs, place, most, to);
    xs += 8;
    ys += 8;
    to += channels;
  }
}

/**
 * An image of the same size whose pixels come from where a homography says, else as `sampleRow`.
 *
 * @param map f64 a to h: x' = (a x + b y + c) / (g x + h y + 1), y' = (d x + e y + f) / (g x + h y + 1)
 */
export function sampleHomography(
  image: usize,
  stride: i32,
  height: i32,
  width: i32,
  channels: i32,
  map: usize,
  to: usize,
): void {
  const pairs = pairsOf(channels);
  const most = mostOf(height, width);
  const perX = f64x2.replace_lane(f64x2.splat(load<f64>(map)), 1, load<f64>(map, 24));
  const perY = f64x2.replace_lane(f64x2.splat(load<f64>(map, 8)), 1, load<f64>(map, 32));
  const first = f64x2.replace_lane(f64x2.splat(load<f64>(map, 16)), 1, load<f64>(map, 40));
  const g = load<f64>(map, 48);
  const h = load<f64>(map, 56);
  const isAffine = g == 0 && h == 0;
  for (let row: i32 = 0; row < height; row++) {
    const y = <f64>row + 0.5;
    const start = f64x2.add(first, f64x2.mul(perY, f64x2.splat(y)));
    const depth = h * y + 1;
    for (let column: i32 = 0; column < width; column++) {
      const x = <f64>column + 0.5;
      let place = f64x2.add(start, f64x2.mul(perX, f64x2.splat(x)));
      if (!isAffine) place = f64x2.div(place, f64x2.splat(g * x + depth));
      sample(image, stride, channels, pairs, place, most, to);
      to += channels;
    }
  }
}
