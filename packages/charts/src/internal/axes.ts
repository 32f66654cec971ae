import * as Plot from '@observablehq/plot';
import { gridOpacity, textWidth } from './style.js';
import type { Ticks } from './ticks.js';

/** The marks of an axis, and the margins that they need. */
export type Axis<Side extends string> = {
  readonly marks: readonly Plot.Markish[];
  readonly margins: Readonly<Record<Side, number>>;
};

/** An axis below the plot, with its name at the right end. */
export function xAxis({ values, format }: Ticks, label: string): Axis<'marginBottom' | 'marginRight'> {
  const last = values.length === 0 ? 0 : textWidth(format(values.at(-1)!));
  return {
    marks: [
      // On a logarithmic scale, Plot drops labels of a tickFormat that it considers too dense, even all of them.
      Plot.axisX([...values], { text: format, label: null, tickSize: 4 }),
      Plot.text([label], { frameAnchor: 'bottom-right', dy: 36, text: (name: string) => `${name} →` }),
    ],
    margins: { marginBottom: 42, marginRight: Math.max(12, last / 2 + 4) },
  };
}

/** An axis left of the plot, with its name above and grid lines across the plot. */
export function yAxis({ values, format }: Ticks, label: string): Axis<'marginLeft' | 'marginTop'> {
  const widest = Math.max(0, ...values.map((value) => textWidth(format(value))));
  const marginLeft = Math.ceil(widest) + 14;
  return {
    marks: [
      Plot.gridY([...values], { strokeOpacity: gridOpacity }),
      Plot.axisY([...values], { text: format, label: null, tickSize: 4 }),
      Plot.text([label], {
        frameAnchor: 'top-left',
        textAnchor: 'start',
        dx: -marginLeft + 2,
        dy: -20,
        text: (name: string) => `↑ ${name}`,
      }),
    ],
    margins: { marginLeft, marginTop: 28 },
  };
}
