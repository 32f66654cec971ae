import { keptFile } from '@neurite/page-kit/kept-file';
import { saveFile } from '@neurite/page-kit/save-file';
import type { Languages } from '@neurite/translator-model/pair';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TranslatorClient } from '../translating/translator-client.js';
import { TRAINED, trainedWeights } from './trained-weights.js';

/** The network that translates. */
export type Model = {
  /** From which language to which one. */
  readonly languages: Languages;
  /** Where its weights come from, in a sentence. */
  readonly origin: string;
  readonly trained: boolean;
  /** The weights have not come yet. */
  readonly loading: boolean;
  /** Why the last file was refused, in a sentence. */
  readonly problem: string;
  /** Takes what was learned of these languages, if anything was. */
  choose(languages: Languages): void;
  load(file: File): void;
  /** Downloads the weights as a file. */
  save(): void;
  /** Throws away what was learned of these languages on this device. */
  forget(): void;
  /** Keeps what was learned in this tab. */
  learned(bytes: Uint8Array<ArrayBuffer>, epochs: number): void;
};

type State = Pick<Model, 'languages' | 'origin' | 'trained' | 'loading' | 'problem'>;

const OPENING: State = {
  languages: TRAINED.languages,
  origin: 'The weights are loading …',
  trained: false,
  loading: true,
  problem: '',
};

/** The model of a direction that was trained or loaded last. */
const kept = ({ from, to }: Languages) => keptFile('translator-web-model', `kept-model-${from}-${to}.safetensors`);

/** @param onChanged called when the network is another one */
export function useModel(client: TranslatorClient, onChanged: () => void): Model {
  const [state, setState] = useState(OPENING);
  const changed = useRef(onChanged);
  changed.current = onChanged;
  /** Grows with each set of weights: what loads slowly must not take the place of what somebody chose meanwhile. */
  const taken = useRef(0);

  const failed = (problem: unknown): void =>
    setState((before) => ({ ...before, loading: false, problem: String(problem) }));

  /** @returns whether the bytes are a model, or something else was chosen meanwhile */
  const take = async (
    bytes: Uint8Array<ArrayBuffer>,
    { name, origin, since }: { readonly name: string; readonly origin: string; readonly since: number },
  ): Promise<boolean> => {
    try {
      if (taken.current !== since) return true;
      const languages = await client.ask('load', { bytes, name });
      if (taken.current !== since) return true;
      setState({ languages, origin, trained: true, loading: false, problem: '' });
      changed.current();
      return true;
    } catch (problem) {
      if (taken.current === since) failed(problem);
      return false;
    }
  };

  const open = async (languages: Languages): Promise<void> => {
    const since = ++taken.current;
    setState({ ...OPENING, languages });
    const own = await kept(languages).read();
    if (own !== undefined) {
      if (await take(own, { name: 'the kept model', origin: 'Kept on this device from an earlier training.', since }))
        return;
      // What is refused now would be refused at each visit.
      await kept(languages).forget();
    }
    const isTrained = languages.from === TRAINED.languages.from && languages.to === TRAINED.languages.to;
    const bytes = isTrained ? await trainedWeights() : undefined;
    if (bytes !== undefined && (await take(bytes, { name: 'the trained weights', origin: trainedOrigin(), since })))
      return;
    if (taken.current !== since) return;
    await client.ask('forget', undefined).catch(() => {}); // Where there is no worker, each call says so.
    setState((before) => ({ ...before, origin: UNTRAINED, trained: false, loading: false }));
    changed.current();
  };

  useEffect(() => void open(TRAINED.languages), []);

  return {
    ...state,
    choose: (languages) => void open(languages),
    // A dropped folder is a file that cannot be read.
    load: (file) => {
      const since = ++taken.current;
      void file.arrayBuffer().then(
        async (buffer) => {
          const bytes = new Uint8Array(buffer);
          await take(bytes, { name: file.name, origin: `Loaded from ${file.name}.`, since });
        },
        () => failed(`${file.name} cannot be read. Is it a file?`),
      );
    },
    save: () =>
      void client.ask('save', undefined).then((bytes) => bytes && saveFile('model.safetensors', bytes), failed),
    forget: () =>
      void kept(state.languages)
        .forget()
        .then(() => open(state.languages)),
    learned: (bytes, epochs) => {
      const times = epochs > 1 ? `the best of ${epochs} epochs` : epochs === 1 ? 'one epoch' : 'less than one epoch';
      const since = ++taken.current;
      // What it says then is also true after a reload.
      void kept(state.languages)
        .keep(bytes)
        .then(() => take(bytes, { name: 'the training', origin: `Trained in this tab: ${times}.`, since }));
    },
  };
}

const UNTRAINED = 'It has learned nothing of these languages yet.';

function trainedOrigin(): string {
  const { categories, epochs } = TRAINED;
  const shares = Object.entries(categories)
    .sort(([, a], [, b]) => b.right / b.phrases - a.right / a.phrases)
    .map(([name, { phrases, right }]) => `${Math.round((100 * right) / phrases)}\u00a0% of ${name}`);
  return `Trained before, for ${epochs} epochs. Of phrases that it had never read, it translates right to the letter: ${shares.join(', ')}.`;
}
