import type { Signed } from './rgb.js';

/** How the maps of a layer are laid out, in pixels. */
export type MapLayout = {
  readonly columns: number;
  readonly rows: number;
  /** Of one map, before zooming. */
  readonly mapWidth: number;
  readonly mapHeight: number;
  /** The side of the square that shows one element. */
  readonly zoom: number;
  /** Of all maps together, with one pixel between neighbors. */
  readonly width: number;
  readonly height: number;
};

/** Maps in a row, and elements in a row where the output of a layer has one axis. */
const MAPS_IN_ROW = 8;
const ELEMENTS_IN_ROW = 40;
/** Small maps are enlarged to about this width, so that the lines between maps are thin. */
const WIDTH = 24;

/** @param shape [height, width, maps], or [elements]: one map broken into rows, or a map for each element where they are few */
export function layoutMaps(shape: readonly number[]): MapLayout {
  const [a = 1, b, c] = shape;
  if (b === undefined || c === undefined) {
    if (a <= ELEMENTS_IN_ROW / 2) return grid({ maps: a, columns: a, mapWidth: 1, mapHeight: 1 });
    return grid({ maps: 1, columns: 1, mapWidth: ELEMENTS_IN_ROW, mapHeight: Math.ceil(a / ELEMENTS_IN_ROW) });
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

/** Levels from the color of 0 to the full color: as many as a channel has. */
const LEVELS = 255;

/**
 * Colors elements by their distance from 0; the farthest has the full color.
 *
 * @param data row-major, channels last
 * @returns RGBA, row by row; transparent between the maps
 */
export function colorMaps(
  data: Float32Array,
  { columns, mapWidth, mapHeight, zoom, width, height }: MapLayout,
  colors: Signed,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * width * height);
  // Runs in each frame while somebody draws: writes a whole pixel at once, and allocates nothing per element.
  const words = new Uint32Array(pixels.buffer);
  const palette = paletteOf(colors);
  const maps = Math.ceil(data.length / (mapWidth * mapHeight));
  let strongest = 0;
  for (const value of data) strongest = Math.max(strongest, Math.abs(value));
  const scale = LEVELS / (strongest || 1);
  for (let i = 0; i < data.length; i++) {
    const map = i % maps;
    const position = (i - map) / maps;
    const column = position % mapWidth;
    const left = (map % columns) * (zoom * mapWidth + 1) + zoom * column;
    const top = Math.floor(map / columns) * (zoom * mapHeight + 1) + (zoom * (position - column)) / mapWidth;
    const color = palette[LEVELS + Math.round(scale * data[i]!)]!;
    for (let row = 0; row < zoom; row++) {
      const from = (top + row) * width + left;
      words.fill(color, from, from + zoom);
    }
  }
  return pixels;
}

/** From far below 0 to far above 0, one pixel per word. */
function paletteOf({ below, zero, above }: Signed): Uint32Array {
  const pixels = new Uint8ClampedArray(4 * (2 * LEVELS + 1)).fill(255);
  for (let level = -LEVELS; level <= LEVELS; level++) {
    const far = level < 0 ? below : above;
    const share = Math.abs(level) / LEVELS;
    for (let c = 0; c < 3; c++) pixels[4 * (LEVELS + level) + c] = zero[c]! + (far[c]! - zero[c]!) * share;
  }
  return new Uint32Array(pixels.buffer);
}
