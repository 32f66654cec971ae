import type { GrayImage } from './projections.js';

/** How many numbers there are. */
const MOMENTS = 12;

/**
 * Moments of an image whose brightness is taken as mass: the mean brightness, where its center is, how far it spreads in both
 * directions (as shares of height and width), and the seven invariants of Hu, which neither shift, size nor rotation change.
 * The invariants differ by powers of ten, and so the logarithms of their sizes are taken, with their signs.
 *
 * @returns 12 numbers; of a black image, 0 each
 * @see Hu, "Visual pattern recognition by moment invariants", 1962
 */
export function moments(image: GrayImage): Float64Array {
  const { data, height, width } = image;
  const [mass, sumX, sumY] = sumsOf(image);
  if (mass <= 0) return new Float64Array(MOMENTS);
  const center = { x: sumX / mass, y: sumY / mass };
  const central = centralOf(image, center);
  const spreadX = Math.sqrt(central(2, 0) / mass);
  const spreadY = Math.sqrt(central(0, 2) / mass);
  const places = [mass / data.length, center.x / width, center.y / height, spreadX / width, spreadY / height];
  const invariants = huInvariants((p, q) => central(p, q) / mass ** (1 + (p + q) / 2));
  return Float64Array.of(...places, ...invariants.map(withLogarithm));
}

/** Σ m, Σ m x and Σ m y. */
function sumsOf({ data, height, width }: GrayImage): [mass: number, x: number, y: number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x]!;
      sums[0] += value;
      sums[1] += value * x;
      sums[2] += value * y;
    }
  }
  return sums;
}

/** Σ m (x − center.x)ᵖ (y − center.y)ᵠ, for p + q of at most 3. */
function centralOf(
  { data, height, width }: GrayImage,
  center: { readonly x: number; readonly y: number },
): (p: number, q: number) => number {
  const sums = new Float64Array(16);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let across = data[y * width + x]!;
      if (across === 0) continue;
      for (let p = 0; p <= 3; p++, across *= x - center.x) {
        let both = across;
        for (let q = 0; p + q <= 3; q++, both *= y - center.y) sums[4 * p + q]! += both;
      }
    }
  }
  return (p, q) => sums[4 * p + q]!;
}

/**
 * The invariants of Hu.
 *
 * @param scaled the central moments, divided by mass ^ (1 + (p + q) / 2)
 */
function huInvariants(scaled: (p: number, q: number) => number): number[] {
  const [n20, n02, n11] = [scaled(2, 0), scaled(0, 2), scaled(1, 1)];
  const [n30, n03, n21, n12] = [scaled(3, 0), scaled(0, 3), scaled(2, 1), scaled(1, 2)];
  const [a, b] = [n30 + n12, n21 + n03];
  const [c, d] = [n30 - 3 * n12, 3 * n21 - n03];
  const along = a * (a * a - 3 * b * b);
  const across = b * (3 * a * a - b * b);
  return [
    n20 + n02,
    (n20 - n02) ** 2 + 4 * n11 ** 2,
    c * c + d * d,
    a * a + b * b,
    c * along + d * across,
    (n20 - n02) * (a * a - b * b) + 4 * n11 * a * b,
    d * along - c * across,
  ];
}

/** The decades above 10⁻³⁰, which is 0 but for rounding, with the sign. */
function withLogarithm(value: number): number {
  return Math.sign(value) * Math.max(0, 30 + Math.log10(Math.abs(value)));
}
