export * from './bayes/gaussian-naive-bayes.js';
