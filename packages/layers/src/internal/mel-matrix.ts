import { binsOf } from './short-time-fourier.js';

/** What the triangles of a mel spectrogram are. */
export type MelTriangles = {
  readonly mels: number;
  readonly sampleRate: number;
  readonly fftSize: number;
  /** Where the first one begins and the last one ends, in Hz. */
  readonly range: readonly [low: number, high: number];
  readonly scale: 'htk' | 'slaney';
  /** Whether each has the area 1 rather than the height 1. */
  readonly isNormalized: boolean;
  /** What their sides are straight in. */
  readonly straightIn: 'hertz' | 'mels';
};

/** Slaney's scale is linear up to here, in Hz, and logarithmic from there on. */
const KNEE = 1000;
const LINEAR = 200 / 3;
const STEP = Math.log(6.4) / 27;

const SCALES = {
  htk: {
    toMel: (hertz: number) => 2595 * Math.log10(1 + hertz / 700),
    toHertz: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
  },
  slaney: {
    toMel: (hertz: number) => (hertz < KNEE ? hertz / LINEAR : KNEE / LINEAR + Math.log(hertz / KNEE) / STEP),
    toHertz: (mel: number) => (mel < KNEE / LINEAR ? mel * LINEAR : KNEE * Math.exp(STEP * (mel - KNEE / LINEAR))),
  },
} as const;

/**
 * The weight of each frequency in each triangle. Triangles lie evenly on the scale of mels, each from the middle of the one
 * before to the middle of the one after.
 *
 * @returns [bins, mels]
 */
export function melMatrix({
  mels,
  sampleRate,
  fftSize,
  range,
  scale,
  isNormalized,
  straightIn,
}: MelTriangles): Float32Array {
  const { toMel, toHertz } = SCALES[scale];
  const [low, high] = range.map(toMel) as [number, number]; // two
  const edges = Array.from({ length: mels + 2 }, (_, i) => low + ((high - low) * i) / (mels + 1));
  const measure = (hertz: number): number => (straightIn === 'mels' ? toMel(hertz) : hertz);
  const points = straightIn === 'mels' ? edges : edges.map(toHertz);
  const bins = binsOf(fftSize);
  const matrix = new Float32Array(bins * mels);
  // The lowest frequency is 0, where every triangle ends or has not begun.
  for (let k = 1; k < bins; k++) {
    const at = measure((k * sampleRate) / fftSize);
    for (let m = 0; m < mels; m++) {
      const [left, middle, right] = [points[m]!, points[m + 1]!, points[m + 2]!];
      const height = Math.max(0, Math.min((at - left) / (middle - left), (right - at) / (right - middle)));
      const area = isNormalized ? 2 / (toHertz(edges[m + 2]!) - toHertz(edges[m]!)) : 1;
      matrix[k * mels + m] = height * area;
    }
  }
  return matrix;
}
