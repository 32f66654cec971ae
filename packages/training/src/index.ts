export * from './batches.js';
export * from './create-train-step.js';
export * from './diverged-error.js';
export * from './evaluate.js';
export * from './fit.js';
export * from './predict.js';
export * from './train-state.js';
