// Changes of the colors of pixels, four at a time; src/internal has the same in TypeScript: map-values.ts and turn-hue.ts.
// There is no NaN, so `pmin` and `pmax` do, which are one instruction where `min` and `max` are several.

/** One color of four pixels, from bytes that `places` takes out of 16. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function colorOf(bytes: v128, places: v128): v128 {
  return f32x4.convert_i32x4_s(i8x16.swizzle(bytes, places));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function rounded(color: v128): v128 {
  const clipped = f32x4.pmax(f32x4.pmin(color, f32x4.splat(255)), f32x4.splat(0));
  const whole = f32x4.floor(f32x4.add(clipped, f32x4.splat(0.5)));
  // Beside 2²³ an integer is the lowest bits of a float: a conversion that saturates takes several instructions.
  return v128.and(f32x4.add(whole, f32x4.splat(8388608)), i32x4.splat(255));
}

/** Stores four pixels of 3 bytes, or the first three of each 4 bytes; colors are integers of 32 bits. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function storeColors(data: usize, bytes: v128, channels: u32, red: v128, green: v128, blue: v128): void {
  const words = v128.or(v128.or(red, i32x4.shl(green, 8)), i32x4.shl(blue, 16));
  if (channels == 4) {
    v128.store(data, v128.or(words, v128.and(bytes, i32x4.splat(0xff000000))));
    return;
  }
  const packed = i8x16.swizzle(words, i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
  v128.store64_lane(data, packed, 0);
  v128.store32_lane(data, packed, 2, 8);
}

/** Where the bytes of one color are in four pixels; the three bytes above each are 0. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function placesOf(color: i32, channels: i32): v128 {
  const first = i32x4.replace_lane(i32x4.splat(color), 1, color + channels);
  const all = i32x4.replace_lane(i32x4.replace_lane(first, 2, color + 2 * channels), 3, color + 3 * channels);
  return v128.or(all, i32x4.splat(0xffffff00));
}

/**
 * Moves the colors of pixels of 3 or 4 bytes away from their gray or towards it, in place; a fourth byte stays. 16 bytes
 * behind them can be read, and may change.
 *
 * @param factor 1 changes nothing
 */
export function blendGray(data: usize, pixels: u32, channels: u32, factor: f32): void {
  const scale = f32x4.splat(factor);
  const rest = f32x4.splat(1 - factor);
  const reds = placesOf(0, channels);
  const greens = placesOf(1, channels);
  const blues = placesOf(2, channels);
  const end = data + <usize>pixels * channels;
  for (; data < end; data += 4 * channels) {
    const bytes = v128.load(data);
    const red = colorOf(bytes, reds);
    const green = colorOf(bytes, greens);
    const blue = colorOf(bytes, blues);
    const luma = f32x4.add(
      f32x4.add(f32x4.mul(red, f32x4.splat(0.299)), f32x4.mul(green, f32x4.splat(0.587))),
      f32x4.mul(blue, f32x4.splat(0.114)),
    );
    const gray = f32x4.mul(luma, rest);
    storeColors(
      data,
      bytes,
      channels,
      rounded(f32x4.add(f32x4.mul(red, scale), gray)),
      rounded(f32x4.add(f32x4.mul(green, scale), gray)),
      rounded(f32x4.add(f32x4.mul(blue, scale), gray)),
    );
  }
}

/** Red and green of four pixels, as pairs of 16 bits. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function redsAndGreens(channels: i32): v128 {
  const reds = v128.and(placesOf(0, channels), i32x4.splat(0xff));
  return v128.or(reds, v128.or(i32x4.shl(placesOf(1, channels), 16), i32x4.splat(0xff00)));
}

/**
 * Gives the colors of pixels of 3 or 4 bytes the value of their gray, in place; a fourth byte stays. 16 bytes behind them
 * can be read, and may change.
 */
