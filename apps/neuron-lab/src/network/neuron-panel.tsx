import { NumberInput } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { FEATURES } from './features.js';
import type { NetworkConfig } from './network-config.js';
import { type NeuronPlace, neuronName } from './neuron-name.js';
import type { Snapshot } from './snapshot.js';
import type { WeightPlace } from './weights.js';

/** The weights of the chosen neuron, to read and to set. */
export function NeuronPanel({
  config,
  snapshot,
  place,
  onWeight,
}: {
  readonly config: NetworkConfig;
  readonly snapshot: Snapshot;
  readonly place: NeuronPlace;
  readonly onWeight: (place: WeightPlace, value: number) => void;
}): JSX.Element | null {
  const layer = snapshot.layers[place.layer];
  if (layer === undefined || place.unit >= layer.units) return null;
  const source = (input: number): string =>
    place.layer === 0
      ? FEATURES[config.features[input]!].title
      : neuronName({ layer: place.layer - 1, unit: input }, config);
  return (
    <fieldset class="weights">
      <legend>{neuronName(place, config)}: its weights</legend>
      {Array.from({ length: layer.inputs }, (_, input) => (
        <NumberInput
          key={input}
          label={source(input)}
          value={layer.kernel[input * layer.units + place.unit]!}
          onChange={(value) => onWeight({ ...place, input }, value)}
        />
      ))}
      <NumberInput
        label="Bias"
        value={layer.bias[place.unit]!}
        onChange={(value) => onWeight({ ...place, input: -1 }, value)}
      />
    </fieldset>
  );
}
