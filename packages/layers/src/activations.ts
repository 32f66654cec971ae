/**
 * The activations as plain functions on tensors, for modules and losses of one's own: what the layers of the same names
 * apply. Gradients of any order flow through them.
 */
export * from './functions/distributions.js';
export * from './functions/gates.js';
export * from './functions/rectifiers.js';
export * from './functions/shrinkages.js';
export * from './functions/sigmoids.js';
export * from './functions/smooth-rectifiers.js';
