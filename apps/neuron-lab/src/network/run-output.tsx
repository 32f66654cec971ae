import { Button } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import { formatAlike } from '../ui/format.js';
import { type HeatOptions, outputPixels, type Pixels, signedPixels, unitOf } from './heat.js';
import type { NetworkConfig } from './network-config.js';
import { type NeuronPlace, neuronName } from './neuron-name.js';
import { OutputLegend } from './output-legend.js';
import { OutputView } from './output-view.js';
import { classesOf, makeSamples, type Sample } from './samples.js';
import type { Run } from './use-run.js';

type RunOutputProps = {
  readonly name: string;
  readonly config: NetworkConfig;
  readonly run: Run;
  readonly discretize: boolean;
  readonly showTest: boolean;
  /** A neuron that is shown in the place of the output. */
  readonly chosen: NeuronPlace | undefined;
  readonly onChoose: (chosen: undefined) => void;
  readonly brush: number | undefined;
  readonly onDrawn: (points: readonly Sample[]) => void;
};

/** What a run says everywhere, and how well. */
export function RunOutput(props: RunOutputProps): JSX.Element {
  const { name, config, run, discretize, showTest, chosen, onChoose, brush, onDrawn } = props;
  const { snapshot } = run;
  const { data, points, noise, ratio, seed } = config;
  const samples = useMemo(() => makeSamples({ data, points, noise, ratio, seed }), [data, points, noise, ratio, seed]);
  const classes = classesOf(config);
  // The neurons of the last layer are the output itself.
  const hidden =
    chosen !== undefined &&
    snapshot?.maps[chosen.layer] !== undefined &&
    chosen.unit < (config.hidden[chosen.layer] ?? 0)
      ? chosen
      : undefined;
  const pixelsOf = useCallback(
    (heat: HeatOptions): Pixels => {
      const { output, maps, layers } = snapshot!; // not called without one
      const outputs = layers.at(-1)!.units;
      if (hidden === undefined) return outputPixels(output, { outputs, binary: classes === 2 }, heat);
      return signedPixels(unitOf(maps[hidden.layer]!, hidden.unit, layers[hidden.layer]!.units), heat);
    },
    [snapshot, hidden, classes],
  );
  const scores = snapshot === undefined ? [] : [snapshot.train, snapshot.test];
  const losses = formatAlike(scores.flatMap((score) => (score === undefined ? [] : [score.loss])));
  const words = (i: number): string => {
    const score = scores[i];
    if (snapshot === undefined) return '…';
    if (score === undefined) return 'none';
    return `loss ${losses[i]}${score.accuracy === undefined ? '' : `, ${(score.accuracy * 100).toFixed(1)}\u00a0%`}`;
  };
  return (
    <div class="run-output">
      {hidden === undefined ? null : (
        <p class="of-neuron" role="status">
          {neuronName(hidden, config)} is shown, not the output.
          <Button onClick={() => onChoose(undefined)}>Show the output</Button>
        </p>
      )}
      <OutputView
        label={`${name}: what ${hidden === undefined ? 'the network' : neuronName(hidden, config)} says over x₁ and x₂, with ${samples.train.length} training points. Training points: ${words(0)}. Test points: ${words(1)}.`}
        pixelsOf={snapshot === undefined ? undefined : pixelsOf}
        discretize={discretize}
        samples={samples}
        showTest={showTest}
        regression={classes === 0}
        brush={brush}
        onDrawn={onDrawn}
      />
      {hidden === undefined ? <OutputLegend config={config} /> : null}
      <dl class="scores">
        <dt>Training points</dt>
        <dd class="numbers">{words(0)}</dd>
        <dt>Test points</dt>
        <dd class="numbers">{words(1)}</dd>
      </dl>
      {run.problem === '' ? null : (
        <p class="problem" role="alert">
          {run.problem}
        </p>
      )}
    </div>
  );
}
