import { toAnswer } from './answer.js';
import { NO_DIGIT } from './classes.js';

/** Digits of MNIST have stronger ink somewhere, noise and grain mostly none. */
const LEAST_STRONGEST = 0.85;
/** Of 10,000 digits of MNIST one has more ink, in pixels; a dot that is scaled to 20 pixels has 314. */
const MOST_INK = 250;

/**
 * Says why an image does not look like the digits that the network learned from. It learned from images that show none,
 * too (see `withNotDigits` and `calibrateDoubt`), and `docs/measurements/doubt.md` says how often it is right.
 *
 * @param image 28 × 28 shades in [0, 1], as `prepareDigit` makes it
 * @param probabilities those of the ten digits and of no digit that the network gives
 * @returns the reason, to follow "this does not look like a digit I learned from:"; undefined where there is no doubt
 */
export function doubtOf(image: Float32Array, probabilities: ArrayLike<number>): string | undefined {
  if (image.every((shade) => shade < LEAST_STRONGEST)) return 'it has spots or faint lines, and no strokes';
  if (image.reduce((sum, shade) => sum + shade, 0) > MOST_INK) return 'ink fills it';
  if (probabilities[NO_DIGIT]! > toAnswer(probabilities).probability) return 'its strokes form no digit';
  return undefined;
}
