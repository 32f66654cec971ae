export * from './node-worker.js';
export * from './resilient.js';
export * from './serve-training.js';
export * from './train-in-worker.js';
export * from './training-worker-error.js';
export * from './worker-reports.js';
