const SIZE = 8;

/** The tables of Annex K of the standard, by rows. */
export const LUMA: readonly number[] = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
export const CHROMA: readonly number[] = [17, 18, 24, 47, 18, 21, 26, 66, 24, 26, 56, 99, 47, 66, 99, 99]
  .flatMap((step, i) => (i % 4 === 3 ? [step, 99, 99, 99, 99] : [step]))
  .concat(new Array<number>(32).fill(99));

/** Bytes of one component; rows and columns are multiples of 8. */
export type BytePlane = { readonly data: Uint8Array; readonly rows: number; readonly columns: number };

/** Rounds the blocks of a plane in place, as JPEG of a quality does. */
export function compressPlane(
  { data, rows, columns }: BytePlane,
  { table, quality }: { readonly table: readonly number[]; readonly quality: number },
): void {
  const percent = quality < 50 ? Math.trunc(5000 / quality) : 200 - 2 * quality;
  const steps = table.map((step) => Math.min(255, Math.max(1, Math.trunc((step * percent + 50) / 100))));
  const block = new Int32Array(SIZE * SIZE);
  for (let top = 0; top < rows; top += SIZE) {
    for (let left = 0; left < columns; left += SIZE) {
      for (let y = 0; y < SIZE; y++) {
        const from = (top + y) * columns + left;
        for (let x = 0; x < SIZE; x++) block[y * SIZE + x] = data[from + x]! - 128;
      }
      forward(block);
      for (let i = 0; i < block.length; i++) block[i] = rounded(block[i]!, steps[i]!);
      inverse(block);
      for (let y = 0; y < SIZE; y++) {
        const at = (top + y) * columns + left;
        for (let x = 0; x < SIZE; x++) data[at + x] = Math.min(Math.max(block[y * SIZE + x]! + 128, 0), 255);
      }
    }
  }
}

/** The multiple of a step that is nearest to an eighth of a coefficient; halves away from zero. */
function rounded(coefficient: number, step: number): number {
  const divisor = 8 * step;
  const count = Math.trunc((Math.abs(coefficient) + (divisor >> 1)) / divisor);
  return (coefficient < 0 ? -count : count) * step;
}

/**
 * The factors of the transform by Loeffler, Ligtenberg and Moschytz, as integers of 13 binary places: with these, and with
 * what is rounded where, results are those of libjpeg's slow integer transform.
 */
const BITS = 13;
const [C0_298, C0_390, C0_541, C0_765, C0_899, C1_175, C1_501, C1_847, C1_961, C2_053, C2_562, C3_072] = [
  0.298_631_336, 0.390_180_644, 0.541_196_1, 0.765_366_865, 0.899_976_223, 1.175_875_602, 1.501_321_11, 1.847_759_065,
  1.961_570_56, 2.053_119_869, 2.562_915_447, 3.072_711_026,
].map((factor) => Math.round(factor * 2 ** BITS)) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]; // twelve of them

/** Binary places that are kept between rows and columns. */
const KEPT = 2;

/** To coefficients that are 8 times as large as those of the orthonormal transform: rows, then columns. */
function forward(block: Int32Array): void {
  for (let row = 0; row < SIZE; row++) forwardLine(block, { start: row * SIZE, stride: 1, isFirst: true });
  for (let column = 0; column < SIZE; column++) {
    forwardLine(block, { start: column, stride: SIZE, isFirst: false });
  }
}

/** And back: columns, then rows. */
function inverse(block: Int32Array): void {
  for (let column = 0; column < SIZE; column++) inverseLine(block, { start: column, stride: SIZE, shift: BITS - KEPT });
  for (let row = 0; row < SIZE; row++) inverseLine(block, { start: row * SIZE, stride: 1, shift: BITS + KEPT + 3 });
}

