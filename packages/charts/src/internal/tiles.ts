import { element } from './draw.js';
import { type Pixels, pngUrl } from './pixels.js';
import { fontSize, shortenText } from './style.js';

/** A small image and the lines below it; lines that are too long are shortened, and complete in the tooltip. */
export type Tile = { readonly pixels: Pixels; readonly caption: readonly string[] };

type Grid = { readonly width: number; readonly columns: number; readonly most: number };

const gap = 8;
const captionLine = 15;

/**
 * A grid of small images.
 *
 * @param columns the number of images in a row
 * @param most the largest width of an image, in CSS pixels
 */
export function tileGrid(
  tiles: readonly Tile[],
  { width, columns, most }: Grid,
): { readonly height: number; draw(document: Document, top: number): SVGElement[] } {
  const tileWidth = Math.min(most, (width - 2 - (columns - 1) * gap) / columns);
  const tileHeight = tiles.reduce((tallest, { pixels }) => Math.max(tallest, heightOf(pixels, tileWidth)), 0);
  const lines = tiles.reduce((longest, { caption }) => Math.max(longest, caption.length), 0);
  const stride = tileHeight + lines * captionLine + (lines > 0 ? 4 : 0) + gap;
  const rows = Math.ceil(tiles.length / columns);
  return {
    height: rows * stride,
    draw: (document, top) =>
      tiles.map(({ pixels, caption }, i) =>
        element(
          document,
          'g',
          {
            transform: `translate(${1 + (i % columns) * (tileWidth + gap)},${top + Math.floor(i / columns) * stride})`,
          },
          ...drawTile(document, { pixels, caption }, { tileWidth, tileHeight }),
        ),
      ),
  };
}

/** The number of columns for images of about this width. */
export function columnsFor(width: number, about: number): number {
  return Math.max(1, Math.floor((width + gap) / (about + gap)));
}

function heightOf({ width, height }: Pixels, tileWidth: number): number {
  return Math.min(2 * tileWidth, (tileWidth * height) / width);
}

function drawTile(
  document: Document,
  { pixels, caption }: Tile,
  { tileWidth, tileHeight }: { readonly tileWidth: number; readonly tileHeight: number },
): SVGElement[] {
  const height = heightOf(pixels, tileWidth);
  const box = { x: 0, y: 0, width: tileWidth, height };
  return [
    ...(caption.length > 0 ? [element(document, 'title', {}, caption.join('\n'))] : []),
    element(document, 'image', {
      ...box,
      href: pngUrl(pixels),
      preserveAspectRatio: 'none',
      'image-rendering': 'pixelated',
    }),
    element(document, 'rect', { ...box, fill: 'none', stroke: 'currentColor', 'stroke-opacity': 0.35 }),
    ...caption.map((line, i) =>
      element(
        document,
        'text',
        { x: tileWidth / 2, y: tileHeight + (i + 1) * captionLine, 'font-size': fontSize, 'text-anchor': 'middle' },
        shortenText(line, tileWidth + gap - 2),
      ),
    ),
  ];
}
