export * from './decode-png.js';
export * from './encode-png.js';
