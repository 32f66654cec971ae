import type { EngineName } from '@neurite/backend-web';
import {
  useWorkerTraining,
  type Training as WorkerTraining,
  type TrainingState as WorkerTrainingState,
} from '@neurite/page-kit/use-worker-training';
import type { ReaderClient } from '../reader/reader-client.js';
import { startWorker } from './start-worker.js';
import type { TrainingInput, TrainingResult } from './training-job.js';

/** The engines to choose from; `auto` is the fastest that computes correctly here. */
export type EngineChoice = 'auto' | Exclude<EngineName, 'cpu'>;

export type TrainingChoice = {
  readonly digits: number;
  readonly epochs: number;
  readonly seed: number;
  readonly engine: EngineChoice;
};

export type TrainingState = WorkerTrainingState<TrainingResult>;
export type Training = WorkerTraining<TrainingChoice, TrainingResult>;

/** Trains in a worker, which sends its weights to the reading worker as it learns. */
export function useTraining(
  reader: ReaderClient,
  onFinished: (model: Uint8Array<ArrayBuffer>, epochs: number) => void,
): Training {
  return useWorkerTraining<TrainingChoice, TrainingResult>({
    worker: () => startWorker('training'),
    job: async ({ digits, epochs, seed, engine }) => {
      const { port1, port2 } = new MessageChannel();
      await reader.ask('follow', port1, [port1]);
      const input: TrainingInput = { base: document.baseURI, digits, epochs, seed, weights: port2 };
      return { input, transfer: [port2], prefer: engine === 'auto' ? undefined : engine };
    },
    onFinished: ({ model }, epochs) => onFinished(model, epochs),
    // The weights that were learned until then are those that read now.
    onFailed: (epochs) => void reader.ask('save', undefined).then((bytes) => onFinished(bytes, epochs)),
  });
}
