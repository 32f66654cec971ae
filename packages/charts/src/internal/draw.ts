import * as Plot from '@observablehq/plot';
import { fontSize } from './style.js';

const namespace = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes; a text child is a text node. */
export function element(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (Element | string)[]
): SVGElement {
  const made = document.createElementNS(namespace, name) as SVGElement; // of the namespace above
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  for (const child of children) {
    made.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
  return made;
}

/** A plot and its position in the chart. */
export type Placed = Plot.PlotOptions & { readonly x0?: number; readonly y0?: number; readonly clipped?: boolean };

/**
 * A plot as a part of a chart, without its style sheet and class, which two charts on a page would share.
 *
 * @param options those of Plot, the corner `x0`, `y0`, and whether marks are clipped to the plot
 */
export function plot(document: Document, { x0 = 0, y0 = 0, clipped = false, ...options }: Placed): SVGElement {
  const svg = Plot.plot({ ...options, document, figure: false } as Plot.PlotOptions) as unknown as SVGElement; // without a figure it is the svg
  const style = svg.firstChild;
  if (style !== null) svg.removeChild(style);
  svg.removeAttribute('class');
  unname(svg);
  svg.setAttribute('font-size', String(fontSize));
  svg.setAttribute('overflow', clipped ? 'hidden' : 'visible');
  svg.setAttribute('x', String(x0));
  svg.setAttribute('y', String(y0));
  return svg;
}

/** Removes the names that Plot gives its groups for screen readers: the groups have no role, and the chart has its own name. */
function unname(group: Element): void {
  const mark = group.getAttribute('aria-label');
  if (mark !== null) {
    group.removeAttribute('aria-label');
    group.setAttribute('data-mark', mark);
  }
  for (const child of group.children) unname(child);
}
