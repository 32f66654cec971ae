import { list } from '@neurite/command-kit/words';
import type { PetsCard } from '@neurite/pets-model/model-file';
import { useEffect, useRef, useState } from 'preact/hooks';
import { sentenceOf } from '../ui/sentence-of.js';
import type { LookerWorker } from '../worker/start-worker.js';
import { type ServedModel, servedModel } from './served-model.js';

/** The network that looks. */
export type Model = {
  /** What it tells apart; undefined while there is none. Another object for each network. */
  readonly card: PetsCard | undefined;
  /** Where it comes from, in a sentence. */
  readonly origin: string;
  /** Why the last file was refused, in a sentence. */
  readonly problem: string;
  load(file: File): void;
};

type State = Pick<Model, 'card' | 'origin' | 'problem'>;

const OPENING: State = { card: undefined, origin: 'The network is loading …', problem: '' };
const NONE = 'There is no network yet: load the model.safetensors of a run.';

export function useModel(worker: LookerWorker): Model {
  const [state, setState] = useState(OPENING);
  /** Grows with each file: what loads slowly must not take the place of what somebody chose meanwhile. */
  const turns = useRef(0);

  const take = async (read: () => Promise<ServedModel>): Promise<void> => {
    const turn = turns.current;
    try {
      const { name, bytes, note = '' } = await read();
      if (turn !== turns.current) return;
      const card = await worker.ask('load', { bytes, name });
      setState({ card, origin: `${originOf(name, card)} ${note}`.trim(), problem: '' });
    } catch (error) {
      if (turn !== turns.current) return;
      const problem = sentenceOf(error);
      setState(({ card, origin }) => ({ card, origin: card === undefined ? NONE : origin, problem }));
    }
  };
  useEffect(() => void take(servedModel), []);

  return {
    ...state,
    load: (file) => {
      turns.current++;
      void take(async () => {
        // A dropped folder is a file that cannot be read.
        const buffer = await file
          .arrayBuffer()
          .catch(() => Promise.reject(`${file.name} cannot be read. Is it a file?`));
        return { name: file.name, bytes: new Uint8Array(buffer) };
      });
    },
  };
}

function originOf(name: string, { classes, size }: PetsCard): string {
  return `${name}: it tells ${list(classes)} apart, in photographs that it sees with ${size} × ${size} pixels.`;
}
