export * from './data-pipeline.js';
export * from './from-arrays.js';
export * from './from-dataset.js';
export * from './from-generator.js';
export * from './from-iterable.js';
export * from './stack.js';
export * from './zip.js';
