import { Button, FileButton, Panel } from '@neurite/page-kit/controls';
import { saveFile } from '@neurite/page-kit/save-file';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CODE_NAME, generateCode, queryInCode } from './code.js';
import { decodeConfig, type NetworkConfig } from './network-config.js';

type FilesPanelProps = {
  readonly config: NetworkConfig;
  /** Epochs that were trained so far. */
  readonly epochs: number;
  /** Whether there is a run whose weights can be saved. */
  readonly running: boolean;
  readonly onSave: () => void | Promise<void>;
  /** Takes weights over; answers why not, or nothing. */
  readonly onLoad: (bytes: Uint8Array) => Promise<string>;
  readonly onConfig: (config: NetworkConfig) => void;
};

/** The network as a file of weights and as a program, out and in. */
export function FilesPanel({ config, epochs, running, onSave, onLoad, onConfig }: FilesPanelProps): JSX.Element {
  const [problem, setProblem] = useState('');
  const [code, setCode] = useState<string>();
  const open = async (file: File): Promise<void> => {
    setProblem('');
    if (!/\.(ts|mts|txt)$/.test(file.name)) {
      const why = await onLoad(new Uint8Array(await file.arrayBuffer()));
      if (why !== '') setProblem(`${file.name} was not taken. ${why}`);
      return;
    }
    const query = queryInCode(await file.text());
    const decoded = query === undefined ? undefined : decodeConfig(query);
    if (decoded === undefined || decoded.problems.length > 0) {
      setProblem(`${file.name} is no program that this laboratory has made.`);
    } else onConfig(decoded.state);
  };
  const program = (): string => generateCode(config, Math.max(epochs, 1));
  return (
    <Panel title="Take it along" name="files">
      <div class="row">
        <Button disabled={!running} onClick={() => void onSave()}>
          Save the weights (safetensors)
        </Button>
        <Button onClick={() => saveFile(CODE_NAME, new TextEncoder().encode(program()))}>Save as TypeScript</Button>
        <Button pressed={code !== undefined} onClick={() => setCode(code === undefined ? program() : undefined)}>
          {code === undefined ? 'Show the TypeScript' : 'Hide the TypeScript'}
        </Button>
        <FileButton
          accept=".safetensors,.ts,.mts,.txt"
          name="Open a file of weights, or a program of the laboratory"
          onFile={open}
        >
          Open a file
        </FileButton>
      </div>
      <p class="problem" role="alert">
        {problem}
      </p>
      {code === undefined ? (
        <p class="hint">The program trains the same network on the same points, to the same weights, in Node.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section class="code" tabIndex={0} aria-label="The program">
          <pre>{code}</pre>
        </section>
      )}
    </Panel>
  );
}
