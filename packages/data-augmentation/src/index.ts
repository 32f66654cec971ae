export * from './random-affine.js';
export * from './warp-affine.js';
