import * as Plot from '@observablehq/plot';
import type { Numbers } from './check.js';
import type { Pixels } from './pixels.js';

/** 256 colors from low to high, as bytes and as CSS. */
export type ColorMap = { readonly bytes: readonly (readonly number[])[]; readonly css: readonly string[] };

/** From dark to bright, readable with any color vision; for values without a midpoint. */
export function sequential(): ColorMap {
  return colorMap('viridis');
}

/** From violet through white to orange; for signed values. */
export function diverging(): ColorMap {
  return colorMap('puor');
}

function colorMap(scheme: 'viridis' | 'puor'): ColorMap {
  const scale = Plot.scale({ color: { type: 'linear', scheme, domain: [0, 255] } });
  const bytes = Array.from({ length: 256 }, (_, i) => channelsOf(String(scale?.apply(i))));
  return { bytes, css: bytes.map((channels) => `rgb(${channels.join(', ')})`) };
}

/** Plot writes a color of a scheme as `#rrggbb` or as `rgb(r, g, b)`. */
function channelsOf(color: string): number[] {
  const hexadecimal = /^#(..)(..)(..)$/.exec(color);
  if (hexadecimal !== null) return hexadecimal.slice(1).map((digits) => Number.parseInt(digits, 16));
  return (color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}

/** `count` of the 256 colors, from the first to the last, for a legend. */
export function legendColors({ css }: ColorMap, count = 24): string[] {
  return Array.from({ length: count }, (_, i) => css[Math.round((i * 255) / (count - 1))]!);
}

/** Values as pixels, row by row; values that are not finite are transparent. Equal `low` and `high` give the middle color. */
export function paint(
  values: Numbers,
  size: { readonly width: number; readonly height: number },
  { map, low, high }: { readonly map: ColorMap; readonly low: number; readonly high: number },
): Pixels {
  const bytes = new Uint8Array(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const share = high > low ? (value - low) / (high - low) : 0.5;
    bytes.set([...map.bytes[Math.round(share * 255)]!, 255], i * 4);
  }
  return opaque({ ...size, channels: 4, bytes });
}

/** Drops the alpha channel where nothing is transparent. */
function opaque(pixels: Pixels): Pixels {
  if (pixels.bytes.some((byte, i) => i % 4 === 3 && byte !== 255)) return pixels;
  return { ...pixels, channels: 3, bytes: pixels.bytes.filter((_, i) => i % 4 !== 3) };
}
