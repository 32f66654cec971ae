import type * as Plot from '@observablehq/plot';
import type { xAxis, yAxis } from './axes.js';
import { plot } from './draw.js';

type Field = {
  readonly y0: number;
  readonly width: number;
  readonly height: number;
  readonly x: ReturnType<typeof xAxis>;
  readonly y: ReturnType<typeof yAxis>;
  readonly scales: Pick<Plot.PlotOptions, 'x' | 'y'>;
  /** Where a color begins, and the colors. */
  readonly thresholds: readonly number[];
  readonly colors: readonly string[];
  /** Clipped to the frame of the axes. */
  readonly marks: NonNullable<Plot.PlotOptions['marks']>;
};

/** Axes, and within their frame what fills it: contours in colors by thresholds, and what stands on them. */
export function fieldPlot(
  document: Document,
  { y0, width, height, x, y, scales, thresholds, colors, marks }: Field,
): SVGElement[] {
  const margins = { ...x.margins, ...y.margins };
  return [
    plot(document, { y0, width, height, ...margins, ...scales, marks: [...x.marks, ...y.marks.slice(1)] }),
    // A nested plot of the size of the frame, because a nested svg clips its content.
    plot(document, {
      x0: margins.marginLeft,
      y0: y0 + margins.marginTop,
      width: width - margins.marginLeft - margins.marginRight,
      height: height - margins.marginTop - margins.marginBottom,
      margin: 0,
      axis: null,
      clipped: true,
      ...scales,
      color: { type: 'ordinal', domain: [...thresholds], range: [...colors] },
      marks,
    }),
  ];
}
