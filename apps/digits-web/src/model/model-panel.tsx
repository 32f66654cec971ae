import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Panel } from '../ui/controls.js';
import type { Model } from './use-model.js';

/** The network's weights: where they come from, and files of them. */
export function ModelPanel({ model, busy }: { readonly model: Model; readonly busy: boolean }): JSX.Element {
  const over = useDrop((file) => !busy && model.load(file));
  return (
    <Panel title="The network’s weights" name={over ? 'model over' : 'model'}>
      <p role="status">{busy ? 'It is learning, and reads with what it has learned so far.' : model.origin}</p>
      <div class="row">
        <label class={`button file ${busy ? 'off' : ''}`}>
          Load a file
          <input
            type="file"
            accept=".safetensors"
            disabled={busy}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) model.load(file);
              // So that the same file can be chosen again.
              currentTarget.value = '';
            }}
          />
        </label>
        <button type="button" class="button" disabled={!model.trained} onClick={model.save}>
          Save as a file
        </button>
        <button type="button" class="button" disabled={!model.trained || busy} onClick={model.forget}>
          Forget all
        </button>
      </div>
      <p class="hint">
        Or drop a file anywhere on the page. <code>npm start</code> writes <code>runs/digits/model.safetensors</code>,
        and reads what is saved here.
      </p>
      {model.problem !== '' && (
        <p class="problem" role="alert">
          {model.problem}
        </p>
      )}
    </Panel>
  );
}

/** @returns whether a file is being held over the page */
function useDrop(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onFile);
  latest.current = onFile;
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      // Also fired at each border within the page; only outside of it there is nothing beyond.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) latest.current(file);
    };
    window.addEventListener('dragover', drag);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', drag);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
