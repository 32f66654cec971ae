import * as Plot from '@observablehq/plot';
import { xAxis, yAxis } from './axes.js';
import { plot } from './draw.js';
import type { LegendItem } from './legend.js';
import { seriesStyle } from './style.js';
import { linearTicks, tickCount } from './ticks.js';

type Point = { readonly x: number; readonly y: number };

type UnitPlot = {
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly xName: string;
  readonly yName: string;
  readonly points: readonly Point[];
  /** The line of a random classifier. */
  readonly chance: readonly [Point, Point];
  readonly curve: 'linear' | 'step-before';
};

const chanceStyle = { color: 'currentColor', dash: '2 3', symbol: 'circle', plain: true } as const;

/** A curve in the unit square, with the line of a random classifier. */
export function drawUnitPlot(
  document: Document,
  { top, width, height, xName, yName, points, chance, curve }: UnitPlot,
): SVGElement[] {
  const x = xAxis(linearTicks(0, 1, tickCount(width)), xName);
  const y = yAxis(linearTicks(0, 1, 5), yName);
  const line = { x: 'x', y: 'y' } as const;
  return [
    plot(document, {
      y0: top,
      width,
      height,
      ...y.margins,
      ...x.margins,
      x: { domain: [0, 1] },
      y: { domain: [0, 1] },
      marks: [
        ...y.marks,
        ...x.marks,
        Plot.line(chance, { ...line, stroke: chanceStyle.color, strokeDasharray: chanceStyle.dash, strokeWidth: 1.5 }),
        Plot.line(points, { ...line, stroke: seriesStyle(0).color, strokeWidth: 2, curve }),
      ],
    }),
  ];
}

export function unitLegend(label: string): LegendItem[] {
  return [
    { kind: 'line', label, ...seriesStyle(0), plain: true },
    { kind: 'line', label: 'guessing', ...chanceStyle },
  ];
}
