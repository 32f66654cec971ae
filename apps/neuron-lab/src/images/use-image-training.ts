import type { CurveRow } from '@neurite/charts';
import { TrainingWorkerError, trainInWorker, type WorkerTraining } from '@neurite/training-worker';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { takeWorker } from '../training/training-workers.js';
import { divided, type ImageClass, type ImageSet } from './image-classes.js';
import { classesIn } from './image-files.js';
import type { ImagesInput, ImagesProgress, ImagesQuestion } from './train-images.js';

/** A chart shows no more. */
const MOST_ROWS = 2000;

const NO_IMAGES: ImageSet = { pixels: new Uint8Array(0), labels: new Uint8Array(0) };

/** A training of images in a worker, as components see it. */
export type ImageTraining = {
  /** Undefined before the first step. */
  readonly progress: ImagesProgress | undefined;
  /** The losses so far. */
  readonly rows: readonly CurveRow[];
  readonly training: boolean;
  readonly problem: string;
  /** The classes of a network that was opened; undefined for none, and for one that was trained here. */
  readonly opened: readonly string[] | undefined;
  /** Trains on the images of classes, from the weights of a file or from those of the seed. */
  readonly start: (classes: readonly ImageClass[], weights?: Uint8Array) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Takes a network from a file; answers why not, or nothing. */
  readonly open: (bytes: Uint8Array) => Promise<string>;
  /** Ends it, and forgets the network. */
  readonly close: () => void;
  /** The network as a file; undefined where there is none. */
  readonly save: () => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** The probabilities of an image; undefined where nothing is trained. */
  readonly ask: (pixels: Uint8Array) => Promise<Float32Array | undefined>;
};

export function useImageTraining(): ImageTraining {
  const [progress, setProgress] = useState<ImagesProgress>();
  const [rows, setRows] = useState<readonly CurveRow[]>([]);
  const [opened, setOpened] = useState<readonly string[]>();
  const [training, setTraining] = useState(false);
  const [problem, setProblem] = useState('');
  const current = useRef<WorkerTraining<void>>(undefined);
  /** Grows with each start, opening and closing: what takes long gives way to what was asked for after it. */
  const latest = useRef(0);
  useEffect(() => () => current.current?.terminate(), []);
  const start = useCallback((classes: readonly ImageClass[], weights?: Uint8Array): void => {
    latest.current++;
    current.current?.terminate();
    setProgress(undefined);
    setRows([]);
    setProblem('');
    setOpened(undefined);
    setTraining(true);
    const next = trainInWorker<void, ImagesProgress>(takeWorker(), {
      input: {
        ...divided(classes),
        classes: classes.map(({ name }) => name),
        weights,
      } satisfies ImagesInput,
      prefer: 'wasm',
      onPicture: (picture) => {
        if (current.current !== next) return;
        setProgress(picture);
        const { step, train, test } = picture;
        setRows((before) => [...before.slice(-MOST_ROWS), { epoch: step, loss: train.loss, validation: test }]);
      },
    });
    current.current = next;
    next.result.catch((error: unknown) => {
      if (current.current !== next) return;
      setTraining(false);
      setProblem(error instanceof Error ? error.message : String(error));
    });
  }, []);
  const pause = useCallback((): void => {
    current.current?.pause();
    setTraining(false);
  }, []);
  const resume = useCallback((): void => {
    current.current?.resume();
    setTraining(true);
  }, []);
  const question = useCallback(
    async <Answer>(asked: ImagesQuestion): Promise<Answer | undefined> =>
      current.current?.ask<Answer>(asked).catch(() => undefined),
    [],
  );
  const open = useCallback(async (bytes: Uint8Array): Promise<string> => {
    const own = ++latest.current;
    try {
      const classes = classesIn(bytes);
      const input: ImagesInput = { train: NO_IMAGES, test: NO_IMAGES, classes, weights: bytes };
      const next = trainInWorker<void>(takeWorker(), { input, prefer: 'wasm', paused: true });
      // It has weights as soon as it answers; where it does not, `result` says why.
      await Promise.race([next.result, next.ask<unknown>({ type: 'save' } satisfies ImagesQuestion)]);
      next.result.catch(() => undefined);
      if (own !== latest.current) {
        next.terminate();
        return '';
      }
      current.current?.terminate();
      current.current = next;
      setProgress(undefined);
      setRows([]);
      setProblem('');
      setTraining(false);
      setOpened(classes);
      return '';
    } catch (error) {
      if (error instanceof TrainingWorkerError) return error.remoteMessage;
      return error instanceof Error ? error.message : String(error);
    }
  }, []);
  const close = useCallback((): void => {
    latest.current++;
    current.current?.terminate();
    current.current = undefined;
    setProgress(undefined);
    setRows([]);
    setTraining(false);
    setOpened(undefined);
  }, []);
  const save = useCallback(() => question<Uint8Array<ArrayBuffer>>({ type: 'save' }), [question]);
  const ask = useCallback((pixels: Uint8Array) => question<Float32Array>({ type: 'classify', pixels }), [question]);
  return { opened, open, save, close, progress, rows, training, problem, start, pause, resume, ask };
}
