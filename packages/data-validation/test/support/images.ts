import { type HostArray, hostArray, RandomStream } from '@neurite/core';

export type LabelledImages = { readonly x: HostArray; readonly y: Int32Array };

/** Gray images of waves and noise with two classes: the direction of the waves. */
export function waves(images: number, seed: number, size = 16): LabelledImages {
  const random = RandomStream.fromSeed(seed);
  const y = new Int32Array(images);
  const data = new Uint8Array(images * size * size);
  for (let i = 0; i < images; i++) {
    y[i] = random.integer(2);
    const [phase, frequency] = [6 * random.uniform(), 0.9 + 0.2 * random.uniform()];
    const [mean, height] = [110 + 40 * random.uniform(), 40 + 30 * random.uniform()];
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const wave = Math.sin(phase + frequency * (y[i] === 0 ? row : column));
        data[(i * size + row) * size + column] = mean + height * wave + random.normal(0, 12);
      }
    }
  }
  return { x: hostArray(data, [images, size, size, 1]), y };
}

/** The same with some images changed in place. */
export function changed(
  images: LabelledImages,
  rows: readonly number[],
  change: (image: Uint8Array) => void,
): LabelledImages {
  const { x, y } = images;
  const data = x.data.slice() as Uint8Array;
  const step = data.length / y.length;
  for (const row of rows) change(data.subarray(row * step, (row + 1) * step));
  return { x: hostArray(data, x.shape), y };
}

/** Means over 5 × 5 pixels. */
export function blur(image: Uint8Array): void {
  const size = Math.sqrt(image.length);
  const sharp = image.slice();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let [sum, weight] = [0, 0];
      for (let i = Math.max(0, row - 2); i <= Math.min(size - 1, row + 2); i++) {
        for (let j = Math.max(0, column - 2); j <= Math.min(size - 1, column + 2); j++) {
          sum += sharp[i * size + j]!;
          weight++;
        }
      }
      image[row * size + column] = sum / weight;
    }
  }
}
