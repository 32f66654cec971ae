import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { smallImage } from './small-image.js';

/** The camera of the device. */
export type Camera = {
  readonly on: boolean;
  readonly problem: string;
  /** Put it on the video that shows what the camera sees. */
  readonly video: { current: HTMLVideoElement | null };
  readonly toggle: () => void;
  /** What it sees now; undefined while it is off. */
  readonly shot: () => Uint8Array | undefined;
};

/** The camera is asked for when somebody turns it on, and is off again with the room. */
export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream>(undefined);
  const [on, setOn] = useState(false);
  const [problem, setProblem] = useState('');
  const stop = useCallback((): void => {
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = undefined;
    setOn(false);
  }, []);
  useEffect(() => stop, [stop]);
  const start = async (): Promise<void> => {
    setProblem('');
    try {
      stream.current = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 320 } });
      video.current!.srcObject = stream.current; // the room shows it
      await video.current!.play();
      setOn(true);
    } catch (error) {
      stop();
      setProblem(`The camera cannot be used: ${error instanceof Error ? error.message : String(error)}.`);
    }
  };
  return {
    on,
    problem,
    video,
    toggle: () => (on ? stop() : void start()),
    shot: () => {
      const seen = video.current;
      return on && seen !== null && seen.videoWidth > 0
        ? smallImage(seen, seen.videoWidth, seen.videoHeight)
        : undefined;
    },
  };
}
