import { learningCurves, toElement } from '@neurite/charts';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Points, RunInfo } from '../messages.js';
import { addressOf, useServerData } from './server-data.js';
import { smoothed } from './smoothed.js';

/** What of the series of a chart is drawn, and how. */
export type View = { readonly axis: 'step' | 'minutes'; readonly smoothing: number; readonly logarithmic: boolean };

/** One number of several runs. */
export function ScalarChart({
  name,
  runs,
  order,
  view,
}: {
  readonly name: string;
  readonly runs: readonly RunInfo[];
  /** The names of all runs: each has the same color in all charts, also where others are hidden. */
  readonly order: readonly string[];
  readonly view: View;
}): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [points, setPoints] = useState<Readonly<Record<string, Points>>>({});
  const hasValue = ({ name: run }: RunInfo): boolean => (points[run]?.values ?? []).some((value) => value !== null);
  const shown = runs.filter(hasValue).map((run) => run.name);
  useEffect(() => {
    const element = shown.length === 0 ? undefined : draw(name, shown, points, { ...view, width, order });
    holder.current!.replaceChildren(...(element === undefined ? [] : [element]));
  }, [points, view, shown.join('\n'), order.join('\n'), width]);
  return (
    <figure class="chart">
      <figcaption>{name}</figcaption>
      {runs.map((run) => (
        <SeriesOf
          key={run.name}
          address={addressOf('scalars', { run: run.name, name, points: 600 })}
          version={run.scalars[name] ?? 0}
          onPoints={(found) => setPoints((all) => ({ ...all, [run.name]: found }))}
        />
      ))}
      <div ref={holder} />
      {shown.length === 0 && <p class="hint">No finite value yet.</p>}
    </figure>
  );
}

/** The width of an element in pixels, as far as a chart can be that narrow. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(440);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(260, Math.floor(entry!.contentRect.width))));
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** Asks for a series whenever it has more points, and hands it up. */
function SeriesOf({
  address,
  version,
  onPoints,
}: {
  readonly address: string;
  readonly version: number;
  readonly onPoints: (points: Points) => void;
}): null {
  const found = useServerData<Points>(address, version);
  useEffect(() => {
    if (found !== undefined) onPoints(found);
  }, [found]);
  return null;
}

function draw(
  name: string,
  runs: readonly string[],
  points: Readonly<Record<string, Points>>,
  { axis, smoothing, logarithmic, width, order }: View & { readonly width: number; readonly order: readonly string[] },
): SVGSVGElement {
  const rows = Object.fromEntries(
    runs.map((run) => {
      const { steps, seconds, values } = points[run]!;
      const drawn = smoothed(values, smoothing).map((value, i) => ({
        epoch: axis === 'step' ? steps[i]! : seconds[i]! / 60,
        // The one that is drawn is the metric, unless it has this name.
        loss: value ?? Number.NaN,
        metrics: { [name]: value ?? Number.NaN },
      }));
      return [run, drawn];
    }),
  );
  const isPositive = Object.values(rows).every((run) => run.every(({ metrics }) => !(metrics[name]! <= 0)));
  const chart = learningCurves(rows, {
    quantity: name,
    axis,
    title: '',
    logarithmic: logarithmic && isPositive,
    order,
    width,
    height: 230,
  });
  const element = toElement(chart);
  // Browsers do not agree on whether they tell the description of an image.
  element.setAttribute('aria-label', `${name}. ${chart.description}`);
  return element;
}
