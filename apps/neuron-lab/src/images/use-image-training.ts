import type { CurveRow } from '@neurite/charts';
import { trainInWorker, type WorkerTraining } from '@neurite/training-worker';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { divided, type ImageClass } from './image-classes.js';
import type { ImagesInput, ImagesProgress, ImagesQuestion } from './train-images.js';

/** A chart shows no more. */
const MOST_ROWS = 2000;

/** A training of images in a worker, as components see it. */
export type ImageTraining = {
  /** Undefined before the first step. */
  readonly progress: ImagesProgress | undefined;
  /** The losses so far. */
  readonly rows: readonly CurveRow[];
  readonly training: boolean;
  readonly problem: string;
  readonly start: (classes: readonly ImageClass[]) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** The probabilities of an image; undefined where nothing is trained. */
  readonly ask: (pixels: Uint8Array) => Promise<Float32Array | undefined>;
};

export function useImageTraining(): ImageTraining {
  const [progress, setProgress] = useState<ImagesProgress>();
  const [rows, setRows] = useState<readonly CurveRow[]>([]);
  const [training, setTraining] = useState(false);
  const [problem, setProblem] = useState('');
  const current = useRef<WorkerTraining<void>>(undefined);
  useEffect(() => () => current.current?.terminate(), []);
  const start = useCallback((classes: readonly ImageClass[]): void => {
    current.current?.terminate();
    setProgress(undefined);
    setRows([]);
    setProblem('');
    setTraining(true);
    const worker = new Worker(new URL('./images-worker.ts', import.meta.url), { type: 'module', name: 'images' });
    const next = trainInWorker<void, ImagesProgress>(worker, {
      input: { ...divided(classes), classes: classes.length } satisfies ImagesInput,
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
  const ask = useCallback(
    async (pixels: Uint8Array): Promise<Float32Array | undefined> =>
      current.current?.ask<Float32Array>({ pixels } satisfies ImagesQuestion).catch(() => undefined),
    [],
  );
  return { progress, rows, training, problem, start, pause, resume, ask };
}
