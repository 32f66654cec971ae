import { ArgumentError, hostArray } from '@neurite/core';
import { resize } from '@neurite/images/resize';
import type { GreyImage } from './grey-image.js';

/** The digits of MNIST: light ink on black, the longer side 20 pixels, the centre of mass in the middle of 28 × 28. */
const SIDE = 28;
const DIGIT = 20;
/** Where their centre of mass lies on both axes, measured from the edge: in the middle of the pixel with index 14. */
const CENTRE = 14.5;
/** Ink fainter than this share of the strongest is paper. */
const FAINT = 0.2;

/** A part of an image, in its pixels. */
export type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** How a digit came into the form of the training data. */
export type PreparedDigit = {
  /** The part of the image that holds ink. */
  readonly box: Box;
  /** That part, its longer side brought to 20 pixels; ink 1, paper 0. */
  readonly scaled: GreyImage;
  /** The upper left corner of `scaled` in `image`, which may be out of bounds. */
  readonly corner: { readonly x: number; readonly y: number };
  /** 28 × 28 shades in [0, 1], row by row. */
  readonly image: Float32Array<ArrayBuffer>;
};

/**
 * Brings an image of one digit, of any size and dark on light or light on dark, into the form of the training data.
 *
 * @param name how the error names the image
 * @returns 28 × 28 shades in [0, 1], row by row
 * @throws ArgumentError when the image holds no ink
 * @see LeCun et al., "Gradient-based learning applied to document recognition", 1998, section III.A
 */
export function toDigitImage(image: GreyImage, name: string): Float32Array<ArrayBuffer> {
  const prepared = prepareDigit(image);
  if (prepared !== undefined) return prepared.image;
  throw new ArgumentError({
    where: name,
    problem: 'the image shows no digit, all of it has one shade',
    advice: 'Use an image of one digit, dark on light or light on dark',
  });
}

/** The same with its intermediate steps, or undefined when the image holds no ink. */
export function prepareDigit(image: GreyImage): PreparedDigit | undefined {
  const ink = findInk(image);
  const box = boundingBox(ink);
  if (box === undefined) return undefined;
  const scale = DIGIT / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  // The mean of the area that a pixel covers, so that thin strokes survive.
  const whole = hostArray(ink.data, [ink.height, ink.width, 1]);
  const scaled = { width, height, data: resize(whole, [height, width], { method: 'area', box }).data };
  return { box, scaled, ...centred(scaled) };
}

/** Puts the centre of mass into the middle of 28 × 28 pixels; what is then out of bounds is lost. */
export function centred(ink: GreyImage): Pick<PreparedDigit, 'corner' | 'image'> {
  const centre = centreOfMass(ink);
  const corner = { x: Math.round(CENTRE - centre.x), y: Math.round(CENTRE - centre.y) };
  const image = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < ink.height; y++) {
    for (let x = 0; x < ink.width; x++) {
      const [row, column] = [corner.y + y, corner.x + x];
      if (row < 0 || row >= SIDE || column < 0 || column >= SIDE) continue;
      image[row * SIDE + column] = ink.data[y * ink.width + x]!;
    }
  }
  return { corner, image };
}

/** How far each pixel is from the paper, which is the median shade of the image's border; the strongest ink is 1. */
function findInk({ width, height, data }: GreyImage): GreyImage {
  const border: number[] = [];
  for (let x = 0; x < width; x++) border.push(data[x]!, data[(height - 1) * width + x]!);
  for (let y = 0; y < height; y++) border.push(data[y * width]!, data[y * width + width - 1]!);
  const paper = border.sort((a, b) => a - b)[border.length >> 1]!;
  const distance = data.map((shade) => Math.abs(shade - paper));
  const strongest = distance.reduce((a, b) => Math.max(a, b), 0);
  // Less than a tenth of the range from black to white is noise of the camera, not ink.
  if (strongest < 0.1) return { width, height, data: new Float32Array(data.length) };
  return { width, height, data: distance.map((d) => (d / strongest < FAINT ? 0 : d / strongest)) };
}

function boundingBox({ width, height, data }: GreyImage): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function centreOfMass({ width, data }: GreyImage): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  data.forEach((ink, i) => {
    mass += ink;
    x += ink * ((i % width) + 0.5);
    y += ink * (Math.floor(i / width) + 0.5);
  });
  return { x: x / mass, y: y / mass };
}
