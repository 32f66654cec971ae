import * as Plot from '@observablehq/plot';
import { element, plot } from './draw.js';
import { fontSize, type SeriesStyle, shortenText, textWidth } from './style.js';

/** A line with its symbol, an area, or a color scale, and its label. */
export type LegendItem =
  | ({ readonly kind: 'line'; readonly label: string; readonly plain?: boolean } & SeriesStyle)
  | { readonly kind: 'area'; readonly label: string; readonly color: string; readonly opacity: number }
  | { readonly kind: 'scale'; readonly low: string; readonly high: string; readonly colors: readonly string[] };

const row = 20;
const gap = 16;
const sample = 28;
const scaleWidth = 120;

export function legendHeight(items: readonly LegendItem[], width: number): number {
  return placeItems(items, width).reduce((height, { y }) => Math.max(height, y + row), 0);
}

export function drawLegend(
  document: Document,
  items: readonly LegendItem[],
  { width, top }: { readonly width: number; readonly top: number },
): SVGElement[] {
  return placeItems(items, width).flatMap(({ item, x, y }) =>
    drawItem(document, item, { x, y: top + y + row / 2, width }),
  );
}

/** Side by side, with a line break where the width is used up. */
function placeItems(
  items: readonly LegendItem[],
  width: number,
): { readonly item: LegendItem; readonly x: number; readonly y: number }[] {
  let x = 2;
  let y = 0;
  return items.map((item) => {
    const needed = Math.min(widthOf(item), width - 4);
    if (x > 2 && x + needed > width) {
      x = 2;
      y += row;
    }
    const placed = { item, x, y };
    x += needed + gap;
    return placed;
  });
}

function widthOf(item: LegendItem): number {
  if (item.kind === 'scale') return textWidth(item.low) + textWidth(item.high) + scaleWidth + 12;
  return sample + 6 + textWidth(item.label);
}

function drawItem(
  document: Document,
  item: LegendItem,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): SVGElement[] {
  const text = (at: number, words: string) =>
    element(document, 'text', { x: at, y, dy: '0.35em', 'font-size': fontSize }, words);
  if (item.kind === 'scale') {
    const start = x + textWidth(item.low) + 6;
    const room = width - start - textWidth(item.high) - 8;
    const wide = Math.max(0, Math.min(scaleWidth, room));
    const step = wide / item.colors.length;
    const blocks = item.colors.map((fill, i) =>
      element(document, 'rect', {
        x: start + i * step,
        y: y - 6,
        width: step,
        height: 12,
        fill,
        'shape-rendering': 'crispEdges',
      }),
    );
    return [text(x, item.low), ...blocks, text(start + wide + 6, item.high)];
  }
  const label = text(x + sample + 6, shortenText(item.label, width - x - sample - 6));
  if (item.kind === 'area') {
    const { color: fill, opacity } = item;
    const box = { x, y: y - 6, width: sample, height: 12, fill, 'fill-opacity': opacity, stroke: fill };
    return [element(document, 'rect', box), label];
  }
  return [drawSample(document, item, { x, y }), label];
}

function drawSample(
  document: Document,
  { color, dash, symbol, plain = false }: SeriesStyle & { readonly plain?: boolean },
  { x, y }: { readonly x: number; readonly y: number },
): SVGElement {
  return plot(document, {
    x0: x,
    y0: y - row / 2,
    width: sample,
    height: row,
    margin: 0,
    axis: null,
    x: { domain: [0, sample] },
    y: { domain: [0, row] },
    marks: [
      Plot.link([0], {
        x1: 0,
        x2: sample,
        y1: row / 2,
        y2: row / 2,
        stroke: color,
        strokeWidth: 2,
        strokeDasharray: dash,
      }),
      plain ? null : Plot.dot([0], { x: sample / 2, y: row / 2, fill: color, symbol, r: 3.5 }),
    ],
  });
}
