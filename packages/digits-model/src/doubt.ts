import { toAnswer } from './answer.js';

const SIDE = 28;
/** From here on a pixel belongs to a stroke. */
const STROKE = 0.3;

/**
 * The bounds of what counts as a digit, so wide that of the digits of MNIST that chose them (1,000 for validation) about
 * one in a hundred is outside.
 */
const LEAST_STRONGEST = 0.85;
const MOST_INK = 225;
const MOST_CHANGE = 1.9;
const MOST_PARTS = 3;
const MOST_SECOND = 0.2;
const MOST_HOLES = 3;
const MOST_WIDTH = 1.7;
const LEAST_PROBABILITY = 0.6;

/**
 * Says why an image does not look like the digits that the network learned from: a network answers to any image, and
 * often with confidence. Noise, an empty sheet and two digits beside one another are recognized by their strokes;
 * `docs/measurements/doubt.md` says how often. Letters mostly are not.
 *
 * @param image 28 × 28 shades in [0, 1], as `prepareDigit` makes it
 * @param probabilities those of the ten digits that the network gives
 * @returns the reason, to follow "this does not look like a digit I learned from:"; undefined where there is no doubt
 */
export function doubtOf(image: Float32Array, probabilities: ArrayLike<number>): string | undefined {
  const { ink, strongest, change } = measureInk(image);
  if (strongest < LEAST_STRONGEST) return 'it has spots or faint lines, and no strokes';
  const strokes = regions(image, (shade) => shade >= STROKE);
  const [first = 0, second = 0] = strokes.masses.toSorted((a, b) => b - a);
  if (first === 0 || strokes.masses.length > MOST_PARTS || second > MOST_SECOND * ink) return 'it has several parts';
  if (ink > MOST_INK) return 'ink fills it';
  if (change > MOST_CHANGE) return 'its lines are too fine or too many';
  // One region of paper is outside of the digit.
  if (regions(image, (shade) => shade < STROKE).masses.length - 1 > MOST_HOLES) return 'it has many holes';
  if (strokes.width > MOST_WIDTH * strokes.height) return 'it is far wider than high';
  if (toAnswer(probabilities).probability < LEAST_PROBABILITY) return 'no digit is likely';
  return undefined;
}

/** The sum of the ink, the strongest, and how much shades differ between neighbours for the ink there is. */
function measureInk(image: Float32Array): { ink: number; strongest: number; change: number } {
  let [ink, strongest, change] = [0, 0, 0];
  for (let i = 0; i < image.length; i++) {
    const shade = image[i]!;
    ink += shade;
    strongest = Math.max(strongest, shade);
    if (i % SIDE > 0) change += Math.abs(shade - image[i - 1]!);
    if (i >= SIDE) change += Math.abs(shade - image[i - SIDE]!);
  }
  return { ink, strongest, change: change / ink };
}

/** The connected regions of some pixels, corners included: the ink of each, and the box around all. */
function regions(image: Float32Array, belongs: (shade: number) => boolean) {
  const seen = new Uint8Array(image.length);
  const masses: number[] = [];
  let [left, top, right, bottom] = [SIDE, SIDE, -1, -1];
  for (let start = 0; start < image.length; start++) {
    if (seen[start] || !belongs(image[start]!)) continue;
    let mass = 0;
    const open = [start];
    seen[start] = 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [y, x] = [Math.floor(at / SIDE), at % SIDE];
      mass += image[at]!;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      for (let row = Math.max(0, y - 1); row <= Math.min(SIDE - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(SIDE - 1, x + 1); column++) {
          const next = row * SIDE + column;
          if (seen[next] || !belongs(image[next]!)) continue;
          seen[next] = 1;
          open.push(next);
        }
      }
    }
    masses.push(mass);
  }
  return { masses, width: right - left + 1, height: bottom - top + 1 };
}
