import { webEngine } from '@neurite/backend-web';
import { serveTraining } from '@neurite/training-worker';
import { trainNetwork } from './train-network.js';

serveTraining(webEngine, trainNetwork);
