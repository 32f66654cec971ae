import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** The camera of the device. */
export type Camera = {
  readonly on: boolean;
  readonly problem: string;
  /** Put it on the video that shows what the camera sees. */
  readonly video: { current: HTMLVideoElement | null };
  readonly toggle: () => void;
  readonly stop: () => void;
  /** The video, where it shows something now; undefined while the camera is off. */
  readonly frame: () => HTMLVideoElement | undefined;
};

/**
 * The camera is asked for when somebody turns it on, and is off again when what uses it leaves the page.
 *
 * @param wanted the video, as `getUserMedia` takes it
 */
export function useCamera(wanted: MediaTrackConstraints): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream>(undefined);
  /** Grows whenever it is turned on or off: what was allowed after that is turned off again. */
  const turns = useRef(0);
  const [on, setOn] = useState(false);
  const [problem, setProblem] = useState('');
  const stop = useCallback((): void => {
    turns.current++;
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = undefined;
    setOn(false);
  }, []);
  useEffect(() => stop, [stop]);
  const start = async (): Promise<void> => {
    const turn = ++turns.current;
    setProblem('');
    try {
      const opened = await openCamera(wanted);
      if (turns.current !== turn) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream.current = opened;
      // It was unplugged, or is not allowed any more.
      for (const track of opened.getTracks()) track.addEventListener('ended', stop);
      video.current!.srcObject = opened; // the page shows it
      await video.current!.play();
      if (turns.current === turn) setOn(true);
    } catch (error) {
      if (turns.current !== turn) return;
      stop();
      setProblem(`The camera cannot be used: ${whyNot(error)}`);
    }
  };
  return {
    on,
    problem,
    video,
    toggle: () => (on ? stop() : void start()),
    stop,
    frame: () => {
      const seen = video.current;
      return stream.current !== undefined && seen !== null && seen.videoWidth > 0 ? seen : undefined;
    },
  };
}

function openCamera(video: MediaTrackConstraints): Promise<MediaStream> {
  // Pages of http, other than those of this device, have no cameras.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) return Promise.reject(new DOMException('', 'SecurityError'));
  return devices.getUserMedia({ video });
}

/** By the name of an error of `getUserMedia`. */
const WHY: Readonly<Record<string, string>> = {
  NotAllowedError: 'it was not allowed. Allow it in the settings of the browser for this page, and turn it on again.',
  NotFoundError: 'there is none. Connect one, or add images from files.',
  NotReadableError: 'another program has it. Close that one, and turn it on again.',
  SecurityError: 'only pages over https have cameras. Add images from files.',
};

function whyNot(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return WHY[name] ?? `${message}.`;
}
