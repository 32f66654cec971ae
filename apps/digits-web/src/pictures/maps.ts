import type { Signed } from './rgb.js';

/** How the maps of a layer stand beside one another, in pixels. */
export type MapLayout = {
  readonly columns: number;
  readonly rows: number;
  /** Of one map, before it is enlarged. */
  readonly mapWidth: number;
  readonly mapHeight: number;
  /** The side of a number's square. */
  readonly zoom: number;
  /** Of all of them, with one pixel between two. */
  readonly width: number;
  readonly height: number;
};

/** Maps in a row, and numbers in a row where a layer has no maps. */
const MAPS_IN_ROW = 8;
const NUMBERS_IN_ROW = 40;
/** Small maps are enlarged to about this width, so that the lines between maps are thin. */
const WIDTH = 24;

/** @param shape [height, width, maps], or [numbers]: one map that is broken into lines, or of one number each where they are few */
export function layoutMaps(shape: readonly number[]): MapLayout {
  const [a = 1, b, c] = shape;
  if (b === undefined || c === undefined) {
    if (a <= NUMBERS_IN_ROW / 2) return grid({ maps: a, columns: a, mapWidth: 1, mapHeight: 1 });
    return grid({ maps: 1, columns: 1, mapWidth: NUMBERS_IN_ROW, mapHeight: Math.ceil(a / NUMBERS_IN_ROW) });
  }
  return grid({ maps: c, columns: Math.min(c, MAPS_IN_ROW), mapWidth: b, mapHeight: a });
}

function grid({
  maps,
  columns,
  mapWidth,
  mapHeight,
}: {
  readonly maps: number;
  readonly columns: number;
  readonly mapWidth: number;
  readonly mapHeight: number;
}): MapLayout {
  const rows = Math.ceil(maps / columns);
  const zoom = Math.max(1, Math.floor(WIDTH / mapWidth));
  const [width, height] = [columns * (zoom * mapWidth + 1) - 1, rows * (zoom * mapHeight + 1) - 1];
  return { columns, rows, mapWidth, mapHeight, zoom, width, height };
}

/**
 * Colours numbers: the farther from 0, the stronger; the farthest of them all has the full colour.
 *
 * @param data row-major, channels last
 * @returns RGBA, row by row; what is between the maps is transparent
 */
export function colorMaps(
  data: Float32Array,
  { columns, mapWidth, mapHeight, zoom, width, height }: MapLayout,
  { below, zero, above }: Signed,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * width * height);
  const area = mapWidth * mapHeight;
  const maps = Math.ceil(data.length / area);
  const strongest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  for (let i = 0; i < data.length; i++) {
    const [place, map] = [Math.floor(i / maps), i % maps];
    const left = (map % columns) * (zoom * mapWidth + 1) + zoom * (place % mapWidth);
    const top = Math.floor(map / columns) * (zoom * mapHeight + 1) + zoom * Math.floor(place / mapWidth);
    const share = data[i]! / strongest;
    const far = share < 0 ? below : above;
    const color = zero.map((channel, c) => channel + (far[c]! - channel) * Math.abs(share));
    for (let square = 0; square < zoom * zoom; square++) {
      const at = 4 * ((top + Math.floor(square / zoom)) * width + left + (square % zoom));
      pixels.set(color, at);
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
