export * from './backends.js';
export * from './check-gradients.js';
export * from './expect-close.js';
export * from './expect-error.js';
export * from './expect-no-leak.js';
export * from './fixture.js';
