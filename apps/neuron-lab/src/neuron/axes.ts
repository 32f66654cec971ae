import { format } from '../ui/format.js';
import type { Paint } from '../ui/picture.js';
import { ticks } from '../ui/ticks.js';
import type { Box } from './plane.js';

/** Draws the frame of a plot with round numbers along two sides. */
export function drawAxes(
  { context, theme }: Paint,
  box: Box,
  axes: {
    readonly x: readonly [number, number];
    readonly y: readonly [number, number];
    readonly names: readonly [string, string];
  },
): void {
  const bottom = box.top + box.height;
  context.fillStyle = theme.soft;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const value of ticks(...axes.x, Math.max(2, Math.floor(box.width / 50)))) {
    const x = box.left + ((value - axes.x[0]) / (axes.x[1] - axes.x[0])) * box.width;
    context.fillText(format(value), x, bottom + 6);
    line(context, [x, bottom, x, bottom + 4]);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const value of ticks(...axes.y, Math.max(2, Math.floor(box.height / 50)))) {
    const y = bottom - ((value - axes.y[0]) / (axes.y[1] - axes.y[0])) * box.height;
    context.fillText(format(value), box.left - 7, y);
    line(context, [box.left - 4, y, box.left, y]);
  }
  context.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1);
  context.fillStyle = theme.text;
  context.textBaseline = 'bottom';
  context.fillText(axes.names[0], box.left + box.width, bottom + 36);
  context.textAlign = 'left';
  context.fillText(axes.names[1], 2, box.top - 5);
}

/** The place of a plot within a picture, with room for its axes. */
export function plotBox(width: number, height: number): Box {
  return { left: 46, top: 22, width: Math.max(width - 56, 10), height: Math.max(height - 62, 10) };
}

function line(context: CanvasRenderingContext2D, [x1, y1, x2, y2]: [number, number, number, number]): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
