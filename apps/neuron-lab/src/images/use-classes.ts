import { useState } from 'preact/hooks';
import type { FoundFile } from './found-files.js';
import { byFolder, CLASS_COUNT, type ImageClass, MOST_IMAGES } from './image-classes.js';
import { readImages } from './small-image.js';

/** Before anything is collected. */
export const EMPTY: readonly ImageClass[] = [
  { name: 'first', images: [] },
  { name: 'second', images: [] },
];

/** Names of files that are said at most. */
const SAID = 5;

/** The classes that somebody collects. */
export type Classes = {
  readonly classes: readonly ImageClass[];
  readonly set: (change: (before: readonly ImageClass[]) => readonly ImageClass[]) => void;
  readonly change: (at: number, of: (one: ImageClass) => Partial<ImageClass>) => void;
  readonly add: (at: number, images: readonly Uint8Array[]) => void;
  readonly addFiles: (at: number, files: readonly File[]) => Promise<void>;
  /** Takes a class for each folder, in the place of those there are. */
  readonly openFolder: (found: readonly FoundFile[]) => Promise<void>;
  /** For each file its image; undefined for those that are none, which are said. */
  readonly read: (files: readonly File[]) => Promise<(Uint8Array | undefined)[]>;
  /** How far the reading of files is; '' where none are read. */
  readonly reading: string;
  readonly problem: string;
};

export function useClasses(): Classes {
  const [classes, set] = useState(EMPTY);
  const [reading, setReading] = useState('');
  const [problem, setProblem] = useState('');

  const change = (at: number, of: (one: ImageClass) => Partial<ImageClass>): void =>
    set((before) => before.map((one, i) => (i === at ? { ...one, ...of(one) } : one)));
  const add = (at: number, images: readonly Uint8Array[]): void =>
    change(at, (one) => ({ images: [...one.images, ...images].slice(-MOST_IMAGES) }));
  /** For each file its image; those that are none are said. */
  const read = async (files: readonly File[]): Promise<(Uint8Array | undefined)[]> => {
    const images = await readImages(files, (count) =>
      setReading(count < files.length ? `${count} of ${files.length} images are read …` : ''),
    );
    const refused = files.filter((_, i) => images[i] === undefined).map(({ name }) => name);
    const more = refused.length > SAID ? ` and ${refused.length - SAID} more` : '';
    setProblem(
      refused.length === 0 ? '' : `No image that this browser can read: ${refused.slice(0, SAID).join(', ')}${more}.`,
    );
    return images;
  };
  const addFiles = async (at: number, files: readonly File[]): Promise<void> =>
    add(
      at,
      (await read(files.slice(-MOST_IMAGES))).filter((image) => image !== undefined),
    );
  const openFolder = async (found: readonly FoundFile[]): Promise<void> => {
    const folders = byFolder(found);
    const { least, most } = CLASS_COUNT;
    if (folders.length < least || folders.length > most) {
      setProblem(
        `A folder with ${least} to ${most} folders of images is needed, one for each class; this has ${folders.length}.`,
      );
      return;
    }
    const chosen = folders.flatMap(({ files }, label) => files.slice(0, MOST_IMAGES).map((file) => ({ file, label })));
    const images = await read(chosen.map(({ file }) => file));
    set(
      folders.map(({ name }, label) => ({
        name,
        images: images.filter((image, i) => image !== undefined && chosen[i]!.label === label) as Uint8Array[], // those that are
      })),
    );
  };
  return { classes, set, change, add, addFiles, openFolder, read, reading, problem };
}
