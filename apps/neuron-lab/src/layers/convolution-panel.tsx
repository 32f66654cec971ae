import { Button, Check, Choice, NumberInput, Panel, Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { FilmButton } from '../ui/film-button.js';
import { format, inner } from '../ui/format.js';
import { Icon } from '../ui/icon.js';
import { useUsable } from '../ui/usable.js';
import { loadConvolve } from './computations.js';
import { FeatureMapView } from './feature-map-view.js';
import { ImageView } from './image-view.js';
import { FILTERS, type FilterName, firstLayersState, IMAGE_SIDE, KERNEL, type LayersState } from './layers-state.js';
import { useComputed } from './use-computed.js';
import { pixelsUnder, windowAt } from './windows.js';

type PanelProps = {
  readonly state: LayersState;
  readonly change: (part: Partial<LayersState>) => void;
};

/** Places a second while the filter slides. */
const PACE = 5;

/** A filter that slides over an image. */
export function ConvolutionPanels({ state, change }: PanelProps): JSX.Element {
  const { pixels, kernel, bias, strides, padding, relu } = state;
  const input = useMemo(
    () => ({ pixels, kernel, bias, strides, padding, relu }),
    [pixels, kernel, bias, strides, padding, relu],
  );
  const map = useComputed(loadConvolve, input);
  useUsable(map !== undefined);
  const [sliding, setSliding] = useState(false);
  const outputs = map === undefined ? IMAGE_SIDE ** 2 : map.size ** 2;
  const index = Math.min(state.index, outputs - 1);
  const next = useRef(() => {});
  next.current = () => change({ index: (index + 1) % outputs });
  useEffect(() => {
    if (!sliding) return;
    const timer = window.setInterval(() => next.current(), 1000 / PACE);
    return () => window.clearInterval(timer);
  }, [sliding]);
  const at = windowAt(index, { size: map?.size ?? IMAGE_SIDE - KERNEL + 1, strides, padding });
  const under = pixelsUnder(pixels, at);
  const sum = under.reduce((total, pixel, i) => total + pixel * kernel[i]!, bias);
  const filter = (Object.keys(FILTERS) as FilterName[]).find((name) => FILTERS[name].weights.join() === kernel.join());
  return (
    <>
      <Panel title="The image" name="drawn">
        <ImageView pixels={pixels} at={at} onPixels={(drawn) => change({ pixels: drawn })} />
        <div class="row">
          <Button onClick={() => change({ pixels: pixels.map(() => 0) })}>Clear</Button>
          <Button onClick={() => change({ pixels: firstLayersState().pixels })}>The house again</Button>
        </div>
      </Panel>
      <Panel title="The filter" name="filter">
        <Choice
          label="Begin with"
          value={filter ?? 'own'}
          options={[
            ...(Object.keys(FILTERS) as FilterName[]).map((value) => ({ value, title: FILTERS[value].title })),
            { value: 'own' as const, title: 'Your own', disabled: true },
          ]}
          onChange={(name) => {
            if (name !== 'own') change({ kernel: FILTERS[name].weights });
          }}
        />
        <fieldset class="kernel">
          <legend class="hint">Its weights</legend>
          {kernel.map((weight, i) => (
            <NumberInput
              key={i}
              label={`Row ${Math.floor(i / KERNEL) + 1}, column ${(i % KERNEL) + 1}`}
              value={weight}
              min={-99}
              max={99}
              onChange={(value) => change({ kernel: kernel.map((one, other) => (other === i ? value : one)) })}
            />
          ))}
        </fieldset>
        <Slider label="Bias" value={bias} min={-5} max={5} step={0.5} onChange={(value) => change({ bias: value })} />
        <div class="row">
          <Choice
            label="Stride"
            value={strides}
            options={[
              { value: '1', title: '1 pixel' },
              { value: '2', title: '2 pixels' },
            ]}
            onChange={(value) => change({ strides: value })}
          />
          <Choice
            label="Padding"
            value={padding}
            options={[
              { value: 'valid', title: 'none' },
              { value: 'same', title: 'same size' },
            ]}
            onChange={(value) => change({ padding: value })}
          />
        </div>
        <Check label="ReLU after it" checked={relu} onChange={(on) => change({ relu: on })} />
      </Panel>
      <Panel title="What comes out" name="map">
        <FeatureMapView map={map} index={index} onIndex={(chosen) => change({ index: chosen })} />
        <div class="row">
          <Button
            kind="main"
            name={sliding ? 'Stop the filter' : 'Slide the filter'}
            onClick={() => setSliding(!sliding)}
          >
            <Icon sign={sliding ? 'pause' : 'play'} />
          </Button>
          <Button
            name="Previous output"
            onClick={() => {
              setSliding(false);
              change({ index: (index + outputs - 1) % outputs });
            }}
          >
            <Icon sign="back" />
          </Button>
          <Button
            name="Next output"
            onClick={() => {
              setSliding(false);
              change({ index: (index + 1) % outputs });
            }}
          >
            <Icon sign="forward" />
          </Button>
          <FilmButton
            room="layers"
            end={map === undefined ? 0 : outputs - 1}
            now={index}
            seek={(chosen) => {
              setSliding(false);
              change({ index: chosen });
            }}
          />
          <p class="hint">
            {map === undefined
              ? 'The engine starts …'
              : `${map.size} × ${map.size} values; row ${Math.floor(index / map.size) + 1}, column ${(index % map.size) + 1}`}
          </p>
        </div>
      </Panel>
      <Panel title="One output value, step by step" name="sum">
        <p class="formula">Σ pixel · weight + bias{relu ? ', then ReLU' : ''}</p>
        <p class="products numbers">
          {under.map((pixel, i) => (
            <span key={i} class={pixel === 0 ? 'zero' : ''}>
              {pixel} · {inner(kernel[i]!)}
            </span>
          ))}
        </p>
        <p class="numbers total">
          sum {format(sum - bias)} + bias {inner(bias)} = {format(sum)}
        </p>
        <p>
          The layer says <strong class="numbers answer">{map === undefined ? '…' : format(map.values[index]!)}</strong>
          {relu && sum < 0 ? ': ReLU makes 0 of what is below 0.' : '.'}
        </p>
      </Panel>
    </>
  );
}
