import { Button, FileButton, Panel } from '@neurite/page-kit/controls';
import { saveFile } from '@neurite/page-kit/save-file';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CopyButton } from '../ui/share-button.js';
import { CODE_NAME, generateCode, queryInCode } from './code.js';
import { decodeConfig, type NetworkConfig } from './network-config.js';
import type { Snapshot } from './snapshot.js';

type FilesPanelProps = {
  readonly config: NetworkConfig;
  /** Epochs that were trained so far. */
  readonly epochs: number;
  /** What the run shows; undefined while it begins. */
  readonly snapshot: Snapshot | undefined;
  /** Whether there is a run whose weights can be saved. */
  readonly running: boolean;
  readonly onSave: () => void | Promise<void>;
  /** Takes weights over; answers why not, or nothing. */
  readonly onLoad: (bytes: Uint8Array) => Promise<string>;
  readonly onConfig: (config: NetworkConfig) => void;
};

/** The network as a file of weights and as a program, out and in. */
export function FilesPanel(props: FilesPanelProps): JSX.Element {
  const { config, epochs, snapshot, running, onSave, onLoad, onConfig } = props;
  const [problem, setProblem] = useState('');
  const [code, setCode] = useState<string>();
  const [share, setShare] = useState<number>();
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
  const saveFilm = async (): Promise<void> => {
    setShare(0);
    try {
      const { film } = await import('./film.js');
      saveFile('network.gif', await film(config, { steps: snapshot!.step, onShare: setShare })); // the button needs one
    } catch (error) {
      setProblem(`The film was not made. ${error instanceof Error ? error.message : String(error)}`);
    }
    setShare(undefined);
  };
  // A film trains once more from the seed: it would not show what was changed by hand meanwhile.
  const filmable = snapshot?.replayable === true && snapshot.step > 0;
  return (
    <Panel title="Share and export" name="files">
      <div class="row">
        <Button disabled={!filmable || share !== undefined} onClick={() => void saveFilm()}>
          {share === undefined ? 'Save a film (GIF)' : `Filming, ${Math.round(share * 100)} %`}
        </Button>
        <CopyButton text={program}>Copy as TypeScript</CopyButton>
        <Button disabled={!running} onClick={() => void onSave()}>
          Save the weights
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
