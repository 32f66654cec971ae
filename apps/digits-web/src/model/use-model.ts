import type { Training } from '@neurite/digits-model/model-file';
import { keptFile } from '@neurite/page-kit/kept-file';
import { saveFile } from '@neurite/page-kit/save-file';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReaderClient } from '../reader/reader-client.js';
import { percentOf } from '../ui/percent-of.js';
import { TRAINED, trainedWeights } from './trained-weights.js';

/** The network that reads. */
export type Model = {
  /** Where its weights come from, in a sentence. */
  readonly origin: string;
  readonly trained: boolean;
  /** The weights that the page opens with have not come yet. */
  readonly loading: boolean;
  /** Why the last file was refused, in a sentence. */
  readonly problem: string;
  load(file: File): void;
  /** Downloads the weights as a file. */
  save(): void;
  forget(): void;
  /** Takes the weights that the page opened with. */
  reset(): void;
  /** Keeps what was learned in this tab. */
  learned(bytes: Uint8Array<ArrayBuffer>, epochs: number): void;
  /** Keeps what was learned from so many corrected drawings. */
  corrected(bytes: Uint8Array<ArrayBuffer>, drawings: number): void;
};

/** The model that was trained or loaded last. */
const KEPT = keptFile('digits-web-model', 'kept-model.safetensors');

const OPENING = { origin: 'The trained weights are loading …', trained: true, problem: '' };
const UNTRAINED = { origin: 'It has learned nothing yet: its weights are random.', trained: false, problem: '' };

/** @param onChanged called when the weights of the network have changed */
export function useModel(reader: ReaderClient, onChanged: () => void): Model {
  const [state, setState] = useState(OPENING);
  const changed = useRef(onChanged);
  changed.current = onChanged;

  /** Grows with each set of weights: what loads slowly must not take the place of what somebody chose meanwhile. */
  const taken = useRef(0);
  /** Grows each time all is forgotten: weights that were on their way are forgotten, too. */
  const forgotten = useRef(0);

  const take = async (
    bytes: Uint8Array<ArrayBuffer>,
    name: string,
    origin: (training: Training) => string,
    { keep = true, since = forgotten.current }: { readonly keep?: boolean; readonly since?: number } = {},
  ): Promise<boolean> => {
    try {
      if (forgotten.current !== since) return true;
      const training = await reader.ask('load', { bytes, name });
      if (forgotten.current !== since) return true;
      taken.current++;
      // What was said of a file that somebody chose meanwhile stays.
      setState((before) => ({ origin: origin(training), trained: true, problem: keep ? '' : before.problem }));
      if (keep) await KEPT.keep(bytes);
      changed.current();
      return true;
    } catch (problem) {
      setState((before) => ({ ...before, problem: String(problem) }));
      return false;
    }
  };

  const takeTrained = async (): Promise<void> => {
    const before = taken.current;
    const bytes = await trainedWeights();
    if (taken.current !== before) return;
    if (bytes === undefined || !(await take(bytes, 'the trained weights', trainedOrigin, { keep: false }))) {
      setState(UNTRAINED);
    }
  };

  useEffect(() => {
    void KEPT.read().then(async (bytes) => {
      if (bytes !== undefined && (await take(bytes, 'the kept model', fileOrigin('Kept on this device')))) return;
      // What is refused now would be refused at each visit.
      if (bytes !== undefined) await KEPT.forget();
      await takeTrained();
    });
  }, []);

  const failed = (problem: unknown): void => setState((before) => ({ ...before, problem: String(problem) }));
  return {
    ...state,
    loading: state === OPENING,
    // A dropped folder is a file that cannot be read.
    load: (file) => {
      const since = forgotten.current;
      void file
        .arrayBuffer()
        .then((buffer) => take(new Uint8Array(buffer), file.name, fileOrigin(file.name), { since }))
        .catch(() => failed(`${file.name} cannot be read. Is it a file?`));
    },
    save: () => void reader.ask('save', undefined).then((bytes) => saveFile('model.safetensors', bytes), failed),
    forget: () => {
      taken.current++;
      forgotten.current++;
      setState(UNTRAINED);
      void KEPT.forget();
      void reader.ask('forget', undefined).then(() => changed.current(), failed);
    },
    reset: () => {
      setState((before) => ({ ...before, problem: '' }));
      void KEPT.forget();
      void takeTrained();
    },
    learned: (bytes, epochs) => {
      const times = epochs > 1 ? `${epochs} epochs` : epochs === 1 ? 'one epoch' : 'less than one epoch';
      void take(bytes, 'the training', () => `Trained in this tab: ${times}.`);
    },
    corrected: (bytes, drawings) => {
      const learned = drawings === 1 ? 'one drawing' : `${drawings} drawings`;
      void take(bytes, 'the correction', () => `Corrected in this tab: it has learned ${learned} of yours.`);
    },
  };
}

function fileOrigin(from: string): (training: Training) => string {
  return ({ epochs, seed }) => `${from}: trained for ${epochs === 1 ? 'one epoch' : `${epochs} epochs`}, seed ${seed}.`;
}

function trainedOrigin({ epochs }: Training): string {
  const { accuracy, tested } = TRAINED;
  return `Trained before, for ${epochs} epochs: it reads ${percentOf(accuracy)} of ${tested.toLocaleString('en')} test digits right.`;
}
