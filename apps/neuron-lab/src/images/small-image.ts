/** Of the images that the network sees, in pixels. */
export const SIDE = 32;
/** Of one image: red, green and blue of each pixel, row by row. */
export const IMAGE_BYTES: number = SIDE * SIDE * 3;

/** The largest square in the middle of an image, as small as the network sees it. */
export function smallImage(source: CanvasImageSource, width: number, height: number): Uint8Array {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d', { willReadFrequently: true })!; // every browser has it
  const square = Math.min(width, height);
  context.imageSmoothingQuality = 'high';
  // What is transparent is white.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(source, (width - square) / 2, (height - square) / 2, square, square, 0, 0, SIDE, SIDE);
  return withoutAlpha(context.getImageData(0, 0, SIDE, SIDE).data);
}

/** Large photographs are decoded whole: more of them at a time would fill the memory of a phone. */
const AT_A_TIME = 4;

/**
 * Reads images as small as the network sees them.
 *
 * @param onProgress called with the number of files that have been read
 * @returns for each file its image; undefined for one that this browser cannot read as an image
 */
export async function readImages(
  files: readonly Blob[],
  onProgress: (read: number) => void,
): Promise<(Uint8Array | undefined)[]> {
  const images: (Uint8Array | undefined)[] = [];
  while (images.length < files.length) {
    const some = files.slice(images.length, images.length + AT_A_TIME);
    images.push(...(await Promise.all(some.map((file) => readImage(file).catch(() => undefined)))));
    onProgress(images.length);
  }
  return images;
}

async function readImage(file: Blob): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(file);
  const small = smallImage(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return small;
}

/** As a canvas takes it. */
export function toImageData(pixels: Uint8Array): ImageData {
  const data = new Uint8ClampedArray((pixels.length / 3) * 4).fill(255);
  for (let i = 0; i < pixels.length; i++) data[Math.floor(i / 3) * 4 + (i % 3)] = pixels[i]!;
  return new ImageData(data, SIDE, SIDE);
}

function withoutAlpha(data: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: (data.length / 4) * 3 }, (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)]!);
}
