import type { HostArray } from '@neurite/core';

/** Pixels of similar color that lie together: the segment of each, and how many there are. */
export type Segments = { readonly labels: Int32Array; readonly count: number };

/**
 * Simple linear iterative clustering of pixels, by their colors and places: k-means that begins at a grid, in which a
 * center takes pixels up to a cell away. Segments may have several parts: none are joined afterwards.
 *
 * @param options.size about the side of a segment in pixels
 * @param options.compactness the difference of colors, from 0 to 1, that weighs as much as a distance of `size`
 * @see Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods", 2012; there colors are CIELAB
 */
export function slic(
  image: HostArray,
  {
    size,
    compactness,
    iterations = 5,
  }: { readonly size: number; readonly compactness: number; readonly iterations?: number },
): Segments {
  const [height, width, channels] = image.shape as [number, number, number]; // checked by the lifter
  const [down, across] = [Math.max(1, Math.round(height / size)), Math.max(1, Math.round(width / size))];
  const count = down * across;
  const scale = image.dtype === 'uint8' ? 1 / 255 : 1;
  const stride = channels + 2;
  const centers = new Float64Array(count * stride);
  for (let i = 0; i < count; i++) {
    const y = ((Math.floor(i / across) + 0.5) * height) / down - 0.5;
    const x = (((i % across) + 0.5) * width) / across - 0.5;
    const from = (Math.round(y) * width + Math.round(x)) * channels;
    for (let c = 0; c < channels; c++) centers[i * stride + c] = image.data[from + c]! * scale;
    centers.set([y, x], i * stride + channels);
  }
  const labels = new Int32Array(height * width);
  const best = new Float64Array(height * width);
  const [reachY, reachX] = [height / down, width / across];
  const weight = (compactness / size) ** 2;
  for (let iteration = 0; iteration < iterations; iteration++) {
    best.fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < count; i++) {
      const at = i * stride;
      const [centerY, centerX] = [centers[at + channels]!, centers[at + channels + 1]!];
      const [bottom, right] = [
        Math.min(Math.floor(centerY + reachY), height - 1),
        Math.min(Math.floor(centerX + reachX), width - 1),
      ];
      for (let y = Math.max(Math.ceil(centerY - reachY), 0); y <= bottom; y++) {
        for (let x = Math.max(Math.ceil(centerX - reachX), 0); x <= right; x++) {
          const pixel = y * width + x;
          let distance = weight * ((y - centerY) ** 2 + (x - centerX) ** 2);
          for (let c = 0; c < channels; c++)
            distance += (image.data[pixel * channels + c]! * scale - centers[at + c]!) ** 2;
          if (distance >= best[pixel]!) continue;
          best[pixel] = distance;
          labels[pixel] = i;
        }
      }
    }
    if (iteration === iterations - 1) break;
    moveCenters(centers, { image, labels, scale });
  }
  return { labels, count };
}

/** To the means of their pixels; one without pixels stays. */
function moveCenters(
  centers: Float64Array,
  {
    image: { data, shape },
    labels,
    scale,
  }: { readonly image: HostArray; readonly labels: Int32Array; readonly scale: number },
): void {
  const [, width, channels] = shape as [number, number, number]; // checked by the lifter
  const stride = channels + 2;
  const sums = new Float64Array(centers.length);
  const counts = new Float64Array(centers.length / stride);
  for (const [pixel, label] of labels.entries()) {
    const at = label * stride;
    for (let c = 0; c < channels; c++) sums[at + c]! += data[pixel * channels + c]! * scale;
    sums[at + channels]! += Math.floor(pixel / width);
    sums[at + channels + 1]! += pixel % width;
    counts[label]!++;
  }
  for (let i = 0; i < centers.length; i++) {
    const of = counts[Math.floor(i / stride)]!;
    if (of > 0) centers[i] = sums[i]! / of;
  }
}
