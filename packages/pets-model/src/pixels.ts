import { type HostArray, hostArray } from '@neurite/core';

/** Of the red, green and blue of photographs: what networks for ImageNet are trained with. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/** What a byte of each channel becomes. */
const VALUES = MEAN.map((mean, c) =>
  Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / DEVIATION[c]!),
);

/** The mean color in bytes, which the network sees as 0. */
export const GRAY: readonly number[] = MEAN.map((mean) => Math.round(255 * mean));

/** Bytes of photographs as the network takes them: mean 0 and variance 1 in each channel. */
export function toInputs({ data, shape }: HostArray<'uint8'>): HostArray<'float32'> {
  const values = new Float32Array(data.length);
  const [red, green, blue] = VALUES as [Float32Array, Float32Array, Float32Array];
  for (let at = 0; at < data.length; at += 3) {
    values[at] = red[data[at]!]!;
    values[at + 1] = green[data[at + 1]!]!;
    values[at + 2] = blue[data[at + 2]!]!;
  }
  return hostArray(values, shape);
}
