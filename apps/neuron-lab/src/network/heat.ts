import { CLASS_COLORS, mix, type Rgb } from '../ui/palette.js';

/** How numbers become colors. `ground` is the color of a number that says nothing. */
export type HeatOptions = { readonly ground: Rgb; readonly discretize: boolean };

/** RGBA bytes of a square image, row by row. */
export type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** How strong a color gets: points in the full color still stand out. */
const STRENGTH = 0.85;

/** Shades from the ground to a class; more than the eye tells apart. */
const SHADES = 128;

/** From the ground to each class; an image has thousands of pixels. A page has few grounds. */
const shades = new Map<string, readonly (readonly Rgb[])[]>();
/** The same without their names. */
const known = new WeakMap<HeatOptions, readonly (readonly Rgb[])[]>();

function shadesOf(options: HeatOptions): readonly (readonly Rgb[])[] {
  const last = known.get(options);
  if (last !== undefined) return last;
  const { ground } = options;
  const made =
    shades.get(ground.join()) ??
    CLASS_COLORS.map((color) =>
      Array.from({ length: SHADES + 1 }, (_, i) => mix(ground, color, (i / SHADES) * STRENGTH)),
    );
  shades.set(ground.join(), made);
  known.set(options, made);
  return made;
}

/** @param share 0 gives the ground, 1 the full color */
function shade(options: HeatOptions, color: number, share: number): Rgb {
  if (Number.isNaN(share)) return options.ground;
  return shadesOf(options)[color]![options.discretize ? SHADES : Math.round(Math.min(share, 1) * SHADES)]!;
}

/** The color of −1 (orange) over the ground to 1 (blue). */
export function signedColor(value: number, options: HeatOptions): Rgb {
  return shade(options, value < 0 ? 0 : 1, Math.abs(value));
}

/** Numbers from −1 to 1 as an image. */
export function signedPixels(values: ArrayLike<number>, options: HeatOptions): Pixels {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) put(pixels, i, signedColor(values[i]!, options));
  return pixels;
}

/** One unit of a layer's map: `[place · units + unit]`. */
export function unitOf(map: Float32Array, unit: number, units: number): Float32Array {
  return Float32Array.from({ length: map.length / units }, (_, place) => map[place * units + unit]!);
}

/**
 * What the network says everywhere, as an image: of several classes the likeliest, stronger the likelier it is.
 *
 * @param output `[place · outputs + output]`
 * @param shape `binary`: the number is the probability of the second of two classes
 */
export function outputPixels(
  output: Float32Array,
  { outputs, binary }: { readonly outputs: number; readonly binary: boolean },
  options: HeatOptions,
): Pixels {
  if (outputs === 1) return signedPixels(binary ? output.map((share) => share * 2 - 1) : output, options);
  const pixels = new Uint8ClampedArray((output.length / outputs) * 4);
  const chance = 1 / outputs;
  for (let place = 0; place * outputs < output.length; place++) {
    const first = place * outputs;
    let best = first;
    for (let i = first + 1; i < first + outputs; i++) if (output[i]! > output[best]!) best = i;
    put(pixels, place, shade(options, best - first, (output[best]! - chance) / (1 - chance)));
  }
  return pixels;
}

function put(pixels: Pixels, place: number, [red, green, blue]: Rgb): void {
  const at = place * 4;
  pixels[at] = red;
  pixels[at + 1] = green;
  pixels[at + 2] = blue;
  pixels[at + 3] = 255;
}

/** `#rrggbb` as three numbers; white for anything else. */
export function parseColor(text: string): Rgb {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  return found === null ? [255, 255, 255] : (found.slice(1).map((part) => Number.parseInt(part, 16)) as unknown as Rgb); // three
}
