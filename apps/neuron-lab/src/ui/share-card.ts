import { standalone } from './standalone-svg.js';

/** Pixels of a card: what networks show beside a link. */
const [WIDTH, HEIGHT, MARGIN] = [1200, 630, 44];
/** Where the parts stand, and the line above each that names it. */
const [TOP, BOTTOM, GAP, NAME] = [104, 120, 28, 30];

/** What stands on the card of each room, and the words below. */
const CARDS: Readonly<Record<string, { readonly parts: string; readonly words: string }>> = {
  neuron: { parts: '.scatter, .contours, .perspective canvas', words: '.verdict' },
  network: { parts: '.net, .output-canvas', words: '.train .counter, .output .scores' },
  layers: { parts: '.pixels', words: '.sum .total' },
  images: { parts: '.image-strip, .asked > canvas', words: '.training-words' },
};

/** Something of the page on the card. */
type Part = {
  readonly element: Element;
  readonly name: string;
  readonly box: DOMRect;
};

/**
 * The room that is open as an image: what it shows, how far it is, and where it is found; in the colors that are on.
 *
 * @param room its name in the address
 * @param scale of the 1200 × 630 pixels
 */
export async function drawCard(room: string, scale = 1): Promise<HTMLCanvasElement> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: Math.round(WIDTH * scale), height: Math.round(HEIGHT * scale) });
  const context = canvas.getContext('2d', { willReadFrequently: true })!; // every browser has it
  context.scale(scale, scale);
  const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const { parts, words } = CARDS[room]!;
  context.fillStyle = color('--panel');
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const write = (text: string, x: number, y: number, font: string, name: string): void => {
    context.font = `${font} system-ui, sans-serif`;
    context.fillStyle = color(name);
    context.fillText(text, x, y, WIDTH - MARGIN - x);
  };
  write(document.title, MARGIN, 62, '600 32px', '--text');
  const lines = [...document.querySelectorAll<HTMLElement>(words)].map((element) => {
    // biome-ignore lint/performance/useDomNodeTextContent: it keeps words apart that stand in cells of their own
    return element.innerText.replace(/\s+/g, ' ');
  });
  write(lines.join(' · '), MARGIN, HEIGHT - 70, '22px', '--text');
  write(`${location.host}${location.pathname}#${room}`, MARGIN, HEIGHT - 34, '18px', '--soft');
  for (const { part, x, y, factor } of arranged([...document.querySelectorAll(parts)].flatMap(partOf))) {
    write(part.name, x, y - 10, '16px', '--soft');
    context.save();
    context.translate(x, y);
    context.scale(factor, factor);
    await drawPart(context, part);
    context.restore();
  }
  return canvas;
}

function partOf(element: Element): Part[] {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return [];
  const section = element.closest('section:not(.scroller)');
  return [{ element, box, name: section?.ariaLabel ?? section?.querySelector('h2')?.textContent ?? '' }];
}

/** Side by side, in as many rows as make them largest. */
function arranged(
  parts: readonly Part[],
): readonly { readonly part: Part; readonly x: number; readonly y: number; readonly factor: number }[] {
  const [width, height] = [WIDTH - 2 * MARGIN, HEIGHT - TOP - BOTTOM];
  const layouts = parts.map((_, i) => {
    const perRow = Math.ceil(parts.length / (i + 1));
    const rows = Array.from({ length: Math.ceil(parts.length / perRow) }, (_, row) =>
      parts.slice(row * perRow, (row + 1) * perRow),
    );
    const widest = Math.max(...rows.map((row) => row.reduce((sum, { box }) => sum + box.width / box.height, 0)));
    const high = Math.min((width - (perRow - 1) * GAP) / widest, height / rows.length - NAME);
    return { rows, high };
  });
  const best = layouts.reduce<(typeof layouts)[number] | undefined>(
    (before, next) => (before === undefined || next.high > before.high ? next : before),
    undefined,
  );
  if (best === undefined) return [];
  const { rows, high } = best;
  const above = TOP + (height - rows.length * (high + NAME)) / 2;
  return rows.flatMap((row, r) => {
    const wide = row.map(({ box }) => (box.width / box.height) * high);
    const left = (WIDTH - wide.reduce((sum, one) => sum + one, 0) - (row.length - 1) * GAP) / 2;
    return row.map((part, i) => ({
      part,
      x: left + wide.slice(0, i).reduce((sum, one) => sum + one + GAP, 0),
      y: above + r * (high + NAME) + NAME,
      factor: high / part.box.height,
    }));
  });
}

/** Every canvas and drawing of the part in its place, in the order of the page. */
async function drawPart(context: CanvasRenderingContext2D, { element, box: whole }: Part): Promise<void> {
  const all = element.matches('canvas, svg') ? [element] : element.querySelectorAll('canvas, svg');
  for (const one of all) {
    const box = one.getBoundingClientRect();
    const [x, y] = [box.left - whole.left, box.top - whole.top];
    context.globalAlpha = Number(getComputedStyle(one).opacity);
    if (one instanceof HTMLCanvasElement) {
      if (one.width > 0 && one.height > 0) context.drawImage(one, x, y, box.width, box.height);
    } else if (one instanceof SVGSVGElement) context.drawImage(await standalone(one), x, y, box.width, box.height);
    context.globalAlpha = 1;
    const frame = getComputedStyle(one.parentElement!); // what is in a page has one
    if (element !== one && Number.parseFloat(frame.borderTopWidth) > 0) {
      context.strokeStyle = frame.borderTopColor;
      context.lineWidth = Number.parseFloat(frame.borderTopWidth);
      context.strokeRect(x, y, box.width, box.height);
    }
  }
}
