import {
  useWorkerTraining,
  type Training as WorkerTraining,
  type TrainingState as WorkerTrainingState,
} from '@neurite/page-kit/use-worker-training';
import type { Languages } from '@neurite/translator-model/pair';
import type { TranslatorClient } from '../translating/translator-client.js';
import { planOfChoice, type TrainingChoice } from './plan-choice.js';
import type { TrainingInput, TrainingPicture, TrainingResult } from './training-job.js';

export type TrainingState = WorkerTrainingState<TrainingResult, TrainingPicture>;
export type Training = WorkerTraining<TrainingChoice, TrainingResult, TrainingPicture>;

/** Trains in a worker, which sends its weights to the translating worker as it learns. */
export function useTraining(
  client: TranslatorClient,
  languages: Languages,
  onFinished: (model: Uint8Array<ArrayBuffer>, epochs: number) => void,
): Training {
  return useWorkerTraining<TrainingChoice, TrainingResult, TrainingPicture>({
    worker: () => new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module', name: 'training' }),
    job: async (choice) => {
      const { port1, port2 } = new MessageChannel();
      await client.ask('follow', port1, [port1]);
      const plan = planOfChoice(choice);
      const input: TrainingInput = { base: document.baseURI, languages, plan, seed: choice.seed, weights: port2 };
      return { input, transfer: [port2] };
    },
    pictures: true,
    onFinished: ({ model }, epochs) => onFinished(model, epochs),
    // The weights that were learned until then are those that translate now.
    onFailed: (epochs) =>
      void client.ask('save', undefined).then(
        (bytes) => bytes && onFinished(bytes, epochs),
        () => {},
      ),
  });
}
