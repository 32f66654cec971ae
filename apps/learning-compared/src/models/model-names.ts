import type { InputKind } from '../data/data-set.js';

/** Models of the package `classical`, by the name of their estimator. */
export const CLASSICAL = {
  logisticRegression: 'logistic regression',
  linearSvm: 'linear SVM',
  rbfSvm: 'SVM with RBF kernel',
  nearestNeighbors: 'nearest neighbors',
  naiveBayes: 'naive Bayes',
  decisionTree: 'decision tree',
  randomForest: 'random forest',
  gradientBoosting: 'gradient boosting',
} as const;

/** Networks of the package `layers`. */
export const NETWORKS = { dense: 'dense network', convolutional: 'convolutional network' } as const;

export type ClassicalName = keyof typeof CLASSICAL;
export type NetworkName = keyof typeof NETWORKS;
export type ModelName = ClassicalName | NetworkName;

export function isNetwork(model: ModelName): model is NetworkName {
  return model in NETWORKS;
}

/** How a model is called in a sentence. */
export function titleOf(model: ModelName): string {
  return isNetwork(model) ? NETWORKS[model] : CLASSICAL[model];
}

/** The same with what it learns from. */
export function titleWithInputs({ model, inputs }: { readonly model: ModelName; readonly inputs: InputKind }): string {
  return isNetwork(model) ? NETWORKS[model] : `${CLASSICAL[model]} on ${wordOf(inputs)}`;
}

export function wordOf(inputs: InputKind): string {
  return inputs === 'raw' ? 'raw values' : 'hand-made features';
}
