import { serveTraining } from '@neurite/training-worker';
import { trainNetwork } from './train-network.js';
import { workerEngine } from './worker-engine.js';

serveTraining(workerEngine, trainNetwork);
