import { gaussianNaiveBayes, serveEstimator } from '../../src/index.js';

serveEstimator(gaussianNaiveBayes());