export function makeGray(data: usize, pixels: u32, channels: u32): void {
  // 0.299, 0.587 and 0.114 with 15 binary places; together they are 1.
  const redGreen = i32x4.splat(9798 | (19235 << 16));
  const blue = i32x4.splat(3735);
  const pairs = redsAndGreens(channels);
  const blues = placesOf(2, channels);
  const spread =
    channels == 4
      ? i8x16(0, 0, 0, -1, 4, 4, 4, -1, 8, 8, 8, -1, 12, 12, 12, -1)
      : i8x16(0, 0, 0, 4, 4, 4, 8, 8, 8, 12, 12, 12, -1, -1, -1, -1);
  const end = data + <usize>pixels * channels;
  for (; data < end; data += 4 * channels) {
    const bytes = v128.load(data);
    const sum = i32x4.add(
      i32x4.dot_i16x8_s(i8x16.swizzle(bytes, pairs), redGreen),
      i32x4.dot_i16x8_s(i8x16.swizzle(bytes, blues), blue),
    );
    const gray = i32x4.shr_u(i32x4.add(sum, i32x4.splat(1 << 14)), 15);
    const values = i8x16.swizzle(gray, spread);
    if (channels == 4) {
      v128.store(data, v128.or(values, v128.and(bytes, i32x4.splat(0xff000000))));
    } else {
      v128.store64_lane(data, values, 0);
      v128.store32_lane(data, values, 2, 8);
    }
  }
}

/**
 * Adds up the first three bytes of pixels of 3 or 4.
 *
 * @param pixels a multiple of 4, at most 2²⁴
 * @param to u32: three sums
 */
export function sumColors(data: usize, pixels: u32, channels: u32, to: usize): void {
  let reds = i32x4.splat(0);
  let greens = reds;
  let blues = reds;
  const ofRed = placesOf(0, channels);
  const ofGreen = placesOf(1, channels);
  const ofBlue = placesOf(2, channels);
  const end = data + <usize>pixels * channels;
  for (; data < end; data += 4 * channels) {
    const bytes = v128.load(data);
    reds = i32x4.add(reds, i8x16.swizzle(bytes, ofRed));
    greens = i32x4.add(greens, i8x16.swizzle(bytes, ofGreen));
    blues = i32x4.add(blues, i8x16.swizzle(bytes, ofBlue));
  }
  store<u32>(to, sumOf(reds));
  store<u32>(to, sumOf(greens), 4);
  store<u32>(to, sumOf(blues), 8);
}

function sumOf(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

/** @param distance from the hue to where the color is least, in sixths of the circle, 0 to 11 */
// @ts-ignore: a decorator of AssemblyScript
@inline
function turnedColor(most: v128, range: v128, distance: v128): v128 {
  const six = f32x4.splat(6);
  const within = f32x4.sub(distance, v128.and(six, f32x4.ge(distance, six)));
  const share = f32x4.pmin(f32x4.pmin(within, f32x4.sub(f32x4.splat(4), within)), f32x4.splat(1));
  return f32x4.sub(most, f32x4.mul(range, f32x4.pmax(share, f32x4.splat(0))));
}

/**
 * Turns the hues of pixels of 3 or 4 bytes, in place, as HSV has them; a fourth byte stays. 16 bytes behind them can be
 * read, and may change.
 *
 * @param turn in sixths of the circle
 */
export function turnHues(data: usize, pixels: u32, channels: u32, turn: f32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const sixth = f32x4.splat(1.0 / 6.0);
  const reds = placesOf(0, channels);
  const greens = placesOf(1, channels);
  const blues = placesOf(2, channels);
  const end = data + <usize>pixels * channels;
  for (; data < end; data += 4 * channels) {
    const bytes = v128.load(data);
    const red = colorOf(bytes, reds);
    const green = colorOf(bytes, greens);
    const blue = colorOf(bytes, blues);
    const most = f32x4.pmax(f32x4.pmax(red, green), blue);
    const range = f32x4.sub(most, f32x4.pmin(f32x4.pmin(red, green), blue));
    const isRed = f32x4.eq(most, red);
    const isGreen = f32x4.eq(most, green);
    const difference = v128.bitselect(
      f32x4.sub(green, blue),
      v128.bitselect(f32x4.sub(blue, red), f32x4.sub(red, green), isGreen),
      isRed,
    );
    const base = v128.bitselect(zero, v128.bitselect(f32x4.splat(2), f32x4.splat(4), isGreen), isRed);
    // A gray pixel has no hue, and a range of 0: whatever is divided by 1 instead does not count.
    const divisor = v128.bitselect(one, range, f32x4.eq(range, zero));
    const sixths = f32x4.add(f32x4.add(base, f32x4.div(difference, divisor)), f32x4.splat(turn));
    const hue = f32x4.sub(sixths, f32x4.mul(f32x4.splat(6), f32x4.floor(f32x4.mul(sixths, sixth))));
    storeColors(
      data,
      bytes,
      channels,
      rounded(turnedColor(most, range, f32x4.add(hue, f32x4.splat(5)))),
      rounded(turnedColor(most, range, f32x4.add(hue, f32x4.splat(3)))),
      rounded(turnedColor(most, range, f32x4.add(hue, one))),
    );
  }
}
