import { Choice, LogSlider, NumberInput, Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { format } from '../ui/format.js';
import { CHOSEN_ACTIVATIONS, CHOSEN_OPTIMIZERS, CHOSEN_SCHEDULES } from './choices.js';
import { DataThumbnails } from './data-thumbnails.js';
import { ACTIVATIONS, type NetworkConfig, OPTIMIZERS, REGULARIZATIONS, SCHEDULES } from './network-config.js';

type PanelProps = { readonly config: NetworkConfig; readonly change: (part: Partial<NetworkConfig>) => void };

/** The data, and how it is fed in. */
export function DataControls({ config, change }: PanelProps): JSX.Element {
  return (
    <div class="controls">
      <DataThumbnails value={config.data} onChange={(data) => change({ data })} />
      {config.data === 'drawn' ? null : (
        <Slider
          label="Noise"
          value={config.noise}
          min={0}
          max={50}
          step={5}
          show={(value) => `${value} %`}
          onChange={(noise) => change({ noise })}
        />
      )}
      <Slider
        label="Training points"
        value={config.ratio}
        min={10}
        max={90}
        step={10}
        show={(value) => `${value} %`}
        onChange={(ratio) => change({ ratio })}
      />
      <Slider
        label="Batch size"
        value={config.batch}
        min={1}
        max={64}
        step={1}
        onChange={(batch) => change({ batch })}
      />
      <Slider
        label="Augmentation: jitter"
        value={config.jitter}
        min={0}
        max={1}
        step={0.05}
        show={(value) => (value === 0 ? 'off' : `±${value}`)}
        onChange={(jitter) => change({ jitter })}
      />
      <NumberInput
        label="Seed"
        value={config.seed}
        step={1}
        min={0}
        max={999_999}
        onChange={(seed) => change({ seed })}
      />
    </div>
  );
}

/** How it is learned. */
export function TrainingControls({ config, change }: PanelProps): JSX.Element {
  return (
    <div class="settings">
      <LogSlider
        label="Learning rate"
        value={config.rate}
        min={1e-4}
        max={10}
        show={format}
        onChange={(rate) => change({ rate })}
      />
      <Choice
        label="Optimizer"
        value={config.optimizer}
        options={OPTIMIZERS.map((value) => ({ value, title: CHOSEN_OPTIMIZERS[value].title }))}
        onChange={(optimizer) => change({ optimizer })}
      />
      <Choice
        label="Schedule"
        value={config.schedule}
        options={SCHEDULES.map((value) => ({ value, title: CHOSEN_SCHEDULES[value].title }))}
        onChange={(schedule) => change({ schedule })}
      />
      {config.schedule === 'constant' ? null : (
        <Slider
          label="Length of the schedule"
          value={config.horizon}
          min={100}
          max={10_000}
          step={100}
          show={(steps) => `${steps} steps`}
          onChange={(horizon) => change({ horizon })}
        />
      )}
      <Choice
        label="Activation"
        value={config.activation}
        options={ACTIVATIONS.map((value) => ({ value, title: CHOSEN_ACTIVATIONS[value].title }))}
        onChange={(activation) => change({ activation })}
      />
      <Choice
        label="Regularization"
        value={config.regularization}
        options={REGULARIZATIONS.map((value) => ({ value, title: value === 'none' ? 'None' : value.toUpperCase() }))}
        onChange={(regularization) => change({ regularization })}
      />
      {config.regularization === 'none' ? null : (
        <LogSlider
          label="Penalty"
          value={config.penalty}
          min={1e-4}
          max={1}
          show={format}
          onChange={(penalty) => change({ penalty })}
        />
      )}
      <Slider
        label="Gradient clipping"
        value={config.clip}
        min={0}
        max={5}
        step={0.5}
        show={(value) => (value === 0 ? 'none' : String(value))}
        onChange={(clip) => change({ clip })}
      />
    </div>
  );
}
