import type { EngineName, EngineProbe } from '@neurite/backend-web';
import { Choice } from '@neurite/page-kit/controls';
import type { WorkerEngine } from '@neurite/training-worker';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ENGINE_CHOICES, type EngineChoice } from './room-codec.js';
import type { Run } from './use-run.js';

const TITLES: Readonly<Record<EngineName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};

type EngineProps = {
  /** Nothing trains, for there is nothing to learn. */
  readonly empty: boolean;
  readonly choice: EngineChoice;
  readonly run: Run;
  readonly onChoose: (choice: EngineChoice) => void;
};

/** What trains, and what could. */
export function EngineControls({ empty, choice, run, onChoose }: EngineProps): JSX.Element {
  const [probes, setProbes] = useState<readonly EngineProbe[]>([]);
  const { engine, ask } = run;
  const begun = run.snapshot !== undefined;
  useEffect(() => {
    // Looking for GPUs takes time that the first image needs more.
    if (begun) void ask<readonly EngineProbe[]>({ type: 'engines' }).then((found) => found && setProbes(found));
  }, [begun, engine, ask]);
  const title = (one: EngineChoice): string => {
    if (one === 'auto') return 'Automatic';
    const known = probes.find((probe) => probe.engine === one);
    return `${TITLES[one]}${known?.available === false ? ' (not here)' : ''}`;
  };
  return (
    <div class="engine">
      <Choice
        label="Engine"
        value={choice}
        options={ENGINE_CHOICES.map((value) => ({
          value,
          title: title(value),
          disabled: value !== choice && probes.some((probe) => probe.engine === value && !probe.available),
        }))}
        onChange={onChoose}
      />
      <p class="hint" role="status">
        {empty ? 'Training waits for points.' : words(engine, choice)}
      </p>
      <details>
        <summary>Which engines work here?</summary>
        <dl class="engines">
          {probes.map((probe) => (
            <div key={probe.engine}>
              <dt>{TITLES[probe.engine]}</dt>
              <dd>{answer(probe)}</dd>
            </div>
          ))}
        </dl>
        <p class="hint">
          A network this small is trained fastest by WebAssembly: a GPU takes longer to be told what to do. So Automatic
          means WebAssembly where it works.
        </p>
      </details>
    </div>
  );
}

function words(running: WorkerEngine | undefined, choice: EngineChoice): string {
  if (running === undefined) return 'The engine starts …';
  const { name, device, loss, reason } = running;
  const on = `In a worker, on ${name}: ${device}.`;
  if (loss !== undefined) {
    const lost = TITLES[loss.engine as EngineName]; // an engine of backend-web
    return `${lost} was lost (${loss.reason}); training goes on. ${on}`;
  }
  const passedOver = reason.split('; passed over: ')[1];
  return choice === 'auto' || choice === name || passedOver === undefined ? on : `${on} Passed over: ${passedOver}.`;
}

function answer({ available, device, software, reason, remedy }: EngineProbe): string {
  if (available) return `works: ${device}${software ? ', which is a software renderer and slow' : ''}`;
  return `not here: ${reason}${remedy === undefined ? '' : `; ${remedy}`}`;
}
