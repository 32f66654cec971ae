import { CLASS_COLORS, mix, type Rgb } from '../ui/palette.js';

/** How numbers become colours. `ground` is the colour of a number that says nothing. */
export type HeatOptions = { readonly ground: Rgb; readonly discretise: boolean };

/** The colour of −1 (orange) over the ground to 1 (blue). */
export function signedColor(value: number, { ground, discretise }: HeatOptions): Rgb {
  if (Number.isNaN(value)) return ground;
  const share = discretise ? 1 : Math.min(Math.abs(value), 1);
  return mix(ground, value < 0 ? CLASS_COLORS[0]! : CLASS_COLORS[1]!, share * 0.85);
}

/** The colour of the likeliest class, stronger the likelier it is. */
function classColor(probabilities: ArrayLike<number>, { ground, discretise }: HeatOptions): Rgb {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[best]!) best = i;
  const chance = 1 / probabilities.length;
  const share = discretise ? 1 : (probabilities[best]! - chance) / (1 - chance);
  return Number.isNaN(share) ? ground : mix(ground, CLASS_COLORS[best]!, share * 0.85);
}

/** One unit of a layer's map: `[place · units + unit]`. */
export function unitOf(map: Float32Array, unit: number, units: number): Float32Array {
  return Float32Array.from({ length: map.length / units }, (_, place) => map[place * units + unit]!);
}

/** The colours of the output everywhere, row by row. */
export function outputColors(
  output: Float32Array,
  { outputs, binary, ...options }: HeatOptions & { readonly outputs: number; readonly binary: boolean },
): Rgb[] {
  return Array.from({ length: output.length / outputs }, (_, place) => {
    if (outputs > 1) return classColor(output.subarray(place * outputs, (place + 1) * outputs), options);
    return signedColor(binary ? output[place]! * 2 - 1 : output[place]!, options);
  });
}

/** RGBA bytes of a square picture. */
export function pixels(colors: readonly Rgb[]): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(colors.length * 4);
  for (const [i, [red, green, blue]] of colors.entries()) bytes.set([red, green, blue, 255], i * 4);
  return bytes;
}

/** `#rrggbb` as three numbers; white for anything else. */
export function parseColor(text: string): Rgb {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  return found === null ? [255, 255, 255] : (found.slice(1).map((part) => Number.parseInt(part, 16)) as unknown as Rgb); // three
}
