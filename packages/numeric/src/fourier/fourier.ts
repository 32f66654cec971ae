import { checkInteger } from '@neurite/core/checks';

/** Lengths with a greater prime factor are transformed as a convolution. */
const GREATEST_FACTOR = 31;

/**
 * A discrete Fourier transform of one length, Xₖ = Σₙ xₙ e^(−2πi kn/N), made once and used often: by mixed radices, and by
 * Bluestein's convolution where the length has a prime factor above 31. O(N log N) for every length; sums are float64.
 *
 * @example
 * const fourier = new Fourier(4);
 * const [re, im] = [Float64Array.of(1, 2, 3, 4), new Float64Array(4)];
 * fourier.forward(re, im); // re 10, −2, −2, −2, im 0, 2, 0, −2
 * fourier.inverse(re, im); // re 1, 2, 3, 4
 * @see Bluestein, "A linear filtering approach to the computation of discrete Fourier transform", 1970
 */
export class Fourier {
  readonly size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  /** Of each stage, the greatest part first. */
  readonly #factors: readonly number[];
  readonly #chirp: Chirp | undefined;

  /**
   * @param size of all inputs, at least 1
   * @throws ArgumentError
   */
  constructor(size: number) {
    checkInteger('Fourier', 'size', size, { min: 1 });
    this.size = size;
    this.#factors = factorsOf(size);
    const isPlain = this.#factors.every((factor) => factor <= GREATEST_FACTOR);
    this.#chirp = isPlain ? undefined : new Chirp(size);
    const angles = isPlain ? size : 0;
    this.#cos = Float64Array.from({ length: angles }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: angles }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
  }

