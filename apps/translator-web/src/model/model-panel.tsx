import { Button, FileButton, Panel } from '@neurite/page-kit/controls';
import { useFileDrop } from '@neurite/page-kit/use-file-drop';
import type { JSX } from 'preact';
import type { Model } from './use-model.js';

/** Where the weights of the network come from, and buttons to load, save and forget them. */
export function ModelPanel({ model, busy }: { readonly model: Model; readonly busy: boolean }): JSX.Element {
  const over = useFileDrop(({ files: [file] }) => {
    if (file !== undefined && !busy) model.load(file);
  });
  return (
    <Panel title="The network’s weights" name={over ? 'model over' : 'model'}>
      <p role="status">{busy ? 'It is learning, and translates with the weights it has so far.' : model.origin}</p>
      <div class="row">
        <FileButton accept=".safetensors" disabled={busy} onFile={model.load}>
          Load a file
        </FileButton>
        <Button disabled={!model.trained} onClick={model.save}>
          Save as a file
        </Button>
        <Button disabled={!model.trained || busy} onClick={model.forget}>
          Forget what it learned here
        </Button>
      </div>
      <p class="hint">
        Or drop a file anywhere on the page. <code>npm run translate</code> writes{' '}
        <code>runs/translator/model.safetensors</code>, and reads what is saved here.
      </p>
      {model.problem !== '' && !busy && (
        <p class="problem" role="alert">
          A file was refused, and the network is as it was. {model.problem}
        </p>
      )}
    </Panel>
  );
}
