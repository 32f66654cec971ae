import * as Plot from '@observablehq/plot';
import { fontSize, shortenText, textWidth } from './style.js';

type Labels = {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly width: number;
  readonly rowName: string;
  readonly columnName: string;
};

/** The axes of a matrix: names along the top and the left, and the size that remains for the cells. */
export type LabelAxes = {
  readonly marginLeft: number;
  readonly marginTop: number;
  /** The width of all columns together. */
  readonly inner: number;
  /** Margins and scales for the plot; rows and columns are given by their indices. */
  readonly options: Plot.PlotOptions;
  readonly marks: readonly Plot.Markish[];
};

/**
 * Names that do not fit side by side are rotated, and long names shortened. Where there are more names than lines of
 * text, only every second, third, … is shown.
 */
export function labelAxes({ rows, columns, width, rowName, columnName }: Labels): LabelAxes {
  const longest = Math.min(116, width * 0.3);
  const widthOf = (labels: readonly string[]) =>
    labels.reduce((widest, label) => Math.min(longest, Math.max(widest, textWidth(label))), 0);
  const marginLeft = Math.ceil(widthOf(rows)) + 30;
  const inner = width - marginLeft - 6;
  const widest = widthOf(columns);
  const rotated = widest + 4 > inner / columns.length;
  const marginTop = rotated ? Math.ceil(widest) + 34 : 42;
  return {
    marginLeft,
    marginTop,
    inner,
    options: {
      marginLeft,
      marginTop,
      marginRight: 6,
      marginBottom: 4,
      x: { type: 'band', domain: columns.map((_, i) => i), padding: 0, round: false },
      y: { type: 'band', domain: rows.map((_, i) => i), padding: 0, round: false },
    },
    marks: [
      Plot.axisX(everyNth(columns, inner), {
        anchor: 'top',
        tickSize: 0,
        tickPadding: 5,
        tickFormat: (i: number) => shortenText(columns[i]!, longest),
        tickRotate: rotated ? -90 : 0,
        label: null,
      }),
      Plot.axisY(everyNth(rows, inner), {
        tickSize: 0,
        tickPadding: 5,
        tickFormat: (i: number) => shortenText(rows[i]!, longest),
        label: null,
      }),
      Plot.text([`${columnName} →`], { frameAnchor: 'top-left', textAnchor: 'start', dy: -marginTop + 6 }),
      Plot.text([`← ${rowName}`], {
        frameAnchor: 'bottom-left',
        textAnchor: 'start',
        rotate: -90,
        dx: -marginLeft + 8,
      }),
    ],
  };
}

function everyNth(labels: readonly string[], room: number): number[] {
  const step = Math.ceil(((fontSize + 1) * labels.length) / room);
  return labels.flatMap((_, i) => (i % step === 0 ? [i] : []));
}
