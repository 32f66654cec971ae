import type { Chart } from './chart.js';
import { svgDocument } from './internal/svg-document.js';

/**
 * A chart as SVG text: well-formed XML, the same for the same chart, in any JavaScript runtime, without a DOM.
 *
 * Without a theme, it takes the text color of the page that it is embedded in. A file of its own needs a theme.
 *
 * @param theme `light` or `dark` adds a background and a text color. Default: neither
 * @returns one `<svg>` element
 * @example
 * const svg = toSvg(learningCurves([{ epoch: 1, loss: 0.9 }, { epoch: 2, loss: 0.4 }]), { theme: 'light' });
 */
export function toSvg(chart: Chart, { theme }: { readonly theme?: 'light' | 'dark' } = {}): string {
  const { document, serialize } = svgDocument();
  const svg = chart.render(document);
  if (theme !== undefined) paint(svg, theme);
  return serialize(svg);
}

const themes = {
  light: { color: '#1b1d21', background: '#ffffff' },
  dark: { color: '#e6e7ea', background: '#16181d' },
} as const;

function paint(svg: SVGSVGElement, theme: 'light' | 'dark'): void {
  const { color, background } = themes[theme];
  svg.setAttribute('color', color);
  const rect = svg.ownerDocument.createElementNS(svg.namespaceURI, 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: background })) {
    rect.setAttribute(name, value);
  }
  svg.insertBefore(rect, svg.childNodes[2] ?? null);
}
