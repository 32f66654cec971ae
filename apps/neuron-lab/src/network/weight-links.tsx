import type { JSX } from 'preact';
import { format } from '../ui/format.js';
import { CLASS_COLORS, cssColor } from '../ui/palette.js';
import { type DiagramLayout, linkPath } from './diagram-layout.js';
import { FEATURE_NAMES, FEATURES } from './features.js';
import type { NetworkConfig } from './network-config.js';
import { neuronName } from './neuron-name.js';
import type { Snapshot } from './snapshot.js';

/** The weights as lines: thicker and stronger the larger they are, and told when one points at them. */
export function WeightLinks({
  config,
  layout,
  snapshot,
  onTell,
}: {
  readonly config: NetworkConfig;
  readonly layout: DiagramLayout;
  readonly snapshot: Snapshot | undefined;
  readonly onTell: (text: string) => void;
}): JSX.Element {
  const sources = [config.features.map((name) => layout.features[FEATURE_NAMES.indexOf(name)]!), ...layout.layers];
  return (
    <svg class="links" width={layout.width} height={layout.height} aria-hidden="true" focusable="false">
      {snapshot?.layers.map(({ kernel, units, inputs }, layer) =>
        Array.from({ length: inputs * units }, (_, i) => {
          const weight = kernel[i]!;
          const [input, unit] = [Math.floor(i / units), i % units];
          const path = linkPath(sources[layer]![input]!, layout.layers[layer]![unit]!);
          const from =
            layer === 0
              ? FEATURES[config.features[input]!].title
              : neuronName({ layer: layer - 1, unit: input }, config);
          return (
            <g
              key={`${layer}.${i}`}
              onPointerEnter={() =>
                onTell(`${from} → ${neuronName({ layer, unit }, config)}: weight ${format(weight)}`)
              }
            >
              <path class="reach" d={path} />
              <path
                d={path}
                stroke={cssColor(CLASS_COLORS[weight < 0 ? 0 : 1]!, 0.35 + 0.55 * Math.min(Math.abs(weight), 1))}
                stroke-width={Math.min(0.4 + Math.abs(weight) * 2, 8)}
              />
            </g>
          );
        }),
      )}
    </svg>
  );
}
