import { confusionMatrix, toElement } from '@neurite/charts';
import { Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Histogram, Table } from '../messages.js';
import { addressOf, useServerData } from './server-data.js';

type Logged = { readonly run: string; readonly name: string; readonly steps: readonly number[] };

/** Something that was logged at some steps, with a slider between them; the last one until it is moved. */
function AtStep({
  run,
  name,
  steps,
  children,
}: Logged & { readonly children: (step: number) => JSX.Element | null }): JSX.Element {
  const [chosen, setChosen] = useState<number>();
  const index = Math.min(chosen ?? steps.length - 1, steps.length - 1);
  return (
    <figure class="chart">
      <figcaption>
        {name} · {run}
      </figcaption>
      {children(steps[index]!)}
      {steps.length > 1 ? (
        <Slider
          label={`Step of ${name}, ${run}`}
          min={0}
          max={steps.length - 1}
          step={1}
          value={index}
          show={(i) => steps[i]!.toLocaleString('en')}
          onChange={(i) => setChosen(i === steps.length - 1 ? undefined : i)}
        />
      ) : (
        <p class="hint">Step {steps[0]!.toLocaleString('en')}</p>
      )}
    </figure>
  );
}

/** An image of a run. */
export function LoggedImage(logged: Logged): JSX.Element {
  const { run, name } = logged;
  return (
    <AtStep {...logged}>
      {(step) => (
        <img
          class="logged"
          src={`./api/${addressOf('image', { run, name, step })}`}
          alt={`${name} of ${run}, step ${step}`}
        />
      )}
    </AtStep>
  );
}

/** A histogram of a run. */
export function LoggedHistogram(logged: Logged): JSX.Element {
  return <AtStep {...logged}>{(step) => <Bars {...logged} step={step} />}</AtStep>;
}

/** A table of a run: a matrix of confusions as one, another one as it is. */
export function LoggedTable(logged: Logged): JSX.Element {
  return <AtStep {...logged}>{(step) => <Cells {...logged} step={step} />}</AtStep>;
}

/** Larger ones are cut off: nobody reads them. */
const MOST_ROWS = 40;

function Cells({ run, name, steps, step }: Logged & { readonly step: number }): JSX.Element | null {
  const found = useServerData<Table>(addressOf('table', { run, name, step }), steps.length);
  const holder = useRef<HTMLDivElement>(null);
  const rows = found?.rows ?? [];
  const isMatrix = rows.length > 0 && rows.length <= MOST_ROWS && rows.every((row) => isCounts(row, rows.length));
  useEffect(() => {
    if (!isMatrix) return holder.current?.replaceChildren();
    const chart = confusionMatrix(rows, { title: '', width: 340 });
    const element = toElement(chart);
    element.setAttribute('aria-label', `${name} of ${run} at step ${step}. ${chart.description}`);
    holder.current!.replaceChildren(element);
  }, [found]);
  return (
    <>
      <div ref={holder} />
      {!isMatrix && rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls within, also by the keyboard
        <section class="wide" tabIndex={0} aria-label={`${name} of ${run}`}>
          <table class="numbers">
            <tbody>
              {rows.slice(0, MOST_ROWS).map((row, i) => (
                <tr key={i}>
                  {row.slice(0, MOST_ROWS).map((value, j) => (
                    <td key={j}>{show(value)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {(rows.length > MOST_ROWS || rows[0]!.length > MOST_ROWS) && (
            <p class="hint">
              The first of {rows.length} × {rows[0]!.length}.
            </p>
          )}
        </section>
      )}
    </>
  );
}

function isCounts(row: readonly number[], classes: number): boolean {
  return row.length === classes && row.every((count) => Number.isInteger(count) && count >= 0);
}

const [WIDTH, HEIGHT] = [440, 140];

function Bars({ run, name, steps, step }: Logged & { readonly step: number }): JSX.Element | null {
  const found = useServerData<Histogram>(addressOf('histogram', { run, name, step }), steps.length);
  if (found === undefined || found.counts.length === 0) return null;
  const { edges, counts } = found;
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const all = counts.reduce((sum, count) => sum + count, 0);
  // Heights are densities: intervals need not be equally wide.
  const densities = counts.map((count, i) => count / Math.max(Number.MIN_VALUE, edges[i + 1]! - edges[i]!));
  const most = densities.reduce((largest, one) => Math.max(largest, one), 0);
  const x = (value: number): number => (high > low ? ((value - low) / (high - low)) * WIDTH : 0);
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${name} of ${run} at step ${step}: ${all} values from ${show(low)} to ${show(high)}`}
      >
        {densities.map((density, i) => (
          <rect
            key={i}
            x={x(edges[i]!)}
            width={Math.max(1, x(edges[i + 1]!) - x(edges[i]!) - 0.5)}
            y={HEIGHT * (1 - density / (most || 1))}
            height={(HEIGHT * density) / (most || 1)}
            fill="var(--accent)"
          >
            <title>{`${show(edges[i]!)} to ${show(edges[i + 1]!)}: ${counts[i]}`}</title>
          </rect>
        ))}
      </svg>
      <p class="ends numbers">
        <span>{show(low)}</span>
        <span>{show(high)}</span>
      </p>
    </>
  );
}

function show(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
