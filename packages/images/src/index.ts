export * from './png/index.js';
export * from './resize.js';
