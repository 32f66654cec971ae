/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Of Okabe and Ito: everyone can tell them apart. One for each class; the first two are also low and high. */
export const CLASS_COLORS: readonly Rgb[] = [
  [213, 94, 0],
  [0, 114, 178],
  [0, 158, 115],
  [204, 121, 167],
];

/** Dark where it is low; lightness grows evenly (after viridis). */
const LOW_TO_HIGH: readonly Rgb[] = [
  [48, 18, 92],
  [61, 63, 133],
  [45, 105, 141],
  [32, 144, 140],
  [60, 185, 116],
  [150, 214, 66],
  [240, 230, 80],
];

/** The color of a share between 0 and 1; what is outside has that of the nearer end. */
export function heightColor(share: number): Rgb {
  const place = Math.min(Math.max(share, 0), 1) * (LOW_TO_HIGH.length - 1);
  const i = Math.min(Math.floor(place), LOW_TO_HIGH.length - 2);
  return mix(LOW_TO_HIGH[i]!, LOW_TO_HIGH[i + 1]!, place - i);
}

/** @param share 0 gives `a`, 1 gives `b` */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [0, 1, 2].map((i) => a[i]! + (b[i]! - a[i]!) * share) as unknown as Rgb; // three channels
}

/** As CSS writes it. */
export function cssColor([red, green, blue]: Rgb, alpha = 1): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)} / ${alpha})`;
}
