import type { Chart } from '../chart.js';
import { element } from './draw.js';
import { drawLegend, type LegendItem, legendHeight } from './legend.js';
import { titleSize, wrapText } from './style.js';

/** What a chart is made of, below its title. */
export type Body = {
  /** Empty where the page has a heading above it. */
  readonly title: string;
  readonly description: string;
  readonly width: number;
  /** The height of what `draw` draws. */
  readonly height: number;
  /** Between title and body. Default: none. */
  readonly legend?: readonly LegendItem[];
  /** @param top where the body begins */
  draw(document: Document, top: number): readonly SVGElement[];
};

const titleLine = 19;

/** Puts a title, a text alternative and a legend around a drawing. */
export function frame({ title, description, width, height, legend = [], draw }: Body): Chart {
  const lines = title === '' ? [] : wrapText(title, width - 4, titleSize * 1.06);
  const legendTop = 4 + lines.length * titleLine;
  const top = legendTop + legendHeight(legend, width) + 4;
  const total = top + height;
  return {
    title,
    description,
    width,
    height: total,
    render: (document) => {
      const size = { width, height: total, viewBox: `0 0 ${width} ${total}` };
      const text = { 'font-family': 'system-ui, sans-serif', fill: 'currentColor' };
      return element(
        document,
        'svg',
        { role: 'img', 'aria-label': title || description, ...size, ...text },
        ...(title === '' ? [] : [element(document, 'title', {}, title)]),
        element(document, 'desc', {}, description),
        ...lines.map((line, i) =>
          element(
            document,
            'text',
            { x: 2, y: (i + 0.8) * titleLine, 'font-size': titleSize, 'font-weight': 600 },
            line,
          ),
        ),
        ...drawLegend(document, legend, { width, top: legendTop }),
        ...draw(document, top),
      ) as SVGSVGElement; // the root is named svg
    },
  };
}
