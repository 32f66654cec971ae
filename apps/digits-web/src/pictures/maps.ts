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

/** Steps from no colour to the full one: as many as a channel has. */
const LEVELS = 255;

/**
 * Colours numbers: the farther from 0, the stronger; the farthest of them all has the full colour.
 *
 * @param data row-major, channels last
 * @returns RGBA, row by row; what is between the maps is transparent
 */
export function colorMaps(
  data: Float32Array,
  { columns, mapWidth, mapHeight, zoom, width, height }: MapLayout,
  colors: Signed,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * width * height);
  // All of this runs for each frame in which one draws: whole pixels, and nothing allocated per number.
  const words = new Uint32Array(pixels.buffer);
  const palette = paletteOf(colors);
  const maps = Math.ceil(data.length / (mapWidth * mapHeight));
  let strongest = 0;
  for (const value of data) strongest = Math.max(strongest, Math.abs(value));
  const scale = LEVELS / (strongest || 1);
  for (let i = 0; i < data.length; i++) {
    const map = i % maps;
    const place = (i - map) / maps;
    const column = place % mapWidth;
    const left = (map % columns) * (zoom * mapWidth + 1) + zoom * column;
    const top = Math.floor(map / columns) * (zoom * mapHeight + 1) + (zoom * (place - column)) / mapWidth;
    const color = palette[LEVELS + Math.round(scale * data[i]!)]!;
    for (let row = 0; row < zoom; row++) {
      const from = (top + row) * width + left;
      words.fill(color, from, from + zoom);
    }
  }
  return pixels;
}

/** From far below 0 to far above it, a pixel in each word. */
function paletteOf({ below, zero, above }: Signed): Uint32Array {
  const pixels = new Uint8ClampedArray(4 * (2 * LEVELS + 1)).fill(255);
  for (let level = -LEVELS; level <= LEVELS; level++) {
    const far = level < 0 ? below : above;
    const share = Math.abs(level) / LEVELS;
    for (let c = 0; c < 3; c++) pixels[4 * (LEVELS + level) + c] = zero[c]! + (far[c]! - zero[c]!) * share;
  }
  return new Uint32Array(pixels.buffer);
}
