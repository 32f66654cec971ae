import type { WebReport } from '@neurite/backend-web';
import { serveTraining, type TrainingJob } from '@neurite/training-worker';
import type { ExaminationInput } from '../examining/examination-job.js';
import type { ImagesInput } from '../images/train-images.js';
import { type NetworkInput, trainNetwork } from '../network/train-network.js';
import { workerEngine } from './worker-engine.js';

// One program for all: most of it is the engine and what trains, which is then loaded once. Only the deep network trains
// as soon as its room is opened; what the others need besides comes when somebody asks for it.
serveTraining(workerEngine, async (job: TrainingJob<NetworkInput | ImagesInput | ExaminationInput, WebReport>) => {
  const { input } = job;
  if ('examined' in input) return (await import('../examining/examine-data.js')).examineData(input);
  if ('config' in input) return trainNetwork({ ...job, input });
  return (await import('../images/train-images.js')).trainImages({ ...job, input });
});
