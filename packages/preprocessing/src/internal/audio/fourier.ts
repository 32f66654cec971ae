/** A discrete Fourier transform of one length, of any prime factors; fast where these are small. */
export class Fourier {
  readonly size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.#cos = Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
  }

  /** The squares of the absolute values of the first `out.length` coefficients: |Σₙ xₙ e^(−2πi kn/N)|². */
  power(x: Float64Array, out: Float64Array): void {
    const [re, im] = [this.#re, this.#im];
    this.#transform(x, { start: 0, stride: 1, length: this.size, at: 0 });
    for (let k = 0; k < out.length; k++) out[k] = re[k]! * re[k]! + im[k]! * im[k]!;
  }

  /** Decimation in time: a transform of every p-th number for each, and p of them together. */
  #transform(
    x: Float64Array,
    {
      start,
      stride,
      length,
      at,
    }: { readonly start: number; readonly stride: number; readonly length: number; readonly at: number },
  ): void {
    const [re, im, cos, sin] = [this.#re, this.#im, this.#cos, this.#sin];
    if (length === 1) {
      re[at] = x[start]!;
      im[at] = 0;
      return;
    }
    const p = smallestFactor(length);
    const part = length / p;
    for (let r = 0; r < p; r++) {
      this.#transform(x, { start: start + r * stride, stride: stride * p, length: part, at: at + r * part });
    }
    const [fromRe, fromIm] = [new Float64Array(p), new Float64Array(p)];
    const turn = this.size / length;
    for (let k = 0; k < part; k++) {
      for (let r = 0; r < p; r++) {
        fromRe[r] = re[at + r * part + k]!;
        fromIm[r] = im[at + r * part + k]!;
      }
      for (let q = 0; q < p; q++) {
        let [sumRe, sumIm] = [0, 0];
        for (let r = 0; r < p; r++) {
          const w = ((r * (k + q * part)) % length) * turn;
          sumRe += fromRe[r]! * cos[w]! - fromIm[r]! * sin[w]!;
          sumIm += fromRe[r]! * sin[w]! + fromIm[r]! * cos[w]!;
        }
        re[at + q * part + k] = sumRe;
        im[at + q * part + k] = sumIm;
      }
    }
  }
}

function smallestFactor(n: number): number {
  for (const p of [4, 2, 3, 5, 7]) if (n % p === 0) return p;
  for (let p = 11; p * p <= n; p += 2) if (n % p === 0) return p;
  return n;
}
