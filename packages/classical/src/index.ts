export * from './bayes/gaussian-naive-bayes.js';
export * from './trees/decision-tree-classifier.js';
export * from './trees/decision-tree-regressor.js';
export * from './trees/extra-trees-classifier.js';
export * from './trees/extra-trees-regressor.js';
export * from './trees/random-forest-classifier.js';
export * from './trees/random-forest-regressor.js';
export * from './trees/tree-options.js';
