import { Button } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.js';
import type { NodeNumber } from './backward-panel.js';
import { diagramLayout, NODE } from './diagram-layout.js';
import { FEATURE_NAMES, FEATURES, type FeatureName } from './features.js';
import { type HeatOptions, outputPixels, type Pixels, signedPixels, unitOf } from './heat.js';
import { HeatView } from './heat-view.js';
import { MOST_LAYERS, MOST_NEURONS, type NetworkConfig } from './network-config.js';
import { type NeuronPlace, neuronName } from './neuron-name.js';
import { REACH } from './samples.js';
import { SMALL_GRID, type Snapshot } from './snapshot.js';
import { useNodeKeys } from './use-node-keys.js';
import { WeightLinks } from './weight-links.js';

type DiagramProps = {
  readonly config: NetworkConfig;
  readonly outputs: number;
  readonly binary: boolean;
  /** Of this network; undefined while it begins. */
  readonly snapshot: Snapshot | undefined;
  readonly heat: HeatOptions;
  readonly chosen: NeuronPlace | undefined;
  /** A number on a neuron. */
  readonly label: (place: NeuronPlace) => NodeNumber | undefined;
  readonly onChoose: (place: NeuronPlace | undefined) => void;
  readonly onFeatures: (features: readonly FeatureName[]) => void;
  readonly onHidden: (hidden: readonly number[]) => void;
};

