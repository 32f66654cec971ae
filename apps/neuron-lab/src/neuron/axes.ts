import type { PlotFrame } from '../ui/axis.js';
import type { Paint } from '../ui/painted-canvas.js';

/** Draws the frame of a plot with round numbers along two sides. */
export function drawAxes(
  { context, theme }: Paint,
  { box, x: columns, y: rows }: PlotFrame,
  names: readonly [x: string, y: string],
): void {
  const bottom = box.top + box.height;
  const along = (value: number, [low, high]: readonly [number, number]): number => (value - low) / (high - low);
  context.fillStyle = theme.soft;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const [i, value] of columns.ticks.entries()) {
    const x = box.left + along(value, columns.range) * box.width;
    context.fillText(columns.labels[i]!, x, bottom + 6);
    line(context, [x, bottom, x, bottom + 4]);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const [i, value] of rows.ticks.entries()) {
    const y = bottom - along(value, rows.range) * box.height;
    context.fillText(rows.labels[i]!, box.left - 7, y);
    line(context, [box.left - 4, y, box.left, y]);
  }
  context.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1);
  context.fillStyle = theme.text;
  context.textBaseline = 'bottom';
  context.fillText(names[0], box.left + box.width, bottom + 36);
  context.textAlign = 'left';
  context.fillText(names[1], 2, box.top - 5);
}

function line(context: CanvasRenderingContext2D, [x1, y1, x2, y2]: [number, number, number, number]): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
