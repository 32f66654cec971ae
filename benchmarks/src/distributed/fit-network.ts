import { median } from '../measure.js';
import { LARGEST_UNASKED, type Network } from './cost-model.js';

/** How long an all-reduce of two processes took. */
export type Timing = { readonly bytes: number; readonly seconds: number };

/**
 * The network that explains measured times best. The latency is the median of those that are almost empty. Of the large ones the
 * sum of the squares of the relative errors is the smallest, so that one megabyte counts as much as a hundred.
 *
 * @param timings of all-reduces between two processes, some of at most 4,096 bytes, and at least two of more than 65,536
 */
export function fitNetwork(timings: readonly Timing[]): Network {
  const latency = median(timings.filter(({ bytes }) => bytes <= SMALL).map(({ seconds }) => seconds));
  // Both sides divided by the time: 1 = handshake / t + (n / t) / bandwidth, linear in the handshake and in 1 / bandwidth.
  let [aa, ab, bb, a, b] = [0, 0, 0, 0, 0];
  for (const { bytes, seconds } of timings.filter(({ bytes }) => bytes > LARGEST_UNASKED)) {
    const [x, y] = [1 / seconds, bytes / seconds];
    aa += x * x;
    ab += x * y;
    bb += y * y;
    a += x;
    b += y;
  }
  const determinant = aa * bb - ab * ab;
  const handshake = (a * bb - b * ab) / determinant;
  // Noise can make it less than a small message, which it never is: then the bandwidth alone explains the rest.
  if (handshake >= latency) return { latency, handshake, bandwidth: determinant / (b * aa - a * ab) };
  return { latency, handshake: latency, bandwidth: bb / (b - latency * ab) };
}

const SMALL = 4096;
