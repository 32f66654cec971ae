import type { Camera } from '@neurite/page-kit/use-camera';
import { useEffect, useRef } from 'preact/hooks';
import { takePhoto } from './open-photo.js';
import type { Photo } from './photo.js';

/**
 * Gives one photograph after another while the camera is on: the next one when the last has been looked at, and the page has
 * painted it. A page that nobody sees gets none.
 */
export function useLive(camera: Camera, onPhoto: (photo: Photo) => Promise<void>): void {
  const latest = useRef(onPhoto);
  latest.current = onPhoto;
  useEffect(() => {
    if (!camera.on) return;
    let frame = 0;
    let ended = false;
    const next = (): void => {
      frame = requestAnimationFrame(async () => {
        const video = camera.frame();
        const photo = video && (await takePhoto(video).catch(() => undefined)); // between two frames there may be none
        // It was turned off meanwhile.
        if (ended || camera.frame() === undefined) photo?.bitmap.close();
        else if (photo !== undefined) await latest.current(photo);
        if (!ended) next();
      });
    };
    next();
    return () => {
      ended = true;
      cancelAnimationFrame(frame);
    };
  }, [camera.on]);
}
