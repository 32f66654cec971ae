import type { Feature, Images } from './part.js';

/** What is said of each image in numbers. */
export const IMAGE_FEATURES = ['brightness', 'contrast', 'sharpness', 'height', 'width'] as const;

/**
 * Of each image the mean and the standard deviation of its gray values (0 black, 1 white), and its sharpness, the mean
 * square of the Laplacian over the variance: that of a blurred image is a fraction of that of a sharp one. Sizes only
 * where they differ.
 *
 * @see Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a comparative study", 2000, for the Laplacian;
 *   divided by the variance here, so that contrast plays no part
 */
export function imageFeatures({ count, at, white }: Images): Feature[] {
  const columns = IMAGE_FEATURES.map(() => new Float64Array(count));
  for (let i = 0; i < count; i++) {
    const { data, shape } = at(i);
    const [height, width, channels] = shape as [number, number, number]; // images have three axes
    const gray = grayOf(data, { size: height * width, channels, white });
    const { mean, variance } = momentsOf(gray);
    const values = [
      mean,
      Math.sqrt(variance),
      laplacian(gray, height, width) / Math.max(variance, 1e-12),
      height,
      width,
    ];
    for (const [column, value] of values.entries()) columns[column]![i] = value;
  }
  return IMAGE_FEATURES.flatMap((name, column) => {
    const values = columns[column]!;
    const fixed = (name === 'height' || name === 'width') && values.every((value) => value === values[0]);
    return fixed ? [] : [{ name, kind: 'number' as const, values }];
  });
}

/** The mean of the color channels, from 0 to 1; the fourth channel is transparency. */
export function grayOf(
  data: ArrayLike<number>,
  { size, channels, white }: { readonly size: number; readonly channels: number; readonly white: number },
): Float64Array {
  const colors = Math.min(channels, 3);
  const gray = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let c = 0; c < colors; c++) sum += data[i * channels + c]!;
    gray[i] = sum / colors / white;
  }
  return gray;
}

function momentsOf(values: Float64Array): { readonly mean: number; readonly variance: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, variance: squares / values.length };
}

/** The mean square of the Laplacian inside the border. */
function laplacian(gray: Float64Array, height: number, width: number): number {
  let sum = 0;
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column;
      sum += (gray[i - 1]! + gray[i + 1]! + gray[i - width]! + gray[i + width]! - 4 * gray[i]!) ** 2;
    }
  }
  return sum / Math.max(1, (height - 2) * (width - 2));
}
