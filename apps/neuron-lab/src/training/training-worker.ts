import type { WebReport } from '@neurite/backend-web';
import { serveTraining, type TrainingJob } from '@neurite/training-worker';
import { type ImagesInput, trainImages } from '../images/train-images.js';
import { type NetworkInput, trainNetwork } from '../network/train-network.js';
import { workerEngine } from './worker-engine.js';

// One program for both rooms: most of it is the engine and what trains, which is then loaded once.
serveTraining(workerEngine, async (job: TrainingJob<NetworkInput | ImagesInput, WebReport>) => {
  const { input } = job;
  return 'config' in input ? trainNetwork({ ...job, input }) : trainImages({ ...job, input });
});
