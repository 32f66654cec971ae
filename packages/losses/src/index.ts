export * from './define-loss.js';
export * from './huber.js';
export * from './mean-absolute-error.js';
export * from './mean-squared-error.js';
export * from './reduction.js';
export * from './sigmoid-cross-entropy.js';
export * from './softmax-cross-entropy.js';
export * from './weighted.js';
