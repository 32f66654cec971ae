import { useEffect, useRef, useState } from 'preact/hooks';
import { readClasses, writeClasses } from './image-files.js';
import { forgetKept, type KeptName, keep, kept } from './kept-images.js';
import { type Classes, EMPTY } from './use-classes.js';
import type { ImageTraining } from './use-image-training.js';

/** Milliseconds after a change of the images, and between two copies of a network that trains. */
const PAUSE = { images: 300, network: 3000 };

/** Keeps images and network on the device, and brings them back. */
export type Kept = {
  /** What is kept, in words; '' for nothing. */
  readonly words: string;
  /** Forgets all of it, here and on the device. */
  readonly forget: () => void;
};

export function useKept({ classes, set }: Classes, run: ImageTraining): Kept {
  const [read, setRead] = useState(false);
  const [words, setWords] = useState('');
  const { progress, training, opened, open, save, close } = run;
  /** Grows each time all is forgotten: what was on its way to the device by then is forgotten, too. */
  const forgotten = useRef(0);
  const store = async (name: KeptName, bytes: Uint8Array<ArrayBuffer>, since: number): Promise<void> => {
    if (forgotten.current !== since) return;
    const done = await keep(name, bytes);
    if (forgotten.current !== since) {
      await forgetKept();
      return;
    }
    setWords(
      done
        ? 'Kept on this device until you forget it.'
        : 'This browser keeps nothing: images and network are lost with the page. Save the network as a file.',
    );
  };
  /** Whether somebody trains or has opened a network before the one that was kept is read. */
  const begun = useRef(false);
  begun.current = training || progress !== undefined || opened !== undefined;
  useEffect(() => {
    let left = false;
    void (async () => {
      const [images, network] = await Promise.all([kept('images'), kept('network')]);
      try {
        if (images !== undefined && !left) {
          const found = readClasses(images);
          // Somebody may have been faster.
          set((now) => (now === EMPTY ? found : now));
        }
      } catch {
        // Of another version of this page.
      }
      if (network !== undefined && !left && !begun.current) await open(network);
      if (!left) setRead(true);
    })();
    return () => {
      left = true;
    };
  }, []);
  useEffect(() => {
    if (!read || classes === EMPTY) return;
    const timer = window.setTimeout(() => void store('images', writeClasses(classes), forgotten.current), PAUSE.images);
    return () => window.clearTimeout(timer);
  }, [read, classes]);
  const there = progress !== undefined || opened !== undefined;
  useEffect(() => {
    if (!read || !there) return;
    const copy = async (): Promise<void> => {
      const since = forgotten.current;
      const bytes = await save();
      if (bytes !== undefined) await store('network', bytes, since);
    };
    if (!training) {
      void copy();
      return;
    }
    const timer = window.setInterval(() => void copy(), PAUSE.network);
    return () => window.clearInterval(timer);
  }, [read, there, opened, training]);
  const forget = (): void => {
    forgotten.current++;
    set(() => EMPTY);
    close();
    void forgetKept().then(() => setWords(''));
  };
  return { words, forget };
}
