import { Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Histogram } from '../messages.js';
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
          show={(i) => String(steps[i])}
          onChange={(i) => setChosen(i === steps.length - 1 ? undefined : i)}
        />
      ) : (
        <p class="hint">Step {steps[0]}</p>
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
export function LoggedHistogram({ version, ...logged }: Logged & { readonly version: number }): JSX.Element {
  return <AtStep {...logged}>{(step) => <Bars {...logged} step={step} version={version} />}</AtStep>;
}

const [WIDTH, HEIGHT] = [440, 140];

function Bars({
  run,
  name,
  step,
  version,
}: Logged & { readonly step: number; readonly version: number }): JSX.Element | null {
  const found = useServerData<Histogram>(addressOf('histogram', { run, name, step }), version);
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
