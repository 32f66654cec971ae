/** How frequencies become mels. */
export type MelScale = 'htk' | 'slaney';

/** A triangle over the coefficients of a spectrum: those from `first` on have these weights. */
export type MelFilter = { readonly first: number; readonly weights: Float64Array };

const LINEAR = 200 / 3;
/** Where Slaney's scale goes on by logarithms. */
const KNEE = 1000;
const STEP = Math.log(6.4) / 27;

function toMel(frequency: number, scale: MelScale): number {
  if (scale === 'htk') return 2595 * Math.log10(1 + frequency / 700);
  return frequency < KNEE ? frequency / LINEAR : KNEE / LINEAR + Math.log(frequency / KNEE) / STEP;
}

function toFrequency(mel: number, scale: MelScale): number {
  if (scale === 'htk') return 700 * (10 ** (mel / 2595) - 1);
  return mel < KNEE / LINEAR ? mel * LINEAR : KNEE * Math.exp(STEP * (mel - KNEE / LINEAR));
}

/** Triangles between frequencies that lie evenly on the scale of mels, each from the one before to the one after. */
export function melFilters({
  mels,
  scale,
  isNormalized,
  low,
  high,
  fftSize,
  sampleRate,
}: {
  readonly mels: number;
  readonly scale: MelScale;
  /** Whether each triangle has the area 1 rather than the height 1. */
  readonly isNormalized: boolean;
  readonly low: number;
  readonly high: number;
  readonly fftSize: number;
  readonly sampleRate: number;
}): readonly MelFilter[] {
  const [from, to] = [toMel(low, scale), toMel(high, scale)];
  const points = Array.from({ length: mels + 2 }, (_, i) => toFrequency(from + ((to - from) * i) / (mels + 1), scale));
  const bins = Math.floor(fftSize / 2) + 1;
  return Array.from({ length: mels }, (_, m) => {
    const [left, middle, right] = [points[m]!, points[m + 1]!, points[m + 2]!];
    const height = isNormalized ? 2 / (right - left) : 1;
    const all = Array.from({ length: bins }, (__, k) => {
      const frequency = (k * sampleRate) / fftSize;
      return (
        height * Math.max(0, Math.min((frequency - left) / (middle - left), (right - frequency) / (right - middle)))
      );
    });
    const first = Math.max(
      0,
      all.findIndex((weight) => weight > 0),
    );
    return { first, weights: Float64Array.from(all.slice(first, all.findLastIndex((weight) => weight > 0) + 1)) };
  });
}
