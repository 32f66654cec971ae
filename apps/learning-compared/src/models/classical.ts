import {
  decisionTreeClassifier,
  gaussianNaiveBayes,
  gradientBoostingClassifier,
  kNeighborsClassifier,
  linearSvm,
  logisticRegression,
  randomForestClassifier,
  rbfSvmClassifier,
} from '@neurite/classical';
import type { Estimator } from '@neurite/core';
import type { ClassicalName } from './model-names.js';

/**
 * The estimators with the settings that their package has by default, but for three: linear models take at most 100 steps, and
 * boosting 30 iterations of trees with 15 leaves and 32 bins at a learning rate of 0.2, naive Bayes is smoothed. Nothing is tuned on any data.
 */
export const estimators: Readonly<Record<ClassicalName, (samples: number) => Estimator>> = {
  logisticRegression: () => logisticRegression({ maxIterations: 100 }),
  linearSvm: () => linearSvm({ maxIterations: 100 }),
  rbfSvm: () => rbfSvmClassifier(),
  nearestNeighbors: () => kNeighborsClassifier(),
  // Pixels at the border are 0 in each image of a class: without smoothing, one speck there would decide alone.
  naiveBayes: () => gaussianNaiveBayes({ smoothing: 0.01 }),
  decisionTree: () => decisionTreeClassifier(),
  randomForest: () => randomForestClassifier(),
  // 20 rows in each leaf, the default, are two fifths of 50 samples.
  gradientBoosting: (samples) =>
    gradientBoostingClassifier({
      iterations: 30,
      learningRate: 0.2,
      maxLeafNodes: 15,
      bins: 32,
      minSamplesLeaf: samples < 1000 ? 5 : 20,
    }),
};

/** The settings in words, for the report. */
export const CLASSICAL_SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['logistic regression, linear SVM', 'C = 1, at most 100 steps of L-BFGS'],
  ['SVM with RBF kernel', 'C = 1, γ = 1 / (columns × variance)'],
  ['nearest neighbors', '5, alike'],
  ['naive Bayes', 'gaussian, smoothing 0.01'],
  ['decision tree', 'until each leaf is pure'],
  ['random forest, extra trees', '100 trees'],
  [
    'gradient boosting',
    '30 iterations, 15 leaves, 32 bins, learning rate 0.2, leaves of 20 rows (5 below 1,000 samples)',
  ],
];
