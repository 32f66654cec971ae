// Kernels exp(−γ |a − b|²) of rows, in float64; src/internal/svm has the same in TypeScript.

/**
 * target[j] = exp(−γ |x[row] − x[j]|²), by |a|² + |b|² − 2 ab.
 *
 * @param x rows × depth, both multiples of 4
 * @param squares f64: |x[j]|²
 * @param target f32
 */
export function rbfRow(
  x: usize,
  squares: usize,
  row: u32,
  target: usize,
  rows: u32,
  depth: u32,
  gamma: f64,
): void {
  const deep: usize = <usize>depth << 3;
  const own = x + <usize>row * deep;
  const square = v128.load64_splat(squares + (<usize>row << 3));
  const factor = f64x2.splat(-gamma);
  for (let other: u32 = 0; other < rows; other += 4) {
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let sum2 = f64x2.splat(0);
    let sum3 = f64x2.splat(0);
    const x1 = x + deep;
    const x2 = x1 + deep;
    const x3 = x2 + deep;
    for (let k: usize = 0; k < deep; k += 16) {
      const value = v128.load(own + k);
      sum0 = f64x2.add(sum0, f64x2.mul(value, v128.load(x + k)));
      sum1 = f64x2.add(sum1, f64x2.mul(value, v128.load(x1 + k)));
      sum2 = f64x2.add(sum2, f64x2.mul(value, v128.load(x2 + k)));
      sum3 = f64x2.add(sum3, f64x2.mul(value, v128.load(x3 + k)));
    }
    x = x3 + deep;
    const low = kernelOf(square, v128.load(squares), addAcross(sum0, sum1), factor);
    const high = kernelOf(square, v128.load(squares, 16), addAcross(sum2, sum3), factor);
    const singles = v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
    v128.store(target, singles);
    squares += 32;
    target += 16;
  }
}

/**
 * Turns products ab into exp(−γ |a − b|²), in place.
 *
 * @param products f64: rows × width, a multiple of 2
 * @param left f64: |a|² of each row
 * @param right f64: |b|² of each column
 */
export function rbfOfProducts(
  products: usize,
  left: usize,
  right: usize,
  rows: u32,
  width: u32,
  gamma: f64,
): void {
  const wide: usize = <usize>width << 3;
  const factor = f64x2.splat(-gamma);
  for (let row: u32 = 0; row < rows; row++) {
    const square = v128.load64_splat(left + (<usize>row << 3));
    for (let j: usize = 0; j < wide; j += 16) {
      v128.store(products + j, kernelOf(square, v128.load(right + j), v128.load(products + j), factor));
    }
    products += wide;
  }
}

@inline
function addAcross(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

@inline
function kernelOf(left: v128, right: v128, product: v128, factor: v128): v128 {
  const distance = f64x2.sub(f64x2.add(left, right), f64x2.add(product, product));
  return exponential(f64x2.mul(factor, f64x2.max(distance, f64x2.splat(0))));
}

/** eˣ for x of at most 0, within 1e-15; 3e-308 below −708. */
@inline
function exponential(exponent: v128): v128 {
  const x = f64x2.max(exponent, f64x2.splat(-708));
  // Added to a number of this size, the nearest integer stands in the low bits.
  const shift = f64x2.splat(6755399441055744);
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), shift);
  const n = f64x2.sub(shifted, shift);
  // ln 2 in two parts, of which the first has few digits.
  const rest = f64x2.sub(
    f64x2.sub(x, f64x2.mul(n, f64x2.splat(0.693147180369123816490))),
    f64x2.mul(n, f64x2.splat(1.90821492927058770002e-10)),
  );
  let sum = f64x2.splat(1 / 6227020800.0);
  sum = next(sum, rest, 1 / 479001600.0);
  sum = next(sum, rest, 1 / 39916800.0);
  sum = next(sum, rest, 1 / 3628800.0);
  sum = next(sum, rest, 1 / 362880.0);
  sum = next(sum, rest, 1 / 40320.0);
  sum = next(sum, rest, 1 / 5040.0);
  sum = next(sum, rest, 1 / 720.0);
  sum = next(sum, rest, 1 / 120.0);
  sum = next(sum, rest, 1 / 24.0);
  sum = next(sum, rest, 1 / 6.0);
  sum = next(sum, rest, 0.5);
  sum = next(sum, rest, 1);
  sum = next(sum, rest, 1);
  return i64x2.add(sum, i64x2.shl(shifted, 52));
}

@inline
function next(sum: v128, x: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(sum, x), f64x2.splat(coefficient));
}
