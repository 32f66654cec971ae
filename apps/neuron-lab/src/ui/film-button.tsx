import { Button } from '@neurite/page-kit/controls';
import { saveFile } from '@neurite/page-kit/save-file';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

/** Images of a film at most. */
const MOST_FRAMES = 40;
/** Of the card of the room. */
const SCALE = 0.6;
/** Frames of the page until a moment is computed and painted. */
const SETTLING = 4;

type FilmButtonProps = {
  /** Its name in the address, and that of the file. */
  readonly room: string;
  /** The last moment; the first is 0. */
  readonly end: number;
  /** The one that is shown, to which the room comes back. */
  readonly now: number;
  /** Shows a moment. */
  readonly seek: (moment: number) => void;
};

/** Plays a room from its first moment to its last, and saves what its card shows as an animated GIF. */
export function FilmButton({ room, end, now, seek }: FilmButtonProps): JSX.Element {
  const [share, setShare] = useState<number>();
  const save = async (): Promise<void> => {
    setShare(0);
    const count = Math.min(end + 1, MOST_FRAMES);
    try {
      const [{ gifFilm }, { drawCard }] = await Promise.all([import('./gif-film.js'), import('./share-card.js')]);
      const frame = async (i: number): Promise<HTMLCanvasElement> => {
        seek(Math.round((end * i) / (count - 1)));
        for (let wait = 0; wait < SETTLING; wait++) await new Promise(requestAnimationFrame);
        return drawCard(room, SCALE);
      };
      saveFile(`${room}.gif`, await gifFilm(count, frame, setShare));
    } finally {
      seek(now);
      setShare(undefined);
    }
  };
  return (
    <Button disabled={end === 0 || share !== undefined} onClick={() => void save()}>
      {share === undefined ? 'Save a film (GIF)' : `Filming, ${Math.round(share * 100)} %`}
    </Button>
  );
}
