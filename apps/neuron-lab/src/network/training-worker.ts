import { serveTraining } from '@neurite/backend-web';
import { trainNetwork } from './train-network.js';

serveTraining(trainNetwork);