/** The network: what it sees, its neurons with what each says everywhere, and its weights as lines. */
export function Diagram(props: DiagramProps): JSX.Element {
  const { config, outputs, snapshot, heat, chosen, label, onChoose, onFeatures, onHidden } = props;
  const [told, setTold] = useState('');
  const scroller = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);
  const layout = useMemo(() => diagramLayout(config.hidden, { outputs, width }), [config.hidden, outputs, width]);
  const over = width > 0 && layout.width > width;
  const pixels = useMemo(() => pixelsByUnit(snapshot, props), [snapshot, heat, props.binary]);
  const nodeProps = useNodeKeys(layout.layers);
  const toggle = (name: FeatureName): void => {
    const next = FEATURE_NAMES.filter((one) => (one === name) !== config.features.includes(one));
    if (next.length > 0) onFeatures(next);
  };
  const resize = (layer: number, change: number): void =>
    onHidden(config.hidden.map((units, i) => (i === layer ? units + change : units)));
  return (
    <div class="diagram">
      <div class="row layers-row">
        <Button
          name="Remove a hidden layer"
          disabled={config.hidden.length === 0}
          onClick={() => onHidden(config.hidden.slice(0, -1))}
        >
          <Icon sign="minus" />
        </Button>
        <span>
          <strong>{config.hidden.length}</strong> hidden {config.hidden.length === 1 ? 'layer' : 'layers'}
        </span>
        <Button
          name="Add a hidden layer"
          disabled={config.hidden.length === MOST_LAYERS}
          onClick={() => onHidden([...config.hidden, config.hidden.at(-1) ?? 4])}
        >
          <Icon sign="plus" />
        </Button>
      </div>
      <section
        ref={scroller}
        class={`scroller ${over ? 'over' : ''}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        aria-label="The network. Arrow keys go from neuron to neuron."
      >
        <div class="columns" style={{ width: px(layout.width) }}>
          <span class="column-name" style={{ left: px(0) }}>
            Features
          </span>
          {config.hidden.map((units, layer) => (
            <span
              class="stepper"
              key={layer}
              style={{
                left: px(layout.layers[layer]![0]!.x - (layout.column - NODE) / 2),
                width: px(layout.column),
              }}
            >
              <Button
                name={`One neuron less in layer ${layer + 1}`}
                kind="quiet"
                disabled={units === 1}
                onClick={() => resize(layer, -1)}
              >
                <Icon sign="minus" />
              </Button>
              <span>{units}</span>
              <Button
                name={`One neuron more in layer ${layer + 1}`}
                kind="quiet"
                disabled={units === MOST_NEURONS}
                onClick={() => resize(layer, 1)}
              >
                <Icon sign="plus" />
              </Button>
            </span>
          ))}
          <span class="column-name" style={{ left: px(layout.layers.at(-1)![0]!.x - 4) }}>
            Output
          </span>
        </div>
        <div class="net" style={{ width: px(layout.width), height: px(layout.height) }}>
          <WeightLinks config={config} layout={layout} snapshot={snapshot} onTell={setTold} />
          {FEATURE_NAMES.map((name, i) => (
            <button
              key={name}
              type="button"
              class="node feature"
              style={{ left: px(layout.features[i]!.x), top: px(layout.features[i]!.y) }}
              aria-pressed={config.features.includes(name)}
              aria-label={`Feature ${FEATURES[name].title}`}
              title={FEATURES[name].title}
              onClick={() => toggle(name)}
            >
              <FeatureMap name={name} heat={heat} />
              <span aria-hidden="true">{FEATURES[name].title}</span>
            </button>
          ))}
          {layout.layers.map((places, layer) =>
            places.map((place, unit) => (
              <button
                key={`${layer}.${unit}`}
                type="button"
                class="node"
                style={{ left: px(place.x), top: px(place.y) }}
                {...nodeProps({ layer, unit })}
                aria-label={neuronName({ layer, unit }, config)}
                aria-pressed={chosen?.layer === layer && chosen.unit === unit}
                title={neuronName({ layer, unit }, config)}
                onPointerEnter={() => setTold(neuronName({ layer, unit }, config))}
                onClick={() => onChoose(chosen?.layer === layer && chosen.unit === unit ? undefined : { layer, unit })}
              >
                <HeatView pixels={pixels[layer]?.[unit]} />
                <NodeLabel number={label({ layer, unit })} />
              </button>
            )),
          )}
        </div>
      </section>
      {over ? <p class="hint">The network is wider than its frame: scroll it sideways to see its outputs.</p> : null}
      <p class="told hint">
        {told || 'Lines are weights: blue is positive, orange negative. Point at one to read it.'}
      </p>
    </div>
  );
}

function NodeLabel({ number }: { readonly number: NodeNumber | undefined }): JSX.Element | null {
  return number === undefined ? null : (
    <span class={`node-label numbers ${number.back ? 'back' : ''}`}>{number.text}</span>
  );
}

function px(length: number): string {
  return `${length}px`;
}

function pixelsByUnit(snapshot: Snapshot | undefined, { heat, binary }: DiagramProps): Pixels[][] {
  if (snapshot === undefined) return [];
  const unitsOf = (map: Float32Array, units: number): Float32Array[] =>
    Array.from({ length: units }, (_, unit) => unitOf(map, unit, units));
  const hidden = snapshot.maps.map((map, layer) =>
    unitsOf(map, snapshot.layers[layer]!.units).map((values) => signedPixels(values, heat)),
  );
  const { output, layers } = snapshot;
  const outputs = layers.at(-1)!.units;
  const last =
    outputs === 1
      ? [outputPixels(output, { outputs, binary }, heat)]
      : unitsOf(output, outputs).map((shares) =>
          signedPixels(
            shares.map((share) => share * 2 - 1),
            heat,
          ),
        );
  return [...hidden, last];
}

function FeatureMap({ name, heat }: { readonly name: FeatureName; readonly heat: HeatOptions }): JSX.Element {
  const pixels = useMemo(() => {
    const at = (i: number): number => ((i + 0.5) / SMALL_GRID) * 2 * REACH - REACH;
    const values = Array.from({ length: SMALL_GRID ** 2 }, (_, i) => {
      const value = FEATURES[name].of(at(i % SMALL_GRID), -at(Math.floor(i / SMALL_GRID)));
      return value / (name.startsWith('sin') ? 1 : REACH);
    });
    return signedPixels(values, heat);
  }, [name, heat]);
  return <HeatView pixels={pixels} />;
}
