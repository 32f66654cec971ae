import { FileButton, Panel } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import type { Model } from './use-model.js';

/** Where the network comes from, and a button to load another one. */
export function ModelPanel({ model }: { readonly model: Model }): JSX.Element {
  return (
    <Panel title="The network" name="model">
      <p role="status">{model.origin}</p>
      <div class="row">
        <FileButton accept=".safetensors" onFile={model.load}>
          Load a network
        </FileButton>
      </div>
      <p class="hint">
        <code>npm run pets -- --data &lt;folder&gt;</code> trains one on photographs of yours, and writes{' '}
        <code>runs/pets/model.safetensors</code>.
      </p>
      {model.problem !== '' && (
        <p class="problem" role="alert">
          {model.problem}
        </p>
      )}
    </Panel>
  );
}
