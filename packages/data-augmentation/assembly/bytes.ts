// Changes of single bytes and of their order; src/internal has the same in TypeScript: map-values.ts and copy-pixels.ts.

/** `count` bytes through a table of 256, in place; what is behind them up to a multiple of 16 changes, too. */
export function mapBytes(data: usize, count: usize, table: usize): void {
  const t0 = v128.load(table);
  const t1 = v128.load(table, 16);
  const t2 = v128.load(table, 32);
  const t3 = v128.load(table, 48);
  const t4 = v128.load(table, 64);
  const t5 = v128.load(table, 80);
  const t6 = v128.load(table, 96);
  const t7 = v128.load(table, 112);
  const t8 = v128.load(table, 128);
  const t9 = v128.load(table, 144);
  const t10 = v128.load(table, 160);
  const t11 = v128.load(table, 176);
  const t12 = v128.load(table, 192);
  const t13 = v128.load(table, 208);
  const t14 = v128.load(table, 224);
  const t15 = v128.load(table, 240);
  const step = i8x16.splat(16);
  const end = data + count;
  for (let at = data; at < end; at += 16) {
    // Of the table's parts only the one answers in which the index lies: others give 0.
    let index = v128.load(at);
    let found = i8x16.swizzle(t0, index);
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t1, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t2, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t3, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t4, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t5, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t6, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t7, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t8, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t9, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t10, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t11, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t12, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t13, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t14, index));
    index = i8x16.sub(index, step);
    found = v128.or(found, i8x16.swizzle(t15, index));
    v128.store(at, found);
  }
}

/**
 * `count` bytes `(scale · byte + shift) / 2²⁰`, rounded down and clipped, in place; what is behind them up to a multiple of 16
 * changes, too.
 */
export function scaleBytes(data: usize, count: usize, scale: i32, shift: i32): void {
  const factor = i32x4.splat(scale);
  const start = i32x4.splat(shift);
  const end = data + count;
  for (let at = data; at < end; at += 16) {
    const bytes = v128.load(at);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    const a = i32x4.add(i32x4.mul(i32x4.extend_low_i16x8_u(low), factor), start);
    const b = i32x4.add(i32x4.mul(i32x4.extend_high_i16x8_u(low), factor), start);
    const c = i32x4.add(i32x4.mul(i32x4.extend_low_i16x8_u(high), factor), start);
    const d = i32x4.add(i32x4.mul(i32x4.extend_high_i16x8_u(high), factor), start);
    v128.store(
      at,
      i8x16.narrow_i16x8_u(
        i16x8.narrow_i32x4_s(i32x4.shr_s(a, 20), i32x4.shr_s(b, 20)),
        i16x8.narrow_i32x4_s(i32x4.shr_s(c, 20), i32x4.shr_s(d, 20)),
      ),
    );
  }
}

/**
 * Mirrors rows of pixels of 1 or 3 bytes, left for right. 16 bytes behind the result may change.
 *
 * @param from 16 bytes before it can be read
 */
export function reverseRows(from: usize, to: usize, rows: u32, width: u32, channels: u32): void {
  const line: usize = <usize>width * channels;
  for (let row: u32 = 0; row < rows; row++) {
    if (channels == 3) reverseTriples(from, to, line);
    else reverseBytes(from, to, line);
    from += line;
    to += line;
  }
}

/** Five pixels at a time, then one by one, so that no other row is touched. */
function reverseTriples(from: usize, to: usize, line: usize): void {
  const end = to + line;
  let source = from + line - 15;
  for (; to + 31 <= end; to += 30, source -= 30) {
    const near = v128.load(source);
    const far = v128.load(source - 15);
    v128.store(to, v128.shuffle<u8>(near, near, 12, 13, 14, 9, 10, 11, 6, 7, 8, 3, 4, 5, 0, 1, 2, 15));
    v128.store(to + 15, v128.shuffle<u8>(far, far, 12, 13, 14, 9, 10, 11, 6, 7, 8, 3, 4, 5, 0, 1, 2, 15));
  }
  source += 12;
  for (; to < end; to += 3, source -= 3) {
    store<u16>(to, load<u16>(source));
    store<u8>(to + 2, load<u8>(source + 2));
  }
}

function reverseBytes(from: usize, to: usize, line: usize): void {
  const end = to + line;
  let source = from + line - 16;
  for (; to + 16 <= end; to += 16, source -= 16) {
    const bytes = v128.load(source);
    v128.store(to, v128.shuffle<u8>(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
  }
  source += 15;
  for (; to < end; to++, source--) store<u8>(to, load<u8>(source));
}