function forwardLine(
  block: Int32Array,
  { start, stride, isFirst }: { readonly start: number; readonly stride: number; readonly isFirst: boolean },
): void {
  const [i1, i2, i3, i4] = [start + stride, start + 2 * stride, start + 3 * stride, start + 4 * stride];
  const [i5, i6, i7] = [start + 5 * stride, start + 6 * stride, start + 7 * stride];
  const [x0, x1, x2, x3] = [block[start]!, block[i1]!, block[i2]!, block[i3]!];
  const [x4, x5, x6, x7] = [block[i4]!, block[i5]!, block[i6]!, block[i7]!];
  const shift = isFirst ? BITS - KEPT : BITS + KEPT;
  const half = 1 << (shift - 1);
  const outer = x0 + x7 + x3 + x4;
  const inner = x1 + x6 + x2 + x5;
  const outerDifference = x0 + x7 - x3 - x4;
  const innerDifference = x1 + x6 - x2 - x5;
  if (isFirst) {
    block[start] = (outer + inner) << KEPT;
    block[i4] = (outer - inner) << KEPT;
  } else {
    const halfKept = 1 << (KEPT - 1);
    block[start] = (outer + inner + halfKept) >> KEPT;
    block[i4] = (outer - inner + halfKept) >> KEPT;
  }
  const turned = (outerDifference + innerDifference) * C0_541 + half;
  block[i2] = (turned + outerDifference * C0_765) >> shift;
  block[i6] = (turned - innerDifference * C1_847) >> shift;
  const [d4, d5, d6, d7] = [x3 - x4, x2 - x5, x1 - x6, x0 - x7];
  const all = (d4 + d6 + d5 + d7) * C1_175 + half;
  const even = all - (d4 + d6) * C1_961;
  const odd = all - (d5 + d7) * C0_390;
  const ends = (d4 + d7) * C0_899;
  const middle = (d5 + d6) * C2_562;
  block[i7] = (d4 * C0_298 - ends + even) >> shift;
  block[i5] = (d5 * C2_053 - middle + odd) >> shift;
  block[i3] = (d6 * C3_072 - middle + even) >> shift;
  block[i1] = (d7 * C1_501 - ends + odd) >> shift;
}

function inverseLine(
  block: Int32Array,
  { start, stride, shift }: { readonly start: number; readonly stride: number; readonly shift: number },
): void {
  const [i1, i2, i3, i4] = [start + stride, start + 2 * stride, start + 3 * stride, start + 4 * stride];
  const [i5, i6, i7] = [start + 5 * stride, start + 6 * stride, start + 7 * stride];
  const [y0, y1, y2, y3] = [block[start]!, block[i1]!, block[i2]!, block[i3]!];
  const [y4, y5, y6, y7] = [block[i4]!, block[i5]!, block[i6]!, block[i7]!];
  const turned = (y2 + y6) * C0_541;
  const low = turned - y6 * C1_847;
  const high = turned + y2 * C0_765;
  const half = 1 << (shift - 1);
  const sum = (y0 + y4) * 2 ** BITS + half;
  const difference = (y0 - y4) * 2 ** BITS + half;
  const all = (y7 + y3 + y5 + y1) * C1_175;
  const even = all - (y7 + y3) * C1_961;
  const odd = all - (y5 + y1) * C0_390;
  const ends = (y7 + y1) * C0_899;
  const middle = (y5 + y3) * C2_562;
  const d0 = y7 * C0_298 - ends + even;
  const d1 = y5 * C2_053 - middle + odd;
  const d2 = y3 * C3_072 - middle + even;
  const d3 = y1 * C1_501 - ends + odd;
  block[start] = (sum + high + d3) >> shift;
  block[i7] = (sum + high - d3) >> shift;
  block[i1] = (difference + low + d2) >> shift;
  block[i6] = (difference + low - d2) >> shift;
  block[i2] = (difference - low + d1) >> shift;
  block[i5] = (difference - low - d1) >> shift;
  block[i3] = (sum - high + d0) >> shift;
  block[i4] = (sum - high - d0) >> shift;
}
