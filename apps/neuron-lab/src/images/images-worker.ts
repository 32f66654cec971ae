import { serveTraining } from '@neurite/training-worker';
import { workerEngine } from '../network/worker-engine.js';
import { trainImages } from './train-images.js';

serveTraining(workerEngine, trainImages);
