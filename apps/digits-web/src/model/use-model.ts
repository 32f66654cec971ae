import type { Training } from '@neurite/digits-model/model-file';
import { saveFile } from '@neurite/page-kit/save-file';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReaderClient } from '../reader/reader-client.js';
import { forgetModel, keepModel, keptModel } from './kept-model.js';

/** The network that reads. */
export type Model = {
  /** Where its weights come from, in a sentence. */
  readonly origin: string;
  readonly trained: boolean;
  /** Why the last file was refused, in a sentence. */
  readonly problem: string;
  load(file: File): void;
  /** Downloads the weights as a file. */
  save(): void;
  forget(): void;
  /** Keeps what was learned in this tab. */
  learned(bytes: Uint8Array<ArrayBuffer>, epochs: number): void;
};

const UNTRAINED = { origin: 'It has learned nothing yet: its weights are random.', trained: false, problem: '' };

/** @param onChanged called when the weights of the network have changed */
export function useModel(reader: ReaderClient, onChanged: () => void): Model {
  const [state, setState] = useState(UNTRAINED);
  const changed = useRef(onChanged);
  changed.current = onChanged;

  const take = async (
    bytes: Uint8Array<ArrayBuffer>,
    name: string,
    origin: (training: Training) => string,
  ): Promise<boolean> => {
    try {
      const training = await reader.ask('load', { bytes, name });
      setState({ origin: origin(training), trained: true, problem: '' });
      await keepModel(bytes);
      changed.current();
      return true;
    } catch (problem) {
      setState((before) => ({ ...before, problem: String(problem) }));
      return false;
    }
  };

  useEffect(() => {
    void keptModel().then(async (bytes) => {
      if (bytes === undefined) return;
      // What is refused now would be refused at each visit.
      if (!(await take(bytes, 'the kept model', fileOrigin('Kept on this device')))) await forgetModel();
    });
  }, []);

  return {
    ...state,
    load: (file) =>
      void file.arrayBuffer().then((buffer) => take(new Uint8Array(buffer), file.name, fileOrigin(file.name))),
    save: () => void reader.ask('save', undefined).then((bytes) => saveFile('model.safetensors', bytes)),
    forget: () => {
      setState(UNTRAINED);
      void forgetModel();
      void reader.ask('forget', undefined).then(() => changed.current());
    },
    learned: (bytes, epochs) => {
      const times = epochs > 1 ? `the best of ${epochs} epochs` : epochs === 1 ? 'one epoch' : 'less than one epoch';
      void take(bytes, 'the training', () => `Trained in this tab: ${times}.`);
    },
  };
}

function fileOrigin(from: string): (training: Training) => string {
  return ({ epochs, seed }) => `${from}: trained for ${epochs === 1 ? 'one epoch' : `${epochs} epochs`}, seed ${seed}.`;
}
