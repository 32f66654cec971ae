const SIZE = 8;

/** The tables of Annex K of the standard, by rows. */
export const LUMA: readonly number[] = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
export const CHROMA: readonly number[] = [
  17,
  18,
  24,
  47,
  99,
  99,
  99,
  99,
  18,
  21,
  26,
  66,
  99,
  99,
  99,
  99,
  24,
  26,
  56,
  99,
  99,
  99,
  99,
  99,
  47,
  66,
  99,
  99,
  99,
  99,
  99,
  99,
  ...new Array<number>(32).fill(99),
];

/** Of the orthonormal transform: row k has the wave of k half turns. */
const COSINES = Float64Array.from({ length: SIZE * SIZE }, (_, i) => {
  const [k, n] = [Math.floor(i / SIZE), i % SIZE];
  return Math.sqrt((k === 0 ? 1 : 2) / SIZE) * Math.cos(((2 * n + 1) * k * Math.PI) / (2 * SIZE));
});

/** Rounds the blocks of a plane of bytes in place, as JPEG of a quality does. */
export function compressPlane(
  plane: Float64Array,
  { height, width }: { readonly height: number; readonly width: number },
  { table, quality }: { readonly table: readonly number[]; readonly quality: number },
): void {
  const percent = quality < 50 ? Math.trunc(5000 / quality) : 200 - 2 * quality;
  const steps = table.map((step) => Math.min(255, Math.max(1, Math.trunc((step * percent + 50) / 100))));
  const block = new Float64Array(SIZE * SIZE);
  for (let top = 0; top < height; top += SIZE) {
    for (let left = 0; left < width; left += SIZE) {
      for (let i = 0; i < block.length; i++) {
        // Blocks at the border repeat its last pixels.
        const y = Math.min(top + (i >> 3), height - 1);
        const x = Math.min(left + (i & 7), width - 1);
        block[i] = plane[y * width + x]! - 128;
      }
      transform(block, false);
      for (let i = 0; i < block.length; i++) {
        const share = block[i]! / steps[i]!;
        block[i] = Math.sign(share) * Math.floor(Math.abs(share) + 0.5) * steps[i]!;
      }
      transform(block, true);
      for (let i = 0; i < block.length; i++) {
        const [y, x] = [top + (i >> 3), left + (i & 7)];
        if (y < height && x < width) plane[y * width + x] = Math.min(Math.max(Math.round(block[i]! + 128), 0), 255);
      }
    }
  }
}

/** The discrete cosine transform along both axes, or back. */
function transform(block: Float64Array, isBack: boolean): void {
  const line = new Float64Array(SIZE);
  for (const [outer, inner] of [
    [SIZE, 1],
    [1, SIZE],
  ] as const) {
    for (let start = 0; start < SIZE * outer; start += outer) {
      for (let k = 0; k < SIZE; k++) {
        let sum = 0;
        for (let n = 0; n < SIZE; n++) {
          sum += COSINES[isBack ? n * SIZE + k : k * SIZE + n]! * block[start + n * inner]!;
        }
        line[k] = sum;
      }
      for (let k = 0; k < SIZE; k++) block[start + k * inner] = line[k]!;
    }
  }
}
