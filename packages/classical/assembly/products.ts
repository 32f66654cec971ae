// Products of matrices in float64, in tiles of 4 × 4; src/internal/products has the same in TypeScript. Widths are multiples
// of 4.

/** Adds Aᵀ A to `target`, width × width, in the tiles on and above the diagonal. `a` is rows × width. */
export function addGram(a: usize, rows: u32, width: u32, target: usize): void {
  const stride: usize = <usize>width << 3;
  for (let i: usize = 0; i < stride; i += 32) {
    for (let j: usize = i; j < stride; j += 32) {
      addTile(a + i, 8, stride, a + j, stride, rows, target + (i >> 3) * stride + j, stride);
    }
  }
}

/** Adds Aᵀ B to `target`, widthA × widthB. `a` is rows × widthA, `b` rows × widthB. */
export function addProducts(a: usize, b: usize, target: usize, rows: u32, widthA: u32, widthB: u32): void {
  const strideA: usize = <usize>widthA << 3;
  const strideB: usize = <usize>widthB << 3;
  for (let i: usize = 0; i < strideA; i += 32) {
    for (let j: usize = 0; j < strideB; j += 32) {
      addTile(a + i, 8, strideA, b + j, strideB, rows, target + (i >> 3) * strideB + j, strideB);
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
  memory.fill(target, 0, <usize>rows * stride);
  for (let row: u32 = 0; row < rows; row += 4) {
    for (let j: usize = 0; j < width; j += 4) addTile(a, deep, 8, b + j * deep, 32, depth, target + (j << 3), stride);
    a += 4 * deep;
    target += 4 * stride;
  }
}

/**
 * Adds the products of 4 rows on the left and 4 columns on the right to 4 × 4 sums.
 *
 * @param across from one row on the left to the next, in bytes; `along`: from one of its elements to the next
 * @param next from 4 elements on the right to the next ones
 * @param stride from a row of the sums to the next
 */
function addTile(
  left: usize,
  across: usize,
  along: usize,
  right: usize,
  next: usize,
  depth: u32,
  to: usize,
  stride: usize,
): void {
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
    const left1 = v128.load64_splat(left + across);
    const left2 = v128.load64_splat(left + 2 * across);
    const left3 = v128.load64_splat(left + 3 * across);
    sum00 = f64x2.add(sum00, f64x2.mul(left0, right0));
    sum01 = f64x2.add(sum01, f64x2.mul(left0, right1));
    sum10 = f64x2.add(sum10, f64x2.mul(left1, right0));
    sum11 = f64x2.add(sum11, f64x2.mul(left1, right1));
    sum20 = f64x2.add(sum20, f64x2.mul(left2, right0));
    sum21 = f64x2.add(sum21, f64x2.mul(left2, right1));
    sum30 = f64x2.add(sum30, f64x2.mul(left3, right0));
    sum31 = f64x2.add(sum31, f64x2.mul(left3, right1));
    left += along;
    right += next;
  }
  addPair(to, sum00, sum01);
  to += stride;
  addPair(to, sum10, sum11);
  to += stride;
  addPair(to, sum20, sum21);
  to += stride;
  addPair(to, sum30, sum31);
}

/** Writes each row less `center` to `target`, whose rows begin `stride` apart; source and target may be the same. */
export function centerRows(source: usize, center: usize, target: usize, rows: u32, columns: u32, stride: u32): void {
  const size: usize = <usize>columns << 3;
  const even: usize = size & ~15;
  for (let row: u32 = 0; row < rows; row++) {
    for (let k: usize = 0; k < even; k += 16) {
      v128.store(target + k, f64x2.sub(v128.load(source + k), v128.load(center + k)));
    }
    if (even < size) store<f64>(target + even, load<f64>(source + even) - load<f64>(center + even));
    source += size;
    target += <usize>stride << 3;
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

/**
 * target[k] += Σ factors[row] a[row, k]; `a` is rows × depth, and `depth` is a multiple of 4. Eight columns at once are a line
 * of the cache, which is read once.
 */
export function addRows(a: usize, factors: usize, target: usize, rows: u32, depth: u32): void {
  const deep: usize = <usize>depth << 3;
  let k: usize = 0;
  for (; k + 32 < deep; k += 64) {
    let sum0 = v128.load(target + k);
    let sum1 = v128.load(target + k, 16);
    let sum2 = v128.load(target + k, 32);
    let sum3 = v128.load(target + k, 48);
    let from = a + k;
    for (let row: u32 = 0; row < rows; row++) {
      const factor = v128.load64_splat(factors + (<usize>row << 3));
      sum0 = f64x2.add(sum0, f64x2.mul(factor, v128.load(from)));
      sum1 = f64x2.add(sum1, f64x2.mul(factor, v128.load(from, 16)));
      sum2 = f64x2.add(sum2, f64x2.mul(factor, v128.load(from, 32)));
      sum3 = f64x2.add(sum3, f64x2.mul(factor, v128.load(from, 48)));
      from += deep;
    }
    v128.store(target + k, sum0);
    v128.store(target + k, sum1, 16);
    v128.store(target + k, sum2, 32);
    v128.store(target + k, sum3, 48);
  }
  if (k === deep) return;
  let sum0 = v128.load(target + k);
  let sum1 = v128.load(target + k, 16);
  let from = a + k;
  for (let row: u32 = 0; row < rows; row++) {
    const factor = v128.load64_splat(factors + (<usize>row << 3));
    sum0 = f64x2.add(sum0, f64x2.mul(factor, v128.load(from)));
    sum1 = f64x2.add(sum1, f64x2.mul(factor, v128.load(from, 16)));
    from += deep;
  }
  v128.store(target + k, sum0);
  v128.store(target + k, sum1, 16);
}

/** target[k] += Σ factors[row] a[row, k]²; `a` is rows × depth, and `depth` is a multiple of 4. */
export function addSquares(a: usize, factors: usize, target: usize, rows: u32, depth: u32): void {
  const deep: usize = <usize>depth << 3;
  for (let k: usize = 0; k < deep; k += 32) {
    let low = v128.load(target + k);
    let high = v128.load(target + k, 16);
    let from = a + k;
    for (let row: u32 = 0; row < rows; row++) {
      const factor = v128.load64_splat(factors + (<usize>row << 3));
      const left = v128.load(from);
      const right = v128.load(from, 16);
      low = f64x2.add(low, f64x2.mul(factor, f64x2.mul(left, left)));
      high = f64x2.add(high, f64x2.mul(factor, f64x2.mul(right, right)));
      from += deep;
    }
    v128.store(target + k, low);
    v128.store(target + k, high, 16);
  }
}

@inline
function addPair(to: usize, low: v128, high: v128): void {
  v128.store(to, f64x2.add(v128.load(to), low));
  v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
}
