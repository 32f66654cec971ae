// Products in float32, for rows that may be near; src/internal/neighbors/distance-tile.ts has the same in TypeScript.

/**
 * target = A B, with `a` rows × depth, `b` depth × width in panels of 8 columns, one after another, and `target` rows × width;
 * `rows` is a multiple of 4, `width` of 8.
 */
export function multiplySingles(a: usize, b: usize, target: usize, rows: u32, depth: u32, width: u32): void {
  const deep: usize = <usize>depth << 2;
  const stride: usize = <usize>width << 2;
  for (let row: u32 = 0; row < rows; row += 4) {
    for (let j: usize = 0; j < width; j += 8) {
      let left = a;
      let right = b + j * deep;
      let sum00 = f32x4.splat(0);
      let sum01 = f32x4.splat(0);
      let sum10 = f32x4.splat(0);
      let sum11 = f32x4.splat(0);
      let sum20 = f32x4.splat(0);
      let sum21 = f32x4.splat(0);
      let sum30 = f32x4.splat(0);
      let sum31 = f32x4.splat(0);
      for (let k: u32 = 0; k < depth; k++) {
        const right0 = v128.load(right);
        const right1 = v128.load(right, 16);
        const left0 = v128.load32_splat(left);
        const left1 = v128.load32_splat(left + deep);
        const left2 = v128.load32_splat(left + 2 * deep);
        const left3 = v128.load32_splat(left + 3 * deep);
        sum00 = f32x4.add(sum00, f32x4.mul(left0, right0));
        sum01 = f32x4.add(sum01, f32x4.mul(left0, right1));
        sum10 = f32x4.add(sum10, f32x4.mul(left1, right0));
        sum11 = f32x4.add(sum11, f32x4.mul(left1, right1));
        sum20 = f32x4.add(sum20, f32x4.mul(left2, right0));
        sum21 = f32x4.add(sum21, f32x4.mul(left2, right1));
        sum30 = f32x4.add(sum30, f32x4.mul(left3, right0));
        sum31 = f32x4.add(sum31, f32x4.mul(left3, right1));
        left += 4;
        right += 32;
      }
      let to = target + (j << 2);
      storePair(to, sum00, sum01);
      to += stride;
      storePair(to, sum10, sum11);
      to += stride;
      storePair(to, sum20, sum21);
      to += stride;
      storePair(to, sum30, sum31);
    }
    a += 4 * deep;
    target += 4 * stride;
  }
}

/**
 * Finds the j with squares[j] − 2 products[j] ≤ limit, in ascending order.
 *
 * @param products f32, as are `squares`
 * @param width a multiple of 4
 * @param found u32: where they are written, `width` at most
 * @returns how many there are
 */
export function findBelow(products: usize, squares: usize, width: u32, limit: f32, found: usize): u32 {
  const most = f32x4.splat(limit);
  const start = found;
  for (let j: u32 = 0; j < width; j += 4) {
    const product = v128.load(products);
    let below = i32x4.bitmask(f32x4.le(f32x4.sub(v128.load(squares), f32x4.add(product, product)), most));
    products += 16;
    squares += 16;
    while (below !== 0) {
      store<u32>(found, j + ctz(below));
      found += 4;
      below &= below - 1;
    }
  }
  return <u32>((found - start) >> 2);
}

@inline
function storePair(to: usize, low: v128, high: v128): void {
  v128.store(to, low);
  v128.store(to, high, 16);
}
