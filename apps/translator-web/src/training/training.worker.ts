import { webEngine } from '@neurite/backend-web';
import { serveTraining } from '@neurite/training-worker';
import { trainInTab } from './train-in-tab.js';

serveTraining(webEngine, trainInTab);
