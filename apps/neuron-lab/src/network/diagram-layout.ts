import { FEATURE_NAMES } from './features.js';

/** Of a neuron on the page, in CSS pixels. */
export const NODE = 40;
const [ROW, MARGIN] = [48, 6];
/** Between two columns: no more than looks well, no less than the buttons above a layer need. */
const COLUMN = { most: 104, least: 72 } as const;

/** Where a neuron stands: its upper left corner. */
export type Place = { readonly x: number; readonly y: number };

/** Where everything of the diagram stands. */
export type DiagramLayout = {
  readonly width: number;
  readonly height: number;
  /** From one column to the next. */
  readonly column: number;
  readonly features: readonly Place[];
  /** Hidden layers, and the output last. */
  readonly layers: readonly (readonly Place[])[];
};

/**
 * @param units neurons of each hidden layer
 * @param options.width that there is: the columns move together so that all of them are seen, as far as they can
 */
export function diagramLayout(
  units: readonly number[],
  { outputs, width }: { readonly outputs: number; readonly width: number },
): DiagramLayout {
  const even = Math.floor((width - NODE - 2 * MARGIN) / (units.length + 1));
  const distance = Math.min(Math.max(even, COLUMN.least), COLUMN.most);
  const rows = Math.max(FEATURE_NAMES.length, outputs, ...units);
  const height = rows * ROW + 2 * MARGIN;
  const column = (count: number, index: number): Place[] => {
    const top = MARGIN + ((rows - count) * ROW) / 2 + (ROW - NODE) / 2;
    return Array.from({ length: count }, (_, i) => ({ x: MARGIN + index * distance, y: top + i * ROW }));
  };
  return {
    width: MARGIN * 2 + (units.length + 1) * distance + NODE,
    height,
    column: distance,
    features: column(FEATURE_NAMES.length, 0),
    layers: [...units, outputs].map((count, i) => column(count, i + 1)),
  };
}

/** A curve from the right side of one to the left side of the other. */
export function linkPath(from: Place, to: Place): string {
  const [x1, y1, x2, y2] = [from.x + NODE, from.y + NODE / 2, to.x, to.y + NODE / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
