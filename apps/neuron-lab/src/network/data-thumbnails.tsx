import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { drawSamples } from './draw-samples.js';
import { DATA_NAMES, DATA_SETS, type DataName, makeSamples } from './samples.js';

/** Of a small image, in its own pixels: twice what the page shows. */
const SIDE = 96;

/** The data sets to choose from, each as a small image of its points. */
export function DataThumbnails({
  value,
  onChange,
}: {
  readonly value: DataName;
  readonly onChange: (value: DataName) => void;
}): JSX.Element {
  return (
    <fieldset class="thumbnails">
      <legend>
        Data set: <strong>{titleOf(value)}</strong>
      </legend>
      {DATA_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          class="thumbnail"
          aria-pressed={name === value}
          aria-label={titleOf(name)}
          title={titleOf(name)}
          onClick={() => onChange(name)}
        >
          {name === 'drawn' ? <span aria-hidden="true">✎</span> : <Thumbnail name={name} />}
        </button>
      ))}
    </fieldset>
  );
}

function titleOf(name: DataName): string {
  return name === 'drawn' ? 'Your own points' : DATA_SETS[name].title;
}

function Thumbnail({ name }: { readonly name: Exclude<DataName, 'drawn'> }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const samples = makeSamples({ data: name, points: [], noise: 0, ratio: 60, seed: 1 });
    drawSamples(
      canvas.current!.getContext('2d')!, // every browser has it
      samples,
      { width: SIDE, height: SIDE, regression: DATA_SETS[name].classes === 0, showTest: false, radius: 3 },
    );
  }, [name]);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabIndex cannot have the focus
  return <canvas ref={canvas} class="thumbnail-image" width={SIDE} height={SIDE} aria-hidden="true" />;
}
