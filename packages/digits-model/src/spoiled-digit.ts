import type { Example, RandomStream } from '@neurite/core';
import { prepareDigit } from './digit-image.js';
import { ink } from './ink.js';
import { randomFigure, randomPen } from './random-figure.js';
import { randomTexture } from './random-texture.js';

const SIDE = 28;
/** The digits that are none any more after a quarter turn: not 0 and 8. */
const TURNED: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 9]);
/** The digits that are none any more in a mirror: not 0, 1 and 8, nor 2 and 5, which are much like one another then. */
const MIRRORED: ReadonlySet<number> = new Set([3, 4, 6, 7, 9]);
/** The digits that may have an additional stroke, and be digits still: a 0 and a 7 that are crossed. */
const CROSSED: ReadonlySet<number> = new Set([0, 7]);
/** How much ink an additional stroke has at least, in pixels: with less the digit stays one. */
const LEAST_INK = 14;
const MOST_TRIES = 6;

/**
 * A digit that is none any more: turned, mirrored, with a stroke too many, beside another one; or a texture in its place.
 *
 * @returns 28 × 28 shades in [0, 1], prepared as digits are; undefined, in more than half of the cases, for a random figure
 */
export function spoiled({ x, y }: Example, random: RandomStream): Float32Array<ArrayBuffer> | undefined {
  const image = Float32Array.from(x.data);
  const digit = y.data[0]!;
  const kind = random.integer(10);
  if (kind < 2) return turned(image, digit, random);
  if (kind < 4) return crossed(image, digit, random);
  if (kind === 4) return paired(image, random);
  return kind === 5 ? randomTexture(random) : undefined;
}

function turned(image: Float32Array, digit: number, random: RandomStream): Float32Array<ArrayBuffer> | undefined {
  const mirror = random.uniform() < 0.4;
  if (!(mirror ? MIRRORED : TURNED).has(digit)) return undefined;
  const clockwise = random.uniform() < 0.5;
  const result = new Float32Array(image.length);
  for (let row = 0, i = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++, i++) {
      const turn = clockwise ? (SIDE - 1 - column) * SIDE + row : column * SIDE + SIDE - 1 - row;
      result[i] = image[mirror ? row * SIDE + SIDE - 1 - column : turn]!;
    }
  }
  return result;
}

/** With a bent stroke that begins in its ink. */
function crossed(image: Float32Array, digit: number, random: RandomStream): Float32Array<ArrayBuffer> | undefined {
  if (CROSSED.has(digit)) return undefined;
  const inked: number[] = [];
  for (let i = 0; i < image.length; i++) if (image[i]! > 0.6) inked.push(i);
  if (inked.length === 0) return undefined;
  const before = inkOf(image);
  for (let i = 0; i < MOST_TRIES; i++) {
    const from = inked[random.integer(inked.length)]!;
    const [x, y] = [(from % SIDE) + 0.5, Math.floor(from / SIDE) + 0.5];
    const [angle, length] = [2 * Math.PI * random.uniform(), 5 + 8 * random.uniform()];
    const [along, down, bend] = [Math.cos(angle), Math.sin(angle), 6 * (random.uniform() - 0.5)];
    const stroke = Array.from({ length: 9 }, (_, k) => {
      const t = k / 8;
      return [x + length * t * along - bend * t * t * down, y + length * t * down + bend * t * t * along] as const;
    });
    const data = Float32Array.from(image);
    ink({ width: SIDE, height: SIDE, data }, stroke, randomPen(random));
    if (inkOf(data) - before >= LEAST_INK) return data;
  }
  return undefined;
}

function inkOf(image: Float32Array): number {
  let total = 0;
  for (const shade of image) total += shade;
  return total;
}

/** Beside itself or a random figure, both together as large as one digit. */
function paired(image: Float32Array, random: RandomStream): Float32Array<ArrayBuffer> | undefined {
  const other = random.uniform() < 0.5 ? image : randomFigure(random);
  const distance = 18 + random.integer(17);
  const width = SIDE + distance;
  const data = new Float32Array(width * SIDE);
  for (const [shift, from] of [[0, image] as const, [distance, other] as const]) {
    for (let i = 0; i < from.length; i++) {
      const at = Math.floor(i / SIDE) * width + (i % SIDE) + shift;
      data[at] = Math.max(data[at]!, from[i]!);
    }
  }
  return prepareDigit({ width, height: SIDE, data })?.image;
}
