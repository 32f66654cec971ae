import { ArgumentError, describeValue } from '@neurite/core';
import { add, split, square, type Tensor, type Tensor3D, tensor3d } from '@tensorflow/tfjs-core';

/** A window over a frame, by its name or by its values. */
export type SpectralWindow = 'hann' | 'hamming' | 'blackman' | 'none' | readonly number[];

/** The factors of the cosines of each window. */
const COSINES = { hann: [0.5, 0.5], hamming: [0.54, 0.46], blackman: [0.42, 0.5, 0.08], none: [1] } as const;

/**
 * The values of a window.
 *
 * @param length of a frame
 * @param isPeriodic whether it ends one step before it would be symmetric
 * @throws ArgumentError when it is neither a known name nor `length` finite numbers
 */
export function windowValues(
  where: string,
  window: SpectralWindow,
  { length, isPeriodic }: { readonly length: number; readonly isPeriodic: boolean },
): Float64Array {
  if (typeof window === 'string' && Object.hasOwn(COSINES, window)) {
    const span = Math.max(1, isPeriodic ? length : length - 1);
    const turn = (2 * Math.PI) / span;
    const factors: readonly number[] = COSINES[window];
    return Float64Array.from({ length }, (_, n) =>
      factors.reduce((sum, factor, i) => sum + (i % 2 === 0 ? factor : -factor) * Math.cos(turn * i * n), 0),
    );
  }
  if (Array.isArray(window) && window.length === length && window.every(Number.isFinite)) {
    return Float64Array.from(window as readonly number[]);
  }
  throw new ArgumentError({
    where,
    argument: 'window',
    expected: `be 'hann', 'hamming', 'blackman', 'none', or ${length} finite numbers`,
    received: Array.isArray(window) ? `${window.length} values` : describeValue(window),
  });
}

/**
 * What a frame is multiplied by for its spectrum: `window[n] · cos(2πkn / size)` in the first half of the columns, and
 * `−window[n] · sin(2πkn / size)` in the second, for k from 0 to size / 2.
 *
 * @param size of the transform: at least as long as the window
 * @returns [length of the window, 1, 2 · bins]
 */
export function fourierKernel(window: Float64Array, size: number): Float32Array {
  const bins = binsOf(size);
  const turns = Float64Array.from({ length: size }, (_, i) => (2 * Math.PI * i) / size);
  const [cosines, sines] = [turns.map(Math.cos), turns.map(Math.sin)];
  const kernel = new Float32Array(window.length * 2 * bins);
  window.forEach((factor, n) => {
    for (let k = 0; k < bins; k++) {
      const at = (k * n) % size;
      // The sines of 0 and π are 0.
      const sine = 2 * at === size ? 0 : sines[at]!;
      kernel[(2 * n + 0) * bins + k] = factor * cosines[at]!;
      kernel[(2 * n + 1) * bins + k] = 0 - factor * sine;
    }
  });
  return kernel;
}

/** The number of frequencies of a transform of real numbers. */
export function binsOf(size: number): number {
  return Math.floor(size / 2) + 1;
}

/** The kernel as a new tensor, [length of the window, 1, 2 · bins]. */
export function kernelTensor(kernel: Float32Array, size: number): Tensor3D {
  const columns = 2 * binsOf(size);
  return tensor3d(kernel, [kernel.length / columns, 1, columns]);
}

/** The squared absolute values of real and imaginary parts side by side. To be called in a scope. */
export function powerOf(both: Tensor): Tensor {
  const [real, imaginary] = split(both, 2, -1) as [Tensor, Tensor]; // two
  return add(square(real), square(imaginary));
}
