/** What style sheets say of a drawing, which does not go with it. */
const STYLES = ['fill', 'fill-opacity', 'font-family', 'font-size', 'opacity', 'stroke', 'stroke-dasharray'] as const;
const MORE_STYLES = ['stroke-opacity', 'stroke-width', 'text-anchor'] as const;

/** A drawing of the page as an image, as it looks now. */
export async function standalone(svg: SVGSVGElement): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement; // of its own kind
  const { width, height } = svg.getBoundingClientRect();
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [i, element] of [svg, ...svg.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(element);
    for (const name of [...STYLES, ...MORE_STYLES]) copies[i]!.setAttribute(name, style.getPropertyValue(name));
  }
  // Without a viewBox a drawing has the size of its page.
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${svg.clientWidth} ${svg.clientHeight}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}