  /** Transforms in place; both of `size` numbers. */
  forward(re: Float64Array, im: Float64Array): void {
    if (this.#chirp !== undefined) {
      this.#chirp.transform(re, im);
      return;
    }
    this.#transform(re, im, { start: 0, stride: 1, length: this.size, at: 0, stage: 0 });
    re.set(this.#re);
    im.set(this.#im);
  }

  /** Transforms back in place, with the factor 1 / N. */
  inverse(re: Float64Array, im: Float64Array): void {
    // The conjugate of the transform of the conjugate: with both parts exchanged.
    this.forward(im, re);
    for (let i = 0; i < this.size; i++) {
      re[i]! /= this.size;
      im[i]! /= this.size;
    }
  }

  /** The squares of the absolute values of the first `out.length` coefficients of real numbers: |Σₙ xₙ e^(−2πi kn/N)|². */
  power(x: Float64Array, out: Float64Array): void {
    const [re, im] = [this.#re, this.#im];
    if (this.#chirp === undefined) {
      this.#transform(x, undefined, { start: 0, stride: 1, length: this.size, at: 0, stage: 0 });
    } else {
      re.set(x);
      im.fill(0);
      this.#chirp.transform(re, im);
    }
    for (let k = 0; k < out.length; k++) out[k] = re[k]! * re[k]! + im[k]! * im[k]!;
  }

  /** Decimation in time: a transform of every p-th number for each, and p of them together. */
  #transform(
    xRe: Float64Array,
    xIm: Float64Array | undefined,
    {
      start,
      stride,
      length,
      at,
      stage,
    }: {
      readonly start: number;
      readonly stride: number;
      readonly length: number;
      readonly at: number;
      readonly stage: number;
    },
  ): void {
    const [re, im] = [this.#re, this.#im];
    if (length === 1) {
      re[at] = xRe[start]!;
      im[at] = xIm?.[start] ?? 0;
      return;
    }
    const p = this.#factors[stage]!;
    const part = length / p;
    for (let r = 0; r < p; r++) {
      const first = start + r * stride;
      if (part === 1) {
        re[at + r] = xRe[first]!;
        im[at + r] = xIm === undefined ? 0 : xIm[first]!;
      } else {
        const next = { start: first, stride: stride * p, length: part, at: at + r * part, stage: stage + 1 };
        this.#transform(xRe, xIm, next);
      }
    }
    if (p === 4) this.#joinFour(at, part);
    else this.#join(at, { part, p });
  }

  #joinFour(at: number, part: number): void {
    const [re, im, cos, sin] = [this.#re, this.#im, this.#cos, this.#sin];
    const turn = this.size / (4 * part);
    for (let k = 0; k < part; k++) {
      const [i0, i1, i2, i3] = [at + k, at + part + k, at + 2 * part + k, at + 3 * part + k];
      const [w1, w2, w3] = [k * turn, 2 * k * turn, 3 * k * turn];
      const [re0, im0] = [re[i0]!, im[i0]!];
      const re1 = re[i1]! * cos[w1]! - im[i1]! * sin[w1]!;
      const im1 = re[i1]! * sin[w1]! + im[i1]! * cos[w1]!;
      const re2 = re[i2]! * cos[w2]! - im[i2]! * sin[w2]!;
      const im2 = re[i2]! * sin[w2]! + im[i2]! * cos[w2]!;
      const re3 = re[i3]! * cos[w3]! - im[i3]! * sin[w3]!;
      const im3 = re[i3]! * sin[w3]! + im[i3]! * cos[w3]!;
      const [evenRe, evenIm, oddRe, oddIm] = [re0 + re2, im0 + im2, re1 + re3, im1 + im3];
      const [otherRe, otherIm, turnedRe, turnedIm] = [re0 - re2, im0 - im2, im1 - im3, re3 - re1];
      re[i0] = evenRe + oddRe;
      im[i0] = evenIm + oddIm;
      re[i1] = otherRe + turnedRe;
      im[i1] = otherIm + turnedIm;
      re[i2] = evenRe - oddRe;
      im[i2] = evenIm - oddIm;
      re[i3] = otherRe - turnedRe;
      im[i3] = otherIm - turnedIm;
    }
  }

  #join(at: number, { part, p }: { readonly part: number; readonly p: number }): void {
    const [re, im, cos, sin] = [this.#re, this.#im, this.#cos, this.#sin];
    const [fromRe, fromIm] = [new Float64Array(p), new Float64Array(p)];
    const length = part * p;
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

/** A transform of any length as a convolution with e^(πi n²/N), of a length that is a power of 2. */
class Chirp {
  readonly #fourier: Fourier;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #kernelRe: Float64Array;
  readonly #kernelIm: Float64Array;

  constructor(size: number) {
    const padded = 2 ** Math.ceil(Math.log2(2 * size - 1));
    this.#fourier = new Fourier(padded);
    // The square modulo 2N: angles of large squares would lose digits.
    const angle = (n: number): number => (Math.PI * ((n * n) % (2 * size))) / size;
    this.#cos = Float64Array.from({ length: size }, (_, n) => Math.cos(angle(n)));
    this.#sin = Float64Array.from({ length: size }, (_, n) => Math.sin(angle(n)));
    this.#kernelRe = new Float64Array(padded);
    this.#kernelIm = new Float64Array(padded);
    for (let n = 0; n < size; n++) {
      for (const at of [n, (padded - n) % padded]) {
        this.#kernelRe[at] = this.#cos[n]!;
        this.#kernelIm[at] = this.#sin[n]!;
      }
    }
    this.#fourier.forward(this.#kernelRe, this.#kernelIm);
  }

  transform(re: Float64Array, im: Float64Array): void {
    const [cos, sin, kernelRe, kernelIm] = [this.#cos, this.#sin, this.#kernelRe, this.#kernelIm];
    const [wideRe, wideIm] = [new Float64Array(kernelRe.length), new Float64Array(kernelRe.length)];
    for (let n = 0; n < cos.length; n++) {
      wideRe[n] = re[n]! * cos[n]! + im[n]! * sin[n]!;
      wideIm[n] = im[n]! * cos[n]! - re[n]! * sin[n]!;
    }
    this.#fourier.forward(wideRe, wideIm);
    for (let k = 0; k < wideRe.length; k++) {
      const real = wideRe[k]! * kernelRe[k]! - wideIm[k]! * kernelIm[k]!;
      wideIm[k] = wideRe[k]! * kernelIm[k]! + wideIm[k]! * kernelRe[k]!;
      wideRe[k] = real;
    }
    this.#fourier.inverse(wideRe, wideIm);
    for (let k = 0; k < cos.length; k++) {
      re[k] = wideRe[k]! * cos[k]! + wideIm[k]! * sin[k]!;
      im[k] = wideIm[k]! * cos[k]! - wideRe[k]! * sin[k]!;
    }
  }
}

function factorsOf(size: number): readonly number[] {
  const factors: number[] = [];
  let rest = size;
  for (const p of [4, 2, 3, ...odd(size)]) {
    while (rest % p === 0) {
      factors.push(p);
      rest /= p;
    }
  }
  return rest > 1 ? [...factors, rest] : factors;
}

/** From 5 on, as far as factors of a number may be besides one greater than its root. */
function* odd(size: number): Generator<number> {
  for (let p = 5; p * p <= size; p += 2) yield p;
}
