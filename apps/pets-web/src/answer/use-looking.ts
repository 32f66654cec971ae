import { type Answer, toAnswer } from '@neurite/pets-model/answer';
import type { Heat } from '@neurite/pets-model/grad-cam';
import type { PetsCard } from '@neurite/pets-model/model-file';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Photo } from '../photo/photo.js';
import { sentenceOf } from '../ui/sentence-of.js';
import type { LookerWorker } from '../worker/start-worker.js';

/** What a network has made of a photograph. */
export type Looked = {
  readonly photo: Photo;
  readonly card: PetsCard;
  readonly answer: Answer;
  readonly probabilities: Float32Array;
  /** The class that the maps are of. */
  readonly label: number;
  /** Where the network sees it. */
  readonly seen: Heat;
  /** What it needs; `asked` while that is being found out, undefined where nobody wants to know. */
  readonly needed: Heat | 'asked' | undefined;
};

export type Looking = {
  /** What is shown. */
  readonly photo: Photo | undefined;
  /** What is known of it; undefined while it is looked at. */
  readonly looked: Looked | undefined;
  readonly problem: string;
  /** Shows a photograph and looks at it. */
  show(photo: Photo): void;
  /** Looks at one of many that follow one another: what was known of the last one stays until then. */
  follow(photo: Photo): Promise<void>;
  /** Maps of another class. */
  see(label: number): void;
  need(): void;
};

/** @param card of the network; each other one looks at the photograph anew */
export function useLooking(worker: LookerWorker, card: PetsCard | undefined): Looking {
  const [photo, setPhoto] = useState<Photo>();
  const [looked, setLooked] = useState<Looked>();
  const [problem, setProblem] = useState('');
  /** Grows with each question: an answer to an older one is late. */
  const turns = useRef(0);
  // One that another has replaced.
  useEffect(() => () => photo?.bitmap.close(), [photo]);

  /** @returns undefined where it is late, or fails, which is said */
  const ask = async <Answer>(question: Promise<Answer>): Promise<Answer | undefined> => {
    const turn = ++turns.current;
    try {
      const answer = await question;
      return turn === turns.current ? answer : undefined;
    } catch (error) {
      if (turn === turns.current) setProblem(sentenceOf(error));
      return undefined;
    }
  };
  const look = async (photo: Photo, card: PetsCard): Promise<Looked | undefined> => {
    const look = await ask(worker.ask('look', photo.bitmap));
    if (look === undefined) return undefined;
    const { probabilities, seen } = look;
    const answer = toAnswer(look);
    return { photo, card, answer, probabilities, label: answer.label, seen, needed: undefined };
  };
  const lookAnew = async (photo: Photo | undefined): Promise<void> => {
    setLooked(undefined);
    setProblem('');
    if (photo === undefined || card === undefined) return;
    const next = await look(photo, card);
    if (next !== undefined) setLooked(next);
  };
  useEffect(() => void lookAnew(photo), [card]);

  return {
    photo,
    looked,
    problem,
    show: (photo) => {
      setPhoto(photo);
      void lookAnew(photo);
    },
    follow: async (photo) => {
      const next = card && (await look(photo, card));
      if (next === undefined && card !== undefined) {
        photo.bitmap.close();
        return;
      }
      setPhoto(photo);
      setLooked(next);
      setProblem('');
    },
    see: (label) => {
      if (looked === undefined) return;
      void ask(worker.ask('see', label)).then((seen) => {
        if (seen !== undefined) setLooked({ ...looked, label, seen, needed: undefined });
      });
    },
    need: () => {
      if (looked === undefined) return;
      setLooked({ ...looked, needed: 'asked' });
      void ask(worker.ask('need', looked.label)).then((needed) => {
        if (needed !== undefined) setLooked({ ...looked, needed });
      });
    },
  };
}
