// Products of matrices in float64, in tiles of 4 × 4; src/internal/products.ts has the same in TypeScript. Widths are
// multiples of 4.

/** Adds Aᵀ A to `target`, width × width, in the tiles on and above the diagonal. `a` is rows × width. */
export function addGram(a: usize, rows: u32, width: u32, target: usize): void {
  const stride: usize = <usize>width << 3;
  for (let i: usize = 0; i < width; i += 4) {
    for (let j: usize = i; j < width; j += 4) {
      let left = a + (i << 3);
      let right = a + (j << 3);
      let sum00 = f64x2.splat(0);
      let sum01 = f64x2.splat(0);
      let sum10 = f64x2.splat(0);
      let sum11 = f64x2.splat(0);
      let sum20 = f64x2.splat(0);
      let sum21 = f64x2.splat(0);
      let sum30 = f64x2.splat(0);
      let sum31 = f64x2.splat(0);
      for (let row: u32 = 0; row < rows; row++) {
        const right0 = v128.load(right);
        const right1 = v128.load(right, 16);
        const left0 = v128.load64_splat(left);
        const left1 = v128.load64_splat(left, 8);
        const left2 = v128.load64_splat(left, 16);
        const left3 = v128.load64_splat(left, 24);
        sum00 = f64x2.add(sum00, f64x2.mul(left0, right0));
        sum01 = f64x2.add(sum01, f64x2.mul(left0, right1));
        sum10 = f64x2.add(sum10, f64x2.mul(left1, right0));
        sum11 = f64x2.add(sum11, f64x2.mul(left1, right1));
        sum20 = f64x2.add(sum20, f64x2.mul(left2, right0));
        sum21 = f64x2.add(sum21, f64x2.mul(left2, right1));
        sum30 = f64x2.add(sum30, f64x2.mul(left3, right0));
        sum31 = f64x2.add(sum31, f64x2.mul(left3, right1));
        left += stride;
        right += stride;
      }
      let to = target + i * stride + (j << 3);
      addPair(to, sum00, sum01);
      to += stride;
      addPair(to, sum10, sum11);
      to += stride;
      addPair(to, sum20, sum21);
      to += stride;
      addPair(to, sum30, sum31);
    }
  }
}

/**
 * target = A B, with `a` rows × depth, `b` depth × width in panels of 4 columns, one after another, and `target` rows × width;
 * `rows` is a multiple of 4.
 */
export function multiply(a: usize, b: usize, target: usize, rows: u32, depth: u32, width: u32): void {
  const deep: usize = <usize>depth << 3;
  const stride: usize = <usize>width << 3;
  for (let row: u32 = 0; row < rows; row += 4) {
    for (let j: usize = 0; j < width; j += 4) {
      let left = a;
      let right = b + j * deep;
      let sum00 = f64x2.splat(0);
      let sum01 = f64x2.splat(0);
      let sum10 = f64x2.splat(0);
      let sum11 = f64x2.splat(0);
      let sum20 = f64x2.splat(0);
      let sum21 = f64x2.splat(0);
      let sum30 = f64x2.splat(0);
      let sum31 = f64x2.splat(0);
      for (let k: u32 = 0; k < depth; k++) {
        const right0 = v128.load(right);
        const right1 = v128.load(right, 16);
        const left0 = v128.load64_splat(left);
        const left1 = v128.load64_splat(left + deep);
        const left2 = v128.load64_splat(left + 2 * deep);
        const left3 = v128.load64_splat(left + 3 * deep);
        sum00 = f64x2.add(sum00, f64x2.mul(left0, right0));
        sum01 = f64x2.add(sum01, f64x2.mul(left0, right1));
        sum10 = f64x2.add(sum10, f64x2.mul(left1, right0));
        sum11 = f64x2.add(sum11, f64x2.mul(left1, right1));
        sum20 = f64x2.add(sum20, f64x2.mul(left2, right0));
        sum21 = f64x2.add(sum21, f64x2.mul(left2, right1));
        sum30 = f64x2.add(sum30, f64x2.mul(left3, right0));
        sum31 = f64x2.add(sum31, f64x2.mul(left3, right1));
        left += 8;
        right += 32;
      }
      let to = target + (j << 3);
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

/** target[row] = Σ a[row, k] w[k]; `a` is rows × depth, and `depth` is a multiple of 4. */
export function dotRows(a: usize, w: usize, target: usize, rows: u32, depth: u32): void {
  const deep: usize = <usize>depth << 3;
  for (let row: u32 = 0; row < rows; row++) {
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    for (let k: usize = 0; k < deep; k += 32) {
      even = f64x2.add(even, f64x2.mul(v128.load(a + k), v128.load(w + k)));
      odd = f64x2.add(odd, f64x2.mul(v128.load(a + k, 16), v128.load(w + k, 16)));
    }
    const sum = f64x2.add(even, odd);
    store<f64>(target + (<usize>row << 3), f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
    a += deep;
  }
}

/** target[k] += Σ factors[row] a[row, k]; `a` is rows × depth, and `depth` is a multiple of 4. */
export function addRows(a: usize, factors: usize, target: usize, rows: u32, depth: u32): void {
  const deep: usize = <usize>depth << 3;
  for (let k: usize = 0; k < deep; k += 32) {
    let low = v128.load(target + k);
    let high = v128.load(target + k, 16);
    let from = a + k;
    for (let row: u32 = 0; row < rows; row++) {
      const factor = v128.load64_splat(factors + (<usize>row << 3));
      low = f64x2.add(low, f64x2.mul(factor, v128.load(from)));
      high = f64x2.add(high, f64x2.mul(factor, v128.load(from, 16)));
      from += deep;
    }
    v128.store(target + k, low);
    v128.store(target + k, high, 16);
  }
}

/**
 * Finds the j with squares[j] − 2 products[j] ≤ limit, in ascending order.
 *
 * @param width a multiple of 2
 * @param found u32: where they are written, `width` at most
 * @returns how many there are
 */
export function findBelow(products: usize, squares: usize, width: u32, limit: f64, found: usize): u32 {
  const most = f64x2.splat(limit);
  const start = found;
  for (let j: u32 = 0; j < width; j += 2) {
    const product = v128.load(products);
    const below = i64x2.bitmask(f64x2.le(f64x2.sub(v128.load(squares), f64x2.add(product, product)), most));
    products += 16;
    squares += 16;
    if (below === 0) continue;
    if ((below & 1) !== 0) {
      store<u32>(found, j);
      found += 4;
    }
    if ((below & 2) !== 0) {
      store<u32>(found, j + 1);
      found += 4;
    }
  }
  return <u32>((found - start) >> 2);
}

@inline
function addPair(to: usize, low: v128, high: v128): void {
  v128.store(to, f64x2.add(v128.load(to), low));
  v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
}

@inline
function storePair(to: usize, low: v128, high: v128): void {
  v128.store(to, low);
  v128.store(to, high, 16);
}
