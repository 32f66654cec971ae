import { Button, Choice, Panel, Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { format } from '../ui/format.js';
import { loadProbabilities } from './computations.js';
import { CLASSES, type LayersState } from './layers-state.js';
import { useComputed } from './use-computed.js';

/** A softmax: scores become probabilities that sum to 1. */
export function SoftmaxPanel({
  state,
  change,
}: {
  readonly state: LayersState;
  readonly change: (part: Partial<LayersState>) => void;
}): JSX.Element {
  const { logits, temperature, truth } = state;
  const input = useMemo(() => ({ logits, temperature, truth }), [logits, temperature, truth]);
  const said = useComputed(loadProbabilities, input);
  const shares = said?.shares.length === logits.length ? said.shares : undefined;
  return (
    <Panel title="A softmax" name="softmax">
      <p class="hint">
        Scores become probabilities that sum to 1: each is <code>e^(score / temperature)</code> over the sum of all of
        them.
      </p>
      <div class="classes">
        {logits.map((logit, i) => (
          <div class="class" key={i}>
            <Slider
              label={`Score of class ${i + 1}`}
              value={logit}
              min={-10}
              max={10}
              step={0.1}
              show={format}
              onChange={(value) => change({ logits: logits.map((one, other) => (other === i ? value : one)) })}
            />
            <div class="bar" aria-hidden="true">
              <span class={i === truth ? 'right' : ''} style={{ width: `${(shares?.[i] ?? 0) * 100}%` }} />
            </div>
            <p class="numbers share">
              {shares === undefined ? '…' : `${(shares[i]! * 100).toFixed(1)} %`}
              <span class="hint"> ∂loss {said === undefined ? '…' : format(said.gradient[i] ?? 0)}</span>
            </p>
          </div>
        ))}
      </div>
      <div class="settings">
        <Slider
          label="Temperature"
          value={temperature}
          min={0.1}
          max={10}
          step={0.1}
          onChange={(value) => change({ temperature: value })}
        />
        <Choice
          label="The right class"
          value={String(truth)}
          options={logits.map((_, i) => ({ value: String(i), title: `Class ${i + 1}` }))}
          onChange={(value) => change({ truth: Number(value) })}
        />
        <div class="row">
          <Button disabled={logits.length === CLASSES.most} onClick={() => change({ logits: [...logits, 0] })}>
            One class more
          </Button>
          <Button
            disabled={logits.length === CLASSES.least}
            onClick={() => change({ logits: logits.slice(0, -1), truth: Math.min(truth, logits.length - 2) })}
          >
            One less
          </Button>
        </div>
      </div>
      <p role="status">
        Cross entropy: −log of the right share ={' '}
        <strong class="numbers">{said === undefined ? '…' : format(said.loss)}</strong>. Its gradient (∂loss) by score /
        temperature is the share, less 1 for the right class.
      </p>
    </Panel>
  );
}
