import { BackendError } from '@neurite/core/errors';
import type { Chart } from './chart.js';

/**
 * A chart as an element of the page, as wide as its container but not wider than `chart.width`.
 *
 * @param document the document that creates the element. Default: that of the page
 * @returns an `<svg>` element that is not in the document yet: `container.replaceChildren(toElement(chart))`
 * @throws BackendError where there is no document, as in Node or a worker
 */
export function toElement(
  chart: Chart,
  { document = pageDocument() }: { readonly document?: Document } = {},
): SVGSVGElement {
  const svg = chart.render(document);
  // Set one by one: a strict content security policy forbids style attributes, but not properties.
  svg.style.maxWidth = '100%';
  svg.style.height = 'auto';
  return svg;
}

function pageDocument(): Document {
  if (globalThis.document !== undefined) return globalThis.document;
  throw new BackendError({
    where: 'toElement',
    problem: 'there is no document here',
    advice: 'Use toSvg for the chart as text, or pass a `document`',
  });
}
